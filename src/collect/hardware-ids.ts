import type { Session } from '../connect/session.ts';
import { serialIn, uuidIn } from '../model/hardware-identity.ts';
import { child, childrenNamed, structureIn, textOf, type VimElement } from '../vim/element.ts';
import { readProperties } from './host-properties.ts';
import type { InventoryHost } from './inventory.ts';
import { readAt } from './property-value.ts';

const HARDWARE = 'summary.hardware';
const REQUESTS_IN_FLIGHT = 4;

/** Whether a text has the form of a hardware UUID. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** The hosts with their hardware UUIDs, null where one is of several boards, or was not told, which is said of the host. */
export async function withUuids(
  session: Session,
  hosts: readonly InventoryHost[],
  signal?: AbortSignal,
): Promise<readonly InventoryHost[]> {
  const uuids = new Map<string, string | null>();
  const unread = new Set(hosts.map(({ object }) => object.value));
  await readProperties(session, hosts, {
    paths: [HARDWARE],
    concurrency: REQUESTS_IN_FLIGHT,
    ...(signal === undefined ? {} : { signal }),
    onHost: ({ object }, properties) => {
      const hardware = 'code' in properties ? null : readAt(properties, HARDWARE, structureIn);
      // A host that was told twice is not known by what was told first.
      const stated = hardware?.kind === 'read' && !uuids.has(object.value) ? textOf(hardware.value, 'uuid') : null;
      if (stated === null || stated.trim() === '') unread.add(object.value);
      else unread.delete(object.value);
      uuids.set(object.value, uuidIn(stated));
    },
  });
  return hosts.map((host) => {
    const id = host.object.value;
    return { ...host, uuid: uuids.get(id) ?? null, isUuidUnread: unread.has(id) };
  });
}

/**
 * Keys of `HostSystemIdentificationInfo` that hold the serial number of the machine where `serialNumber` (6.7 and newer) is
 * missing, best first. `EnclosureSerialNumberTag` is of the chassis, which all blades in it share: it is no serial of a host.
 */
const SERIAL_KEYS = ['SerialNumberTag', 'ServiceTag'] as const;
const ENCLOSURE_KEY = 'EnclosureSerialNumberTag';

/** The serial number in a `HostSystemInfo` or `HostHardwareSummary`; null where none is told, or a placeholder alone. */
export function serialOf(hardware: VimElement | null): string | null {
  if (hardware === null) return null;
  const stated = serialIn(textOf(hardware, 'serialNumber'));
  if (stated !== null) return stated;
  const tags = tagsOf(hardware);
  const [enclosure] = tags.get(ENCLOSURE_KEY) ?? [];
  return SERIAL_KEYS.map((key) => onlyOne(tags.get(key) ?? [], enclosure)).find((serial) => serial !== null) ?? null;
}

/** Values of the identifying info by key, each once, without placeholders. */
function tagsOf(hardware: VimElement): ReadonlyMap<string, readonly string[]> {
  const tags = new Map<string, string[]>();
  for (const info of childrenNamed(hardware, 'otherIdentifyingInfo')) {
    const type = child(info, 'identifierType');
    const key = type === null ? null : textOf(type, 'key')?.trim();
    const value = serialIn(textOf(info, 'identifierValue'));
    if (key === null || key === undefined || value === null) continue;
    const known = tags.get(key) ?? [];
    tags.set(key, known.includes(value) ? known : [...known, value]);
  }
  return tags;
}

/** Blades tell the tag of their chassis under the same key as their own: of two that are left, neither is known to be the host's. */
function onlyOne(values: readonly string[], enclosure: string | undefined): string | null {
  const own = values.length > 1 ? values.filter((value) => value !== enclosure) : values;
  return own.length === 1 ? (own[0] ?? null) : null;
}
