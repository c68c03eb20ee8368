import type { RolloutOutcome } from '../../model/rollout.ts';
import type { Moref } from '../../vim/moref.ts';
import { carryOut, type Surroundings } from './effects.ts';
import type { Input } from './input.ts';
import { next } from './next.ts';
import type { RolloutEvent } from './rollout-event.ts';
import type { Candidate } from './situation.ts';
import { type Before, type Ended, type HostState, isEnded } from './state.ts';
import type { Look } from './watch.ts';

export interface RollingOptions {
  readonly now: () => number;
  readonly emit: (event: RolloutEvent) => void;
  /** Told of everything that goes on beside the loop, so that its end can be awaited. */
  readonly track: (work: Promise<void>) => void;
}

/** One host on its way: feeds what happens into the pure states, and carries out what they ask for. */
export class RollingHost {
  readonly #around: Surroundings;
  readonly #options: RollingOptions;
  #state: HostState = { phase: 'waiting' };
  #progress: number | null = null;
  /** As it was last compared with what was recorded. */
  #after: Before | null = null;

  constructor(around: Surroundings, options: RollingOptions) {
    this.#around = around;
    this.#options = options;
  }

  get candidate(): Candidate {
    return this.#around.candidate;
  }

  get state(): HostState {
    return this.#state;
  }

  /** Null while it is on its way. */
  get outcome(): RolloutOutcome | null {
    return isEnded(this.#state) ? outcomeOf(this.candidate, this.#state) : null;
  }

  get object(): Moref {
    return { type: 'HostSystem', value: this.candidate.host.moid };
  }

  /** The task that is waited for. */
  get task(): Moref | null {
    if ('task' in this.#state) return this.#state.task;
    return this.#state.phase === 'returning' ? this.#state.reconnecting : null;
  }

  see(look: Look | null): void {
    const task = this.task === null ? null : (look?.tasks.get(this.task.value) ?? null);
    const host = look?.hosts.get(this.object.value) ?? null;
    const progress = task?.state === 'running' ? task.progress : null;
    if (progress !== this.#progress) this.#tell(progress);
    this.feed({ kind: 'seen', host, task });
  }

  feed(input: Input): void {
    const before = this.#state;
    if (isEnded(before)) return;
    if (input.kind === 'compared') this.#after = input.after;
    const { state, command } = next(before, input, { now: this.#options.now(), terms: this.#around.terms });
    this.#state = state;
    if (state.phase !== before.phase) this.#enter(state);
    if (command === null) return;
    const work = carryOut(this.#around, { command, state }).then((answer) => this.feed(answer));
    this.#options.track(work);
  }

  #enter(state: HostState): void {
    if (isEnded(state)) this.#options.track(this.#end(state));
    else this.#tell(null);
  }

  #tell(progress: number | null): void {
    this.#progress = progress;
    const { host } = this.candidate;
    this.#options.emit({ kind: 'phase', host, phase: this.#state.phase, progress });
  }

  async #end(ended: Ended): Promise<void> {
    const outcome = outcomeOf(this.candidate, ended);
    const { host, kind, reason, detail, inMaintenance } = outcome;
    const said = { host: host.id, outcome: kind, reason, detail, inMaintenance, after: this.#after };
    await this.#around.journal.append({ kind: 'rolled', ...said });
    this.#options.emit({ kind: 'ended', outcome });
  }
}

function outcomeOf({ host }: Candidate, { phase, reason, detail, inMaintenance }: Ended): RolloutOutcome {
  return { host, kind: phase, reason, detail, inMaintenance };
}
