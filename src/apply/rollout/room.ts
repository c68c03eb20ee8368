import type { Session } from '../../connect/session.ts';
import { asMoref, booleanOf, child, type VimElement } from '../../vim/element.ts';
import type { Moref } from '../../vim/moref.ts';
import { countIn, exactText, listIn, textIn } from '../actions/answers.ts';
import { readSituations, type Situation } from './situations.ts';

/** How many hosts of a cluster may be out of service at one time, by what was read just now. */
export interface Room {
  /** At least 1: that one host at a time may be taken out is decided elsewhere. */
  readonly most: number;
  /** What it hangs on, in words; may hold text from vCenter. */
  readonly why: string;
}

/** What bounds how many hosts of a cluster are taken out at once. A null could not be read. */
export interface RoomReading {
  readonly situation: Pick<Situation, 'drs' | 'ha' | 'vsan' | 'members'>;
  readonly admission: AdmissionControl | null;
  /** Whether a VM of the cluster is protected by fault tolerance. */
  readonly faultTolerance: boolean | null;
}

/** HA's admission control (docs/internals/wire.md 6.1c). */
export interface AdmissionControl {
  readonly enabled: boolean;
  /** Host failures that it keeps room for; null where its policy does not tell that as a number of hosts. */
  readonly failures: number | null;
}

/** Pure: what was not read, or proves nothing, leaves one host at a time. */
export function roomOf({ situation, admission, faultTolerance }: RoomReading): Room {
  const { drs, ha, vsan, members } = situation;
  const doubt = firstOf([
    [drs !== 'fullyAutomated', drs === null ? 'its DRS could not be read' : 'its DRS is not fully automated'],
    [ha !== true, ha === null ? 'its HA could not be read' : 'its HA is off, so no admission control keeps room'],
    [vsan !== false, vsan === null ? 'its vSAN could not be read' : 'it has vSAN'],
    [faultTolerance === null, 'whether VMs are protected by fault tolerance could not be read'],
    [faultTolerance === true, 'VMs are protected by fault tolerance'],
    [members === null, 'its hosts could not be read'],
    [admission === null, 'its admission control could not be read'],
    [admission?.enabled === false, 'its admission control is off'],
    [admission?.failures === null, 'its admission control does not say how many hosts may fail'],
  ]);
  if (doubt !== null) return { most: 1, why: doubt };
  const failures = admission?.failures ?? 1;
  // Somebody has to take the VMs.
  const spare = Math.max(1, (members?.length ?? 2) - 1);
  return { most: Math.max(1, Math.min(failures, spare)), why: `its admission control keeps room for ${failures}` };
}

function firstOf(doubts: readonly (readonly [boolean, string])[]): string | null {
  return doubts.find(([holds]) => holds)?.[1] ?? null;
}

/** Reads it anew: between two hosts people change clusters. Throws what the session throws. */
export async function readRoom(session: Session, cluster: Moref): Promise<Room> {
  const situation = (await readSituations(session, [cluster])).get(cluster.value);
  if (situation === undefined) return { most: 1, why: 'it could not be read' };
  return roomOf({
    situation,
    admission: await readAdmission(session, cluster),
    faultTolerance: await readFaultTolerance(session, situation),
  });
}

async function readAdmission(session: Session, cluster: Moref): Promise<AdmissionControl | null> {
  const request = { properties: [{ type: cluster.type, paths: ['configurationEx'] }], objects: [cluster] };
  let found: AdmissionControl | null = null;
  for await (const { object, properties } of session.retrieve(request)) {
    if (object.value !== cluster.value) continue;
    const das = dasConfigIn(properties.get('configurationEx'));
    found = das === null ? null : admissionIn(das);
  }
  return found;
}

function dasConfigIn(configuration: VimElement | undefined): VimElement | null {
  return configuration === undefined ? null : child(configuration, 'dasConfig');
}

function admissionIn(das: VimElement): AdmissionControl | null {
  const enabled = booleanOf(das, 'admissionControlEnabled');
  if (enabled === null) return null;
  const policy = child(das, 'admissionControlPolicy');
  return { enabled, failures: policy === null ? null : failuresIn(policy) };
}

/** Hosts that are kept for failures say nothing about others; shares of resources only where they follow from the number. */
function failuresIn(policy: VimElement): number | null {
  const isOfHosts = policy.xsiType === 'ClusterFailoverLevelAdmissionControlPolicy';
  const isOfShares =
    policy.xsiType === 'ClusterFailoverResourcesAdmissionControlPolicy' &&
    booleanOf(policy, 'autoComputePercentages') === true;
  return isOfHosts || isOfShares ? countIn(exactText(policy, 'failoverLevel')) : null;
}

const NOT_PROTECTED = 'notConfigured';

/** Looks at every VM of every host: the partner of a protected VM may be on any of them. */
async function readFaultTolerance(session: Session, { members }: Situation): Promise<boolean | null> {
  const vms = members === null ? null : await vmsOf(session, members);
  if (vms === null) return null;
  const states = new Map<string, string | null>();
  const request = { properties: [{ type: 'VirtualMachine', paths: ['runtime.faultToleranceState'] }], objects: vms };
  if (vms.length > 0) {
    for await (const { object, properties } of session.retrieve(request)) {
      states.set(object.value, textIn(properties.get('runtime.faultToleranceState')));
    }
  }
  const told = vms.map(({ value }) => states.get(value) ?? null);
  if (told.some((state) => state !== null && state !== NOT_PROTECTED)) return true;
  return told.includes(null) ? null : false;
}

async function vmsOf(session: Session, members: NonNullable<Situation['members']>): Promise<readonly Moref[] | null> {
  const objects = members.map(({ moid }) => ({ type: 'HostSystem', value: moid }));
  const vms = new Map<string, Moref>();
  const told = new Set<string>();
  for await (const { object, properties } of session.retrieve({
    properties: [{ type: 'HostSystem', paths: ['vm'] }],
    objects,
  })) {
    const listed = listIn(properties.get('vm'))?.map(asMoref) ?? [null];
    for (const vm of listed) {
      if (vm === null) return null;
      vms.set(vm.value, vm);
    }
    told.add(object.value);
  }
  return objects.every(({ value }) => told.has(value)) ? [...vms.values()] : null;
}
