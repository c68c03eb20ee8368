import type { RolloutOutcome, RolloutPhase, RolloutReason } from '../../model/rollout.ts';
import type { RollingHost } from './host-runner.ts';
import { type Lane, refusedOutcome, type RolloutRefusal } from './queue-order.ts';
import type { Room } from './room.ts';
import type { Candidate, Member, Situation } from './situations.ts';
import { type HostState, isEnded, isOut } from './state.ts';
import { isHaConnected } from './transitions-after-reboot.ts';

/** One cluster (or standalone host) while it is rolled. */
export class LaneRun {
  readonly situation: Situation;
  /** Managed object ids of hosts that an earlier run asked for maintenance mode. */
  readonly #begun: ReadonlySet<string>;
  #waiting: readonly Candidate[];
  readonly #started: RollingHost[] = [];
  readonly #left: RolloutOutcome[] = [];
  /** How many hosts were on their way when the last look found no room for another; null while there may be. */
  #heldAt: number | null = null;

  constructor({ situation, queue }: Lane, begun: ReadonlySet<string> = new Set()) {
    this.situation = situation;
    this.#waiting = queue;
    this.#begun = begun;
  }

  /** Names of the hosts that wait. */
  get queue(): readonly string[] {
    return this.#waiting.map(({ host }) => host.name);
  }

  get started(): readonly RollingHost[] {
    return this.#started;
  }

  get rolling(): readonly RollingHost[] {
    return this.#started.filter(({ state }) => !isEnded(state));
  }

  get isFinished(): boolean {
    return this.#waiting.length === 0 && this.rolling.length === 0;
  }

