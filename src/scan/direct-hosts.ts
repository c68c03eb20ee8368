import pMap from 'p-map';
import { HOST_PATHS, hostFrom } from '../collect/host-from.ts';
import { type HostProperties, readProperties } from '../collect/host-properties.ts';
import { readAt } from '../collect/property-value.ts';
import { EsxcheckError } from '../model/errors.ts';
import { asMoment, itemsOf, textOf, type VimElement } from '../vim/element.ts';
import type { Opened } from './opened.ts';

const NICS = 'config.network.pnic';
const IN_FLIGHT = 8;

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

/**
 * Throws SAME_TARGET_TWICE where two targets are one ESXi host, which has no `instanceUuid` to know it by. Asks each host that
 * is asked directly once, where there are several.
 */
export async function requireDistinctHosts(reached: readonly Opened[], signal?: AbortSignal): Promise<void> {
  const direct = reached.filter(({ session }) => session.content.about.apiType === 'HostAgent');
  if (direct.length < 2) return;
  const hosts = await pMap(direct, (target) => directHost(target, signal), { concurrency: IN_FLIGHT });
  for (const [index, host] of hosts.entries()) {
    const earlier = hosts.slice(0, index).find((other) => isOneHost(other, host));
    if (earlier !== undefined) throw sameHost(earlier, host);
  }
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

async function directHost({ session, inventory }: Opened, signal?: AbortSignal): Promise<DirectHost> {
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

function sameHost(one: DirectHost, other: DirectHost): EsxcheckError {
  return new EsxcheckError('SAME_TARGET_TWICE', `${one.url} and ${other.url} are one ESXi host`, {
    details: ['Name it once: it would count twice.'],
  });
}
