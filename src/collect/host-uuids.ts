import type { Session } from '../connect/session.ts';
import { uuidIn } from '../model/hardware-identity.ts';
import { structureIn, textOf } from '../vim/element.ts';
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
