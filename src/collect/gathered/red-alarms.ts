import { read, type Reading, unread } from '../../model/reading.ts';
import { morefKey, type Moref } from '../../vim/moref.ts';
import { ALARM_NAME, alarmNameIn, redAlarmsIn } from '../red-alarms.ts';
import { ASK_VCENTER, distinct } from './around.ts';
import { mapped, readAt } from '../property-value.ts';
import { readEach } from './read-each.ts';
import type { GatheredReader } from './reader.ts';

const STATES = 'triggeredAlarmState';

/** Names of the alarms that are red; an alarm whose name may not be read goes by its id. ESXi itself raises none. */
export const redAlarms: GatheredReader = {
  kind: 'gathered',
  paths: [STATES],
  since: null,
  begin: (around) => {
    const alarms = new Map<string, Reading<readonly Moref[]>>();
    return {
      note: ({ moid }, content) => {
        alarms.set(moid, around.isDirect ? unread(ASK_VCENTER) : readAt(content, STATES, redAlarmsIn));
      },
      finish: async () => {
        const all = [...alarms.values()].flatMap((each) => (each.kind === 'read' ? each.value : []));
        const names = await readEach(
          around,
          { type: 'Alarm', paths: [ALARM_NAME], objects: distinct(all) },
          (content) => read(alarmNameIn(content)),
        );
        const nameOf = (alarm: Moref): string => {
          const name = names.get(morefKey(alarm));
          return name?.kind === 'read' ? name.value : alarm.value;
        };
        return new Map([...alarms].map(([moid, red]) => [moid, mapped(red, (list) => read(list.map(nameOf).sort()))]));
      },
    };
  },
};
