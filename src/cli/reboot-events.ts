import { logReboot } from '../apply/event-log.ts';
import type { Journal } from '../apply/journal/journal.ts';
import type { RolloutEvent } from '../apply/rollout/events.ts';
import { rolloutPast } from '../apply/rollout/journal-records.ts';
import { EsxcheckError } from '../model/errors.ts';
import type { RolloutOutcome } from '../model/rollout.ts';
import { tool } from '../shipped/installation.ts';
import { warn } from './io.ts';
import type { Undertaking } from './undertaking.ts';

/**
 * Tells each host that was rebooted, or is left in maintenance mode, what was done: an event in its event log, and a
 * record of that in the journal. Beside the rollout: nothing waits for an event, and none that fails stops anything.
 */
export class RebootEvents {
  readonly #undertaking: Undertaking;
  readonly #journal: Pick<Journal, 'append' | 'records'>;
  readonly #work: Promise<void>[] = [];
  #isLost = false;

  constructor(undertaking: Undertaking, journal: Pick<Journal, 'append' | 'records'>) {
    this.#undertaking = undertaking;
    this.#journal = journal;
  }

  note(event: RolloutEvent): void {
    if (event.kind === 'lost') this.#isLost = true;
    if (event.kind === 'found') this.#isLost = false;
    if (event.kind !== 'ended' || !wasTouched(event.outcome, this.#journal)) return;
    const work = this.#tell(event.outcome);
    // A bug is thrown by `settled`, when the rollout is at its end.
    work.catch(() => undefined);
    this.#work.push(work);
  }

  /** Resolves when every event was answered, refused, or waited for in vain. */
  async settled(): Promise<void> {
    await Promise.all(this.#work);
  }

  async #tell(outcome: RolloutOutcome): Promise<void> {
    const { host } = outcome;
    const problem = this.#isLost ? 'vCenter does not answer' : await this.#log(outcome);
    if (problem !== null) await this.#warn(`${host.name}: the reboot could not be put into its event log: ${problem}`);
    try {
      await this.#journal.append({ kind: 'event', host: host.id, logged: problem === null, detail: problem ?? '' });
    } catch (error) {
      // A journal that cannot be written ends the rollout by its own records, not by this one.
      if (!(error instanceof EsxcheckError)) throw error;
      await this.#warn(`${host.name}: its event could not be put down: ${error.message}`);
    }
  }

  #log(outcome: RolloutOutcome): Promise<string | null> {
    const { session, plan, args } = this.#undertaking;
    return logReboot(session, outcome, { tool: tool(), planHash: plan.hash, change: args.change ?? null });
  }

  #warn(sentence: string): Promise<void> {
    return warn(this.#undertaking.io, sentence);
  }
}

/** Whether something was sent to the host that somebody may ask about: a reboot, or maintenance mode that it is left in. */
function wasTouched({ host, kind, inMaintenance }: RolloutOutcome, { records }: Pick<Journal, 'records'>): boolean {
  if (kind === 'not tried') return false;
  if (kind === 'done' || inMaintenance !== false) return true;
  const past = rolloutPast(records).get(host.id);
  return past?.kind === 'begun' && past.sentAt !== null;
}
