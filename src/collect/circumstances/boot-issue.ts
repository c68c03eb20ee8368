import { read, type Reading } from '../../model/reading.ts';
import { itemsOf, textOf, type VimElement } from '../../vim/element.ts';
import type { ObjectContent } from '../../vim/object-content.ts';
import { eachOf, mapped, readAt } from '../property-value.ts';

/** Events by which a host says that it cannot write to what it boots from. */
const BOOT_EVENTS = /^esx\.problem\.(boot\.filesystem\.down|bootbank\b)/i;

/** Events that say in `eventTypeId` what they are; every other one is named by its own type. */
const NAMED_BY_MEMBER: ReadonlySet<string | null> = new Set([null, 'Event', 'EventEx', 'ExtendedEvent']);

/** Whether a configuration issue of the host (`configIssue`, Event[]) is the loss of its boot device. */
export function lostBootDeviceIn(content: ObjectContent): Reading<boolean> {
  const issues = readAt(content, 'configIssue', (value) => eachOf(itemsOf(value, 'Event'), kindOf));
  return mapped(issues, (kinds) => read(kinds.some((kind) => BOOT_EVENTS.test(kind))));
}

function kindOf(event: VimElement): string | null {
  if (event.children.length === 0) return null;
  return NAMED_BY_MEMBER.has(event.xsiType) ? textOf(event, 'eventTypeId')?.trim() || null : event.xsiType;
}
