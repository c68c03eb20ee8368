import type { Session } from '../connect/session.ts';
import { asMoment, itemsOf, textOf, type VimElement } from '../vim/element.ts';
import { HOST_PATHS, hostFrom } from './host-facts.ts';
import { type HostProperties, readProperties } from './host-properties.ts';
import type { InventoryHost } from './inventory.ts';
import { readAt } from './property-value.ts';

const NICS = 'config.network.pnic';

/** What tells an ESXi host that is asked directly from another one; null, or no address, where it was not told. */
export interface DirectHost {
  readonly url: string;
  readonly uuid: string | null;
  readonly serial: string | null;
  readonly name: string | null;
  /** Milliseconds since 1970. */
  readonly bootedAt: number | null;
  /** Addresses that are burnt into its network cards, in lower case. */
  readonly addresses: ReadonlySet<string>;
}

/** The clock of a host may be set between two questions; no host boots within so many milliseconds of another and has its network cards. */
const CLOCK_SLACK = 60_000;

/**
 * Whether two targets certainly lead to one host. Boards and clones can share UUID, serial number, name and even the addresses of
 * their cards, but hardly the moment of their boot; a host cannot differ from itself in any of these.
 */
export function isOneHost(one: DirectHost, other: DirectHost): boolean {
  const between = one.bootedAt === null || other.bootedAt === null ? null : Math.abs(one.bootedAt - other.bootedAt);
  if (between !== null && between > CLOCK_SLACK) return false;
  if ((['uuid', 'serial', 'name'] as const).some((key) => isOther(one[key], other[key]))) return false;
  if (one.addresses.size > 0 && other.addresses.size > 0) {
    return [...one.addresses].some((address) => other.addresses.has(address));
  }
  return between === 0 && one.uuid !== null && other.uuid !== null;
}

function isOther(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && one.toLowerCase() !== other.toLowerCase();
}

/** Reads what is needed to tell the host of a session to an ESXi host from another one. Whatever is not told is null. */
export async function readDirectHost(
  session: Session,
  inventory: readonly InventoryHost[],
  signal?: AbortSignal,
): Promise<DirectHost> {
  const { url } = session.endpoint;
  let found: DirectHost = { url, uuid: null, serial: null, name: null, bootedAt: null, addresses: new Set() };
  await readProperties(session, inventory.slice(0, 1), {
    paths: [...HOST_PATHS, NICS],
    concurrency: 1,
    ...(signal === undefined ? {} : { signal }),
    onHost: (listed, properties: HostProperties) => {
      if ('code' in properties) return;
      const host = hostFrom(listed, properties, { target: url, targetIdentity: null, releaseName: () => null });
      const nics = readAt(properties, NICS, addressesIn);
      found = {
        url,
        uuid: host.uuid,
        serial: host.serial,
        name: listed.isNameless === true ? null : listed.name,
        bootedAt: host.bootTime === null ? null : asMoment(host.bootTime),
        addresses: new Set(nics.kind === 'read' ? nics.value : []),
      };
    },
  });
  return found;
}

function addressesIn(value: VimElement): readonly string[] | null {
  const nics = itemsOf(value, 'PhysicalNic');
  return nics?.flatMap((nic) => textOf(nic, 'mac')?.trim().toLowerCase() || []) ?? null;
}