  get outcomes(): readonly RolloutOutcome[] {
    return [...this.#left, ...this.#started.flatMap(({ outcome }) => outcome ?? [])];
  }

  admission(gate: Gate, seen: ClusterSeen | null): Admission {
    const rolling = this.rolling.length;
    // Looked at again when one of them has come to its end, and not every few seconds.
    if (seen === null && this.#heldAt !== null && rolling >= this.#heldAt) return { kind: 'wait' };
    const now: LaneNow = {
      waiting: this.#waiting,
      started: this.#started.map(({ state, candidate }) => ({ state, moid: candidate.host.moid })),
      begun: this.#begun,
      ha: this.situation.ha !== false,
      isCluster: this.situation.isCluster,
    };
    const admission = admit(now, seen, gate);
    this.#heldAt = seen !== null && admission.kind === 'wait' ? rolling : null;
    return admission;
  }

  /** Takes a host out of the queue, to be started. */
  begin(host: RollingHost): void {
    this.#waiting = this.#waiting.filter((candidate) => candidate !== host.candidate);
    this.#started.push(host);
  }

  /** Nothing more is started here. Gives the outcomes of those that still waited. */
  stop(refusal: RolloutRefusal): readonly RolloutOutcome[] {
    const outcomes = this.#waiting.map((candidate) => refusedOutcome(candidate, refusal));
    this.#waiting = [];
    this.#left.push(...outcomes);
    return outcomes;
  }
}

/** A lane as it stands: who waits, and what became of those that were started. */
export interface LaneNow {
  readonly waiting: readonly Candidate[];
  readonly started: readonly { readonly moid: string; readonly state: HostState }[];
  /** Of those that wait: which an earlier run asked for maintenance mode. */
  readonly begun: ReadonlySet<string>;
  readonly ha: boolean;
  readonly isCluster: boolean;
}

/** A cluster as it was read for this decision. */
export interface ClusterSeen {
  readonly members: readonly Member[];
  /** Null where no second host is on its way, or wanted. */
  readonly room: Room | null;
}

export interface Gate {
  /** Ends for which the run as a whole stops; null while it goes on. */
  readonly interrupted: boolean;
  /** Whether hosts may be started at this time of day. */
  readonly open: boolean;
  /** Failed or indeterminate hosts after which a lane stops. */
  readonly maxFailures: number;
  /** Hosts of one cluster that may be on their way at once, where its room allows it. */
  readonly parallel: number;
}

/** What a lane does next. `look`: the members of the cluster have to be read before that can be told. */
export type Admission =
  | { readonly kind: 'start'; readonly candidate: Candidate }
  | { readonly kind: 'wait' }
  | { readonly kind: 'closed' }
  | { readonly kind: 'look' }
  | { readonly kind: 'finished' }
  | { readonly kind: 'stop'; readonly reason: RolloutReason; readonly detail: string };

/**
 * Decides whether the next host of a cluster may be started. Never while one of it is out of service that this rollout did not
 * take out; never while a host in service is not connected to HA; never more at once than were asked for, and than the room
 * allows that was read for it; and the next one only when those before it are in maintenance mode, so that DRS is asked with
 * them out of service already (docs/internals/design.md 8).
 */
export function admit(lane: LaneNow, seen: ClusterSeen | null, gate: Gate): Admission {
  const [first] = lane.waiting;
  const rolling = lane.started.filter(({ state }) => !isEnded(state));
  if (rolling.length >= (lane.isCluster ? gate.parallel : 1)) return { kind: 'wait' };
  if (first === undefined) return rolling.length > 0 ? { kind: 'wait' } : { kind: 'finished' };
  const stopped = stopOf(lane, gate);
  if (stopped !== null) return stopped;
  if (!gate.open) return { kind: 'closed' };
  if (!lane.isCluster) return { kind: 'start', candidate: first };
  if (!rolling.every(({ state }) => IN_MAINTENANCE.has(state.phase))) return { kind: 'wait' };
  if (seen === null || (rolling.length > 0 && seen.room === null)) return { kind: 'look' };
  return inCluster(lane, seen, rolling.length);
}

/** Phases in which vCenter shows that the host is out of service, or on its way back. */
const IN_MAINTENANCE: ReadonlySet<RolloutPhase> = new Set([
  'rebooting',
  'returning',
  'comparing',
  'leaving maintenance',
  'settling',
]);

function inCluster(lane: LaneNow, { members, room }: ClusterSeen, rolling: number): Admission {
  // What an earlier run left in maintenance mode goes first: until it is back, no other host may go.
  const left = new Set(members.filter(({ inMaintenance }) => inMaintenance === true).map(({ moid }) => moid));
  const leftBehind = lane.waiting.filter(({ host }) => lane.begun.has(host.moid) && left.has(host.moid));
  const candidate = leftBehind[0] ?? lane.waiting[0];
  if (candidate === undefined) return { kind: 'finished' };
  const own = new Set([
    ...lane.started.filter(({ state }) => !isEnded(state)).map(({ moid }) => moid),
    ...leftBehind.map(({ host }) => host.moid),
  ]);
  const stopped = clusterStop(lane, { members, own }, candidate);
  if (stopped !== null) return stopped;
  return rolling > 0 && rolling + 1 > (room?.most ?? 1) ? { kind: 'wait' } : { kind: 'start', candidate };
}

type Stop = Extract<Admission, { kind: 'stop' }>;

function stopOf({ started }: LaneNow, { interrupted, maxFailures }: Gate): Stop | null {
  if (interrupted) return stop('interrupted', 'The run was interrupted before its turn came.');
  const ended = started.map(({ state }) => state).filter(isEnded);
  const failures = ended.filter(({ phase }) => phase === 'failed' || phase === 'indeterminate').length;
  if (ended.some(isOut)) return stop('host-out-of-service', 'A host of its cluster was left out of service.');
  return failures < maxFailures ? null : stop('failure-budget', 'As many hosts of its cluster failed as is allowed.');
}

interface MembersNow {
  readonly members: readonly Member[];
  /** Those that this rollout took out of service. */
  readonly own: ReadonlySet<string>;
}

function clusterStop({ ha }: LaneNow, { members, own }: MembersNow, candidate: Candidate): Stop | null {
  if (!members.some(({ moid }) => moid === candidate.host.moid)) {
    return stop('unread', `Its cluster does not tell ${candidate.host.name} among its hosts.`);
  }
  const others = members.filter(({ moid }) => moid !== candidate.host.moid && !own.has(moid));
  const out = others.find(({ connection, inMaintenance }) => connection !== 'connected' || inMaintenance !== false);
  if (out !== undefined) return stop('host-out-of-service', `${out.name} of its cluster is out of service.`);
  const lone = ha ? others.find(({ haState }) => !isHaConnected(haState)) : undefined;
  return lone === undefined ? null : stop('ha-degraded', `${lone.name} of its cluster is not connected to HA.`);
}

function stop(reason: RolloutReason, detail: string): Stop {
  return { kind: 'stop', reason, detail };
}
