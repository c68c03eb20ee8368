import { itemsOf, morefOf, textOf, type VimElement } from '../vim/element.ts';
import type { Moref } from '../vim/moref.ts';
import type { ObjectContent } from '../vim/object-content.ts';
import { eachOf, textIn } from './property-value.ts';

/** `ManagedEntityStatus` of the API. */
const STATUSES: ReadonlySet<string> = new Set(['gray', 'green', 'yellow', 'red']);

/**
 * The alarms that are red in a `triggeredAlarmState`; null as soon as one of them does not tell how it stands, or one state
 * (`AlarmState.key`) is told twice.
 */
export function redAlarmsIn(value: VimElement): readonly Moref[] | null {
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
export const ALARM_NAME = 'info.name';

/** The alarm's name; its id where the name may not be read. */
export function alarmNameIn({ object, properties }: ObjectContent): string {
  const name = properties.get(ALARM_NAME);
  return (name === undefined ? null : textIn(name)) ?? object.value;
}
