import type { BootDevice } from '../../model/circumstances.ts';
import { read, type Reading, unread } from '../../model/reading.ts';
import { itemsOf, textOf, type VimElement } from '../../vim/element.ts';
import { type EsxcliRow, fieldOf, structureOf } from '../../vim/esxcli.ts';
import type { ObjectContent } from '../../vim/object-content.ts';
import { problemFromError } from '../answer-problem.ts';
import type { HostEsxcli } from '../host-esxcli.ts';
import { eachOf, mapped, readAt } from '../property-value.ts';

/**
 * What the host booted from, by `esxcli system boot device get` (KB 312161, ESXi 7.0 and newer): with a UUID of the boot file
 * system it is installed on a disk, whatever card it booted over; without one and with a card it booted from the network.
 * With none of the three it is one or the other, or lost its device: that is not told. Not witnessed on a real host.
 */
export async function readBootDevice(esxcli: HostEsxcli): Promise<Reading<BootDevice>> {
  try {
    return deviceIn(structureOf(await esxcli.run(['system', 'boot', 'device', 'get'])));
  } catch (error) {
    return unread(problemFromError(error));
  }
}

const UNCLEAR = { code: 'unexpected-answer', detail: 'esxcli did not tell what the host booted from' } as const;

/** A file system is enough; that there is none takes all three fields, which are empty where they do not apply. */
function deviceIn(row: EsxcliRow): Reading<BootDevice> {
  const [disk, card, stateless] = ['BootFilesystemUUID', 'BootNIC', 'StatelessBootNIC'].map(
    (name) => fieldOf(row, name)?.trim() ?? null,
  );
  if (typeof disk !== 'string') return unread(UNCLEAR);
  if (disk !== '') return read('disk');
  if (typeof card !== 'string' || typeof stateless !== 'string') return unread(UNCLEAR);
  return card === '' && stateless === '' ? unread(NONE) : read('stateless');
}

const NONE = {
  code: 'unexpected-answer',
  detail:
    'esxcli names neither a file system nor a card: the host booted from the network, or lost what it booted from',
} as const;

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
