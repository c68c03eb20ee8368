import { readAt } from '../../collect/property-value.ts';
import { stuckVm, VM_PATHS, type Volumes, volumesIn } from '../../collect/stuck-vms.ts';
import type { Session } from '../../connect/session.ts';
import type { PlanHost } from '../../model/plan.ts';
import { asMoref, type VimElement } from '../../vim/element.ts';
import type { Moref } from '../../vim/moref.ts';
import type { ObjectContent } from '../../vim/object-content.ts';
import { exactText, listIn } from '../actions/answers.ts';
import { type HostIdentity, IDENTITY_PATHS, identityIn } from './host-identity.ts';
import { type Candidate, readSituations, type RolloutHost, type Situation } from './situations.ts';

const PATHS = [...IDENTITY_PATHS, 'parent', 'vm', 'config.fileSystemVolume'];

/** What one look tells of a host of the rollout. */
interface HostFound {
  readonly parent: Moref | null;
  readonly model: string | null;
  readonly identity: HostIdentity | string;
  /** Null when they may not be read. */
  readonly vms: readonly Moref[] | null;
  readonly volumes: Volumes | null;
}

/** Finds what surrounds each host before a rollout begins. A host that is gone has a situation that is not known. */
export async function readCandidates(session: Session, hosts: readonly RolloutHost[]): Promise<readonly Candidate[]> {
  const found = await readHosts(
    session,
    hosts.map(({ host }) => host),
  );
  const resources = new Map(
    [...found.values()].flatMap(({ parent }) => (parent === null ? [] : [[parent.value, parent]])),
  );
  const situations = await readSituations(session, [...resources.values()]);
  const candidates: Candidate[] = [];
  for (const wanted of hosts) {
    const known = found.get(wanted.host.moid);
    const situation = situations.get(known?.parent?.value ?? '') ?? unknownSituation(wanted);
    const stuckVms = known === undefined ? null : await readStuckVms(session, known, situation);
    const { model = null, identity = 'it is not in the inventory any more' } = known ?? {};
    candidates.push({ ...wanted, situation, model, identity, stuckVms });
  }
  return candidates;
}

async function readHosts(session: Session, hosts: readonly PlanHost[]): Promise<ReadonlyMap<string, HostFound>> {
  const found = new Map<string, HostFound>();
  const planned = new Map(hosts.map((host) => [host.moid, host]));
  const objects = hosts.map(({ moid }) => ({ type: 'HostSystem', value: moid }));
  const properties = [{ type: 'HostSystem', paths: PATHS }];
  for await (const content of session.retrieve({ properties, objects })) {
    const host = planned.get(content.object.value);
    if (host !== undefined) found.set(host.moid, hostFound(host, content));
  }
  return found;
}

function hostFound(host: PlanHost, content: ObjectContent): HostFound {
  const { properties } = content;
  const hardware = properties.get('summary.hardware');
  return {
    parent: computeResourceIn(properties.get('parent')),
    model: hardware === undefined ? null : exactText(hardware, 'model'),
    identity: identityIn(host, content),
    vms: morefsIn(properties.get('vm')),
    volumes: volumesOf(content),
  };
}

/** A host is in a cluster or, alone, in a plain compute resource; nothing else is taken for one of them. */
function computeResourceIn(parent: VimElement | undefined): Moref | null {
  const moref = parent === undefined ? null : asMoref(parent);
  return moref?.type === 'ClusterComputeResource' || moref?.type === 'ComputeResource' ? moref : null;
}

/** References of a list; null as soon as one is none, or two are one. */
function morefsIn(value: VimElement | undefined): readonly Moref[] | null {
  const morefs = listIn(value)?.map(asMoref) ?? [null];
  const known = morefs.filter((moref) => moref !== null);
  return known.length === morefs.length && isDistinct(known) ? known : null;
}

function isDistinct(morefs: readonly Moref[]): boolean {
  return new Set(morefs.map(({ value }) => value)).size === morefs.length;
}

/** A host without any volume did not tell what it has mounted. */
function volumesOf(content: ObjectContent): Volumes | null {
  const volumes = readAt(content, 'config.fileSystemVolume', volumesIn);
  return volumes.kind === 'read' && volumes.value.size > 0 ? volumes.value : null;
}

/** Nothing is known of where it is: refused as unread. */
function unknownSituation({ host }: RolloutHost): Situation {
  const nothing = { drs: null, ha: null, vsan: null, faultDomains: null, members: null, vmAutomation: null };
  return { moid: '', name: host.cluster ?? '', isCluster: true, ...nothing };
}

/** Powered-on VMs of the host that DRS does not move, each with the reason; null when that cannot be told. */
async function readStuckVms(
  session: Session,
  { vms, volumes }: HostFound,
  { vmAutomation }: Situation,
): Promise<readonly string[] | null> {
  if (vms === null || volumes === null || vmAutomation === null) return null;
  if (vms.length === 0) return [];
  const ties = { volumes, automation: vmAutomation };
  const stuck: string[] = [];
  const told = new Set<string>();
  const request = { properties: [{ type: 'VirtualMachine', paths: VM_PATHS }], objects: vms };
  for await (const content of session.retrieve(request)) {
    told.add(content.object.value);
    const found = stuckVm(content, ties);
    if (found.kind !== 'read') return null;
    if (found.value !== null) stuck.push(found.value);
  }
  return vms.every(({ value }) => told.has(value)) ? stuck.sort() : null;
}

/** The same for one host, at the moment when its turn comes: VMs move. */
export async function stuckVmsNow(session: Session, { host, situation }: Candidate): Promise<readonly string[] | null> {
  const known = (await readHosts(session, [host])).get(host.moid);
  return known === undefined ? null : readStuckVms(session, known, situation);
}
