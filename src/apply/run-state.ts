import { setTimeout as wait } from 'node:timers/promises';
import { Lifeline } from '../collect/target-loss.ts';
import type { Session } from '../connect/session.ts';
import type { Direction, Outcome, OutcomeReason } from '../model/outcome.ts';
import type { Step } from '../model/plan.ts';
import type { Journal } from './journal/journal.ts';
import type { StepPast } from './journal/step-history.ts';
import type { LiveHost, Refusal } from './live-host.ts';

/** What a run may be told beside the plan. */
export interface RunOptions {
  readonly journal: Journal;
  readonly direction?: Direction;
  /** Given: what is in flight is finished, nothing new is started. Not to be given to the session as well. */
  readonly signal?: AbortSignal;
  /** Failed steps after which nothing new is started; null, the default, for any number. */
  readonly maxFailures?: number | null;
  readonly pace?: Pace;
  /** Asks a person whether a write took effect that cannot be read; by default nobody can be asked. */
  readonly tookEffect?: (step: Step, problem: string) => Promise<boolean>;
  /** Called before the first write to a host, which is refused where a reason is given. */
  readonly beforeFirstWrite?: (live: LiveHost) => Promise<Refusal | null>;
  /** Called when all that will be done on a host in this run is done, with what was written in it. */
  readonly afterHost?: (live: LiveHost, written: readonly Step[]) => Promise<void>;
  readonly onOutcome?: (outcome: Outcome) => void;
}

const FAILURES: ReadonlySet<string> = new Set(['failed', 'no-effect', 'indeterminate']);

/** One run over the hosts of a plan: what all of them share, and what makes it stop. */
export class Run {
  readonly session: Session;
  readonly journal: Journal;
  readonly direction: Direction;
  readonly pace: Pace;
  readonly options: RunOptions;
  readonly lifeline: Lifeline;
  #failures = 0;
  #broken = false;

  constructor(session: Session, options: RunOptions) {
    this.session = session;
    this.options = options;
    this.journal = options.journal;
    this.direction = options.direction ?? 'apply';
    this.pace = options.pace ?? USUAL_PACE;
    this.lifeline = new Lifeline(session);
  }

  /** What was done about a step so far, by this run and those before. */
  pastOf(step: Step): StepPast {
    return this.journal.past(this.direction).of(step.id);
  }

  /** Why nothing new may be started; null while it may. */
  get stopped(): OutcomeReason | null {
    if (this.options.signal?.aborted === true || this.#broken) return 'interrupted';
    if (this.lifeline.lost !== null) return 'connection-lost';
    const { maxFailures = null } = this.options;
    return maxFailures !== null && this.#failures >= maxFailures ? 'failure-budget' : null;
  }

  /** Stops the run for an error that is no host's own, such as a full disk below the journal. */
  breakOff(): void {
    this.#broken = true;
  }

  count({ kind }: Outcome): void {
    if (FAILURES.has(kind)) this.#failures += 1;
  }

  /** Ends early, without an error, when the run is interrupted. */
  async pause(ms: number): Promise<void> {
    const { signal } = this.options;
    await wait(ms, undefined, signal === undefined ? {} : { signal }).catch((error: unknown) => {
      if (signal?.aborted !== true) throw error;
    });
  }
}

/** How long an apply waits, and how often; milliseconds. */
export interface Pace {
  /** After a write that was not refused, before each time the thing is read again. */
  readonly settleMs: readonly number[];
  /** After a write that another task kept out, before the next try. */
  readonly busyMs: readonly number[];
}

const USUAL_PACE: Pace = {
  settleMs: [0, 500, 2000],
  busyMs: [1000, 3000, 10_000, 30_000],
};
