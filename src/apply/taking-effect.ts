import { asMoment } from './../vim/element.ts';
import type { Host } from '../model/host.ts';
import { isSameValue } from './actions/same-value.ts';
import { Past } from './journal-past.ts';
import type { JournalRecord } from './journal-record.ts';

/** A kernel setting of a host whose Configured value is right and whose Runtime value is not. */
export interface PendingSetting {
  readonly host: Pick<Host, 'id' | 'bootTime'>;
  readonly name: string;
  readonly configured: string;
}

/**
 * Whether we set it and the host was rebooted since: then another reboot would not help either. Boot times are compared
 * with each other, both as the host told them, so no clock of ours comes into it.
 */
export function wasRebootedInVain(
  { host, name, configured }: PendingSetting,
  records: readonly JournalRecord[],
): boolean {
  const past = new Past('apply');
  for (const { entry } of records) past.note(entry);
  return records.some(({ entry }) => {
    if (entry.kind !== 'intent' || entry.direction !== 'apply' || entry.host !== host.id) return false;
    const { action } = entry;
    const isIt = action.kind === 'kernelSetting' && action.name === name && isSameValue(action.value, configured);
    return isIt && past.of(entry.step).isDone && isLater(host.bootTime, entry.bootTime);
  });
}

function isLater(time: string | null, than: string | null): boolean {
  const [later, earlier] = [asMoment(time), asMoment(than)];
  return later !== null && earlier !== null && later > earlier;
}
