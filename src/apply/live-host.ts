import { HostEsxcli } from '../collect/host-esxcli.ts';
import { HOST_PATHS, hostFrom } from '../collect/host-facts.ts';
import { type HostProperties, readProperties } from '../collect/host-properties.ts';
import type { InventoryHost } from '../collect/inventory.ts';
import type { Session } from '../connect/session.ts';
import { serialIn, uuidIn } from '../model/hardware-identity.ts';
import type { Host } from '../model/host.ts';
import type { OutcomeReason } from '../model/outcome.ts';
import type { PlanHost } from '../model/plan.ts';
import type { Problem } from '../model/problem.ts';
import { asMoref, childrenNamed } from '../vim/element.ts';
import type { Moref } from '../vim/moref.ts';
import type { ObjectContent } from '../vim/object-content.ts';

/** Parts of a host that are objects of their own; null where the host did not tell them. */
export interface HostParts {
  readonly advancedOption: Moref | null;
  readonly firewallSystem: Moref | null;
  readonly serviceSystem: Moref | null;
  readonly firmwareSystem: Moref | null;
}

/** A host of a plan as it was found a moment ago: reachable, and by its hardware the one that the plan means. */
export interface LiveHost {
  readonly session: Session;
  readonly object: Moref;
  readonly host: Host;
  readonly esxcli: HostEsxcli;
  readonly parts: HostParts;
  /** SHA-1 of the host's own certificate; null where vCenter does not hold it. */
  readonly sslThumbprint: string | null;
}

const PATHS = [
  ...HOST_PATHS,
  'name',
  'summary.config.sslThumbprint',
  'configManager.advancedOption',
  'configManager.firewallSystem',
  'configManager.serviceSystem',
  'configManager.firmwareSystem',
];
const REQUESTS_IN_FLIGHT = 4;
const NOWHERE = { datacenter: null, cluster: null, computeResource: null, folder: null };

/** Reads the hosts of a plan anew, by the ids of their steps. Each is either fit to be written to, or refused. */
export async function readLiveHosts(
  session: Session,
  hosts: readonly PlanHost[],
): Promise<ReadonlyMap<string, LiveHost | Refusal>> {
  const byMoid = new Map(hosts.map((host) => [host.moid, host]));
  const found = new Map<string, LiveHost | Refusal>();
  await readProperties(session, [...byMoid.values()].map(listed), {
    paths: PATHS,
    concurrency: REQUESTS_IN_FLIGHT,
    onHost: ({ object }, properties) => {
      const host = byMoid.get(object.value);
      if (host !== undefined) found.set(host.id, liveHostFrom(session, host, properties));
    },
  });
  return found;
}

export async function readLiveHost(session: Session, host: PlanHost): Promise<LiveHost | Refusal> {
  return (await readLiveHosts(session, [host])).get(host.id) ?? GONE;
}

const GONE: Refusal = {
  reason: 'host-gone',
  detail: 'The host is no longer in the inventory under this id; plan again.',
};

/** A host of a plan as the inventory would list it. */
export function listed({ moid, name }: PlanHost): InventoryHost {
  return { object: { type: 'HostSystem', value: moid }, name, place: NOWHERE };
}

function liveHostFrom(session: Session, planned: PlanHost, properties: HostProperties): LiveHost | Refusal {
  if ('code' in properties) {
    if (properties.code === 'not-reported') return GONE;
    return { reason: 'unread', detail: `The host could not be read: ${properties.detail}.`, problem: properties };
  }
  const { about } = session.content;
  const source = { target: session.endpoint.url, targetIdentity: about.instanceUuid, releaseName: () => null };
  const host = hostFrom(listed(planned), properties, source);
  const direct = about.apiType === 'HostAgent';
  const refusal = refusalOf(planned, host, { direct }) ?? ambiguityIn(properties, { direct });
  if (refusal !== null) return refusal;
  return {
    session,
    object: properties.object,
    host,
    esxcli: new HostEsxcli(session, host),
    parts: {
      advancedOption: partOf(properties, 'configManager.advancedOption'),
      firewallSystem: partOf(properties, 'configManager.firewallSystem'),
      serviceSystem: partOf(properties, 'configManager.serviceSystem'),
      firmwareSystem: partOf(properties, 'configManager.firmwareSystem'),
    },
    sslThumbprint: properties.properties.get('summary.config.sslThumbprint')?.text ?? null,
  };
}

const MANAGER = 'summary.managementServerIp';

/** What a host told twice, or may not tell, is not what the first of the two says, nor nothing. */
function ambiguityIn({ properties, missing }: ObjectContent, { direct }: { readonly direct: boolean }): Refusal | null {
  const hardware = properties.get('summary.hardware');
  if (hardware !== undefined && childrenNamed(hardware, 'uuid').length > 1) {
    return { reason: 'unread', detail: 'The host tells more than one hardware UUID.' };
  }
  if (!direct || !missing.has(MANAGER)) return null;
  return { reason: 'unread', detail: 'Whether a vCenter manages this host could not be read.' };
}

function partOf({ properties }: ObjectContent, path: string): Moref | null {
  const part = properties.get(path);
  return part === undefined ? null : asMoref(part);
}

/** Why nothing may be written to a host. */
export interface Refusal {
  readonly reason: OutcomeReason;
  readonly detail: string;
  /** What went wrong in reading the host, where that is why. */
  readonly problem?: Problem;
}

/** Why a host is not, or not surely, the one that is meant. */
export interface IdentityRefusal extends Refusal {
  readonly reason: 'host-differs' | 'unread';
}

/** Why a host as it is now must not be written to for this plan; null when it may. */
function refusalOf(planned: PlanHost, host: Host, { direct }: { readonly direct: boolean }): Refusal | null {
  if (host.trouble !== null) {
    const known = host.connectionState !== null || host.trouble.code === 'standby';
    return {
      reason: known ? 'not-connected' : 'unread',
      detail: `Nothing can be asked of it: ${host.trouble.detail}.`,
    };
  }
  const differs = identityRefusal(planned, host);
  if (differs !== null) return differs;
  if (direct && host.managementServerIp !== null) {
    const detail = `The vCenter at ${host.managementServerIp} manages this host: change it through that vCenter.`;
    return { reason: 'managed-elsewhere', detail };
  }
  return null;
}

/**
 * Name and managed object id may come to mean another host; hardware UUID and serial number do not. A placeholder, which plans
 * of earlier releases can hold, is equal on many hosts: nothing rests on it, and only a number that is read now speaks against it.
 */
export function identityRefusal(
  planned: Pick<PlanHost, 'uuid' | 'serial'>,
  host: Pick<Host, 'uuid' | 'serial'>,
): IdentityRefusal | null {
  const pairs = [
    ['hardware UUID', planned.uuid, uuidIn(planned.uuid), host.uuid],
    ['serial number', planned.serial, serialIn(planned.serial), host.serial],
  ] as const;
  if (pairs.every(([, , telling]) => telling === null)) {
    return { reason: 'host-differs', detail: 'The plan holds neither UUID nor serial number to know the host by.' };
  }
  for (const [what, wanted, telling, now] of pairs) {
    if (wanted === null || (now === null && telling === null)) continue;
    if (now === null) return { reason: 'unread', detail: `The ${what} of the host could not be read.` };
    if (now.toLowerCase() !== wanted.toLowerCase()) {
      return { reason: 'host-differs', detail: `The ${what} is ${now}, but the plan was made for ${wanted}.` };
    }
  }
  return null;
}
