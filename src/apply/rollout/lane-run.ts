import type { RolloutOutcome } from '../../model/rollout.ts';
import { admit, type Admission, type Gate, type LaneNow } from './admission.ts';
import type { Lane } from './order.ts';
import { refusedOutcome } from './order.ts';
import type { RolloutRefusal } from './refusals.ts';
import type { RollingHost } from './rolling-host.ts';
import type { Candidate, Member, Situation } from './situation.ts';
import { isEnded } from './state.ts';

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
