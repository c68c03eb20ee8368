import { localDatastoresIn, stuckVm, type Ties, VM_PATHS } from '../../collect/stuck-vms.ts';
import type { Session } from '../../connect/session.ts';
import { asMoref } from '../../vim/element.ts';
import type { Moref } from '../../vim/moref.ts';
import { readSituations } from './read-situations.ts';
import type { Candidate, RolloutHost, Situation } from './situation.ts';

const PATHS = ['parent', 'summary.hardware', 'vm', 'config.fileSystemVolume'];

/** What one look tells of a host of the rollout. */
interface HostFound {
  readonly parent: Moref | null;
  readonly model: string | null;
  /** Null when they may not be read. */
  readonly vms: readonly Moref[] | null;
  readonly localDatastores: ReadonlySet<string> | null;
}

/** Finds what surrounds each host before a rollout begins. A host that is gone has a situation that is not known. */
export async function readCandidates(session: Session, hosts: readonly RolloutHost[]): Promise<readonly Candidate[]> {
  const found = await readHosts(
    session,
    hosts.map(({ host }) => host.moid),
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
    candidates.push({ ...wanted, situation, model: known?.model ?? null, stuckVms });
  }
  return candidates;
}

async function readHosts(session: Session, moids: readonly string[]): Promise<ReadonlyMap<string, HostFound>> {
  const found = new Map<string, HostFound>();
  const objects = moids.map((value) => ({ type: 'HostSystem', value }));
  for await (const { object, properties } of session.retrieve({
    properties: [{ type: 'HostSystem', paths: PATHS }],
    objects,
  })) {
    const parent = properties.get('parent');
    const hardware = properties.get('summary.hardware');
    const volumes = properties.get('config.fileSystemVolume');
    found.set(object.value, {
      parent: parent === undefined ? null : asMoref(parent),
      model: hardware?.children.find(({ name }) => name === 'model')?.text ?? null,
      vms: properties.get('vm')?.children.flatMap((vm) => asMoref(vm) ?? []) ?? null,
      localDatastores: volumes === undefined ? null : localDatastoresIn(volumes),
    });
  }
  return found;
}

/** Nothing is known of where it is: refused as unread. */
function unknownSituation({ host }: RolloutHost): Situation {
  const nothing = { drs: null, ha: null, vsan: null, faultDomains: null, members: null };
  return { moid: '', name: host.cluster ?? '', isCluster: true, ...nothing, vmAutomation: new Map() };
}

/** Powered-on VMs of the host that DRS does not move, each with the reason; null when that cannot be told. */
async function readStuckVms(
  session: Session,
  { vms, localDatastores }: HostFound,
  { vmAutomation }: Situation,
): Promise<readonly string[] | null> {
  if (vms === null || localDatastores === null) return null;
  if (vms.length === 0) return [];
  const ties: Ties = { localDatastores, automation: vmAutomation };
  const stuck: string[] = [];
  const request = { properties: [{ type: 'VirtualMachine', paths: VM_PATHS }], objects: vms };
  for await (const content of session.retrieve(request)) {
    const found = stuckVm(content, ties);
    if (found !== null) stuck.push(found);
  }
  return stuck.sort();
}

/** The same for one host, at the moment when its turn comes: VMs move. */
export async function stuckVmsNow(session: Session, { host, situation }: Candidate): Promise<readonly string[] | null> {
  const known = (await readHosts(session, [host.moid])).get(host.moid);
  return known === undefined ? null : readStuckVms(session, known, situation);
}
