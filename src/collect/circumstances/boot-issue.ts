import { childrenNamed, textOf } from '../../vim/element.ts';
import type { VimElement } from '../../vim/element.ts';

/** Events by which a host says that it cannot write to what it boots from. */
const BOOT_EVENTS = /^esx\.problem\.(boot\.filesystem\.down|bootbank\b)/i;

/** Whether a configuration issue of the host (`configIssue`, Event[]) is the loss of its boot device. */
export function tellsLostBootDevice(issues: VimElement): boolean {
  return childrenNamed(issues, 'Event').some((event) => BOOT_EVENTS.test(textOf(event, 'eventTypeId') ?? ''));
}
