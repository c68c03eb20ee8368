import { textOf, type VimElement } from '../vim/element.ts';
import type { Moref } from '../vim/moref.ts';
import type { ObjectContent } from '../vim/object-content.ts';

/** The alarms that are red in a `triggeredAlarmState`; none in one that is unset. */
export function redAlarmsIn(states: VimElement | undefined): readonly Moref[] {
  const red = (states?.children ?? []).filter((state) => textOf(state, 'overallStatus') === 'red');
  return red.map((state) => ({ type: 'Alarm', value: textOf(state, 'alarm') ?? '' }));
}

/** The path of an alarm's name. */
export const ALARM_NAME = 'info.name';

/** The alarm's name; its id where the name may not be read. */
export function alarmNameIn({ object, properties }: ObjectContent): string {
  return properties.get(ALARM_NAME)?.text ?? object.value;
}
