import type { RolloutOutcome, RolloutReason } from '../../model/rollout.ts';
import type { RollingHost } from './host-runner.ts';
import { type Lane, refusedOutcome, type RolloutRefusal } from './queue-order.ts';
import type { Candidate, Member, Situation } from './situations.ts';
import { type HostState, isEnded, isOut } from './state.ts';
import { isHaConnected } from './transitions-after-reboot.ts';

/** One cluster (or standalone host) while it is rolled. */
export class LaneRun {
  readonly situation: Situation;
  #waiting: readonly Candidate[];
  readonly #started: RollingHost[] = [];
  readonly #left: RolloutOutcome[] = [];

  constructor({ situation, queue }: Lane) {
    this.situation = situation;
    this.#waiting = queue;
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

  admission(gate: Gate, members: readonly Member[] | null): Admission {
    const now: LaneNow = {
      waiting: this.#waiting,
      started: this.#started.map(({ state }) => state),
      ha: this.situation.ha !== false,
      isCluster: this.situation.isCluster,
    };
    return admit(now, members, gate);
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
interface LaneNow {
  readonly waiting: readonly Candidate[];
  readonly started: readonly HostState[];
  readonly ha: boolean;
  readonly isCluster: boolean;
}

interface Gate {
  /** Ends for which the run as a whole stops; null while it goes on. */
  readonly interrupted: boolean;
  /** Whether hosts may be started at this time of day. */
  readonly open: boolean;
  /** Failed or indeterminate hosts after which a lane stops. */
  readonly maxFailures: number;
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
 * Decides whether the next host of a cluster may be started. Never while another one of it is out of service, whoever
 * took it out; never while a host in service is not connected to HA (docs/internals/design.md 8).
 */
function admit(lane: LaneNow, members: readonly Member[] | null, gate: Gate): Admission {
  const [candidate] = lane.waiting;
  if (lane.started.some((state) => !isEnded(state))) return { kind: 'wait' };
  if (candidate === undefined) return { kind: 'finished' };
  const stopped = stopOf(lane, gate);
  if (stopped !== null) return stopped;
  if (!gate.open) return { kind: 'closed' };
  if (!lane.isCluster) return { kind: 'start', candidate };
  if (members === null) return { kind: 'look' };
  return clusterStop(lane, members, candidate) ?? { kind: 'start', candidate };
}

type Stop = Extract<Admission, { kind: 'stop' }>;

function stopOf({ started }: LaneNow, { interrupted, maxFailures }: Gate): Stop | null {
  if (interrupted) return stop('interrupted', 'The run was interrupted before its turn came.');
  const failures = started.filter(({ phase }) => phase === 'failed' || phase === 'indeterminate').length;
  if (started.some(isOut)) return stop('host-out-of-service', 'A host of its cluster was left out of service.');
  return failures < maxFailures ? null : stop('failure-budget', 'As many hosts of its cluster failed as is allowed.');
}

function clusterStop({ ha }: LaneNow, members: readonly Member[], candidate: Candidate): Stop | null {
  if (!members.some(({ moid }) => moid === candidate.host.moid)) {
    return stop('unread', `Its cluster does not tell ${candidate.host.name} among its hosts.`);
  }
  const others = members.filter(({ moid }) => moid !== candidate.host.moid);
  const out = others.find(({ connection, inMaintenance }) => connection !== 'connected' || inMaintenance !== false);
  if (out !== undefined) return stop('host-out-of-service', `${out.name} of its cluster is out of service.`);
  const lone = ha ? others.find(({ haState }) => !isHaConnected(haState)) : undefined;
  return lone === undefined ? null : stop('ha-degraded', `${lone.name} of its cluster is not connected to HA.`);
}

function stop(reason: RolloutReason, detail: string): Stop {
  return { kind: 'stop', reason, detail };
}
