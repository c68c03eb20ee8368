import type { RolloutOutcome, RolloutReason } from '../../model/rollout.ts';
import { identityDoubt } from './host-identity.ts';
import type { Candidate, Situation } from './situations.ts';

/** The hosts of one cluster, or one standalone host, in the order in which they are rebooted. */
export interface Lane {
  readonly situation: Situation;
  readonly queue: readonly Candidate[];
}

/** Which hosts are rebooted, in which order, and which are not. */
export interface RolloutOrder {
  readonly lanes: readonly Lane[];
  readonly refused: readonly RolloutOutcome[];
}

export interface OrderOptions {
  readonly allowVmDowntime: boolean;
  /** One host of each model; the others wait for a word. */
  readonly canary: boolean;
}

/** Pure: decides before anything is touched. Each candidate is in exactly one lane or refused once. */
export function orderOf(candidates: readonly Candidate[], options: OrderOptions): RolloutOrder {
  const refused: RolloutOutcome[] = [];
  const lanes = new Map<string, { situation: Situation; queue: Candidate[] }>();
  const models = new Set<string>();
  for (const candidate of candidates.toSorted(byClusterAndName)) {
    const refusal = refusalOf(candidate, options) ?? (options.canary ? secondOfModel(candidate, models) : null);
    if (refusal !== null) {
      refused.push(refusedOutcome(candidate, refusal));
      continue;
    }
    const lane = lanes.get(candidate.situation.moid) ?? { situation: candidate.situation, queue: [] };
    lanes.set(candidate.situation.moid, lane);
    lane.queue.push(candidate);
  }
  return { lanes: [...lanes.values()], refused };
}

function refusalOf(candidate: Candidate, options: OrderOptions): RolloutRefusal | null {
  return clusterRefusal(candidate.situation) ?? hostRefusal(candidate, options);
}

function secondOfModel({ model }: Candidate, models: Set<string>): RolloutRefusal | null {
  const name = model ?? '';
  if (!models.has(name)) {
    models.add(name);
    return null;
  }
  return { reason: 'awaits-word', detail: 'Another host of its model goes first; run again without --canary.' };
}

export function refusedOutcome({ host }: Candidate, { reason, detail }: RolloutRefusal): RolloutOutcome {
  return { host, kind: 'not tried', reason, detail, inMaintenance: null };
}

function byClusterAndName(one: Candidate, other: Candidate): number {
  return (
    compare(one.situation.name, other.situation.name) ||
    compare(one.host.name.toLowerCase(), other.host.name.toLowerCase()) ||
    compare(one.host.id, other.host.id)
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

export interface RolloutRefusal {
  readonly reason: RolloutReason;
  readonly detail: string;
}

/** Why no host of a cluster is rebooted at all; null when they may be. What could not be read is a reason. */
function clusterRefusal(situation: Situation): RolloutRefusal | null {
  const { name, isCluster, drs, vsan, faultDomains } = situation;
  if (!isCluster) return null;
  const unread = Object.entries(DECIDING).find(([member]) => situation[member as keyof typeof DECIDING] === null);
  if (unread !== undefined) {
    return { reason: 'unread', detail: `How the cluster ${name} is set could not be read: ${unread[1]}.` };
  }
  if (drs !== 'fullyAutomated') {
    const detail = `DRS of the cluster ${name} is ${wordsOf(drs ?? '')}: nothing would empty the host. Reboot its hosts by hand.`;
    return { reason: 'drs-not-automated', detail };
  }
  return vsan === false ? null : vsanRefusal(name, faultDomains);
}

/** What decides about a cluster as a whole, and is never taken to be off because it was not told. */
const DECIDING = {
  drs: 'its DRS',
  ha: 'its HA',
  vsan: 'its vSAN',
  members: 'its hosts',
  vmAutomation: 'the VMs that DRS treats otherwise',
} as const;

function wordsOf(drs: string): string {
  return drs === 'off' ? 'off' : `${drs}, not fully automated`;
}

/** A plain vSAN cluster has no fault domains or at least three; two are those of a stretched or two-node cluster. */
function vsanRefusal(name: string, faultDomains: readonly string[] | null): RolloutRefusal | null {
  if (faultDomains === null)
    return { reason: 'unread', detail: `The vSAN fault domains of ${name} could not be read.` };
  const named = faultDomains.filter((domain) => domain !== '');
  if (named.length > 0 && named.length < faultDomains.length) {
    return {
      reason: 'unread',
      detail: `Only some hosts of ${name} tell a vSAN fault domain. Reboot its hosts by hand.`,
    };
  }
  if (new Set(named).size !== 2) return null;
  const detail = `${name} has two vSAN fault domains, as a stretched or two-node cluster has. Reboot its hosts by hand.`;
  return { reason: 'vsan-stretched', detail };
}

/** Why one host is not rebooted; null when it may be. */
function hostRefusal(
  { host, identity, situation, stuckVms, wanted }: Candidate,
  { allowVmDowntime }: { readonly allowVmDowntime: boolean },
): RolloutRefusal | null {
  const doubt = identityDoubt(host, identity);
  if (doubt !== null) return doubt;
  if (wanted.length === 0) {
    return {
      reason: 'not-provable',
      detail: 'No kernel setting is to take effect, so nothing would prove the reboot.',
    };
  }
  if (!situation.isCluster) {
    if (allowVmDowntime) return null;
    const detail = 'It is in no cluster: its VMs would have to be shut down. Say so with --allow-vm-downtime.';
    return { reason: 'standalone', detail };
  }
  if (stuckVms === null) return { reason: 'unread', detail: 'Its virtual machines could not be read.' };
  if (stuckVms.length === 0) return null;
  return { reason: 'vms-cannot-move', detail: `DRS does not move these VMs: ${listed(stuckVms)}.` };
}

const MOST_NAMED = 10;

function listed(vms: readonly string[]): string {
  const more = vms.length - MOST_NAMED;
  return `${vms.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
