import { read, type Reading, unread } from '../../model/reading.ts';
import { itemsOf, morefOf, textOf, type VimElement } from '../../vim/element.ts';
import { type Moref, morefKey } from '../../vim/moref.ts';
import type { ObjectContent } from '../../vim/object-content.ts';
import { eachOf, mapped, readAt, textIn } from '../property-value.ts';
import { ASK_VCENTER, distinct, type GatheredReader, readEach } from './reader.ts';

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

/** `ManagedEntityStatus` of the API. */
const STATUSES: ReadonlySet<string> = new Set(['gray', 'green', 'yellow', 'red']);

/**
 * The alarms that are red in a `triggeredAlarmState`; null as soon as one of them does not tell how it stands, or one state
 * (`AlarmState.key`) is told twice.
 */
function redAlarmsIn(value: VimElement): readonly Moref[] | null {
  const states = eachOf(itemsOf(value, 'AlarmState'), (state) => {
    const key = textOf(state, 'key')?.trim() ?? '';
    const status = textOf(state, 'overallStatus')?.trim() ?? '';
    const alarm = morefOf(state, 'alarm');
    return key === '' || alarm === null || !STATUSES.has(status) ? null : { key, alarm, isRed: status === 'red' };
  });
  if (states === null || new Set(states.map(({ key }) => key)).size < states.length) return null;
  return states.filter(({ isRed }) => isRed).map(({ alarm }) => alarm);
}

/** The path of an alarm's name. */
const ALARM_NAME = 'info.name';

/** The alarm's name; its id where the name may not be read. */
function alarmNameIn({ object, properties }: ObjectContent): string {
  const name = properties.get(ALARM_NAME);
  return (name === undefined ? null : textIn(name)) ?? object.value;
}
