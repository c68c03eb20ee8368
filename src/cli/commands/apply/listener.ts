import type { ApplyListener } from '../../../apply/context.ts';
import { counted } from '../../../../reports/text/wrap.ts';
import { type Io, note, warn } from '../../shared/console.ts';
import { type Progress, progressOn } from '../../shared/progress.ts';

/** Hears of an apply and shows it, and says at once what an interruption still has to wait for. */
export class ConsoleListener implements ApplyListener {
  readonly #io: Io;
  readonly #onInterrupt = (): void => this.#tellInterrupted();
  readonly #progress: Progress;
  /** What is under way; null when nothing of an apply is. */
  #stage: { readonly what: 'connecting' | 'reading hosts' | 'applying'; readonly total: number; done: number } | null;

  constructor(io: Io, target: string) {
    this.#io = io;
    this.#progress = progressOn(io);
    this.#stage = { what: 'connecting', total: 0, done: 0 };
    this.#progress.start(0, target);
    io.signal.addEventListener('abort', this.#onInterrupt, { once: true });
  }

  readonly warn = (sentence: string): Promise<void> => {
    this.#progress.clear();
    return warn(this.#io, sentence);
  };
  readonly note = (sentence: string): Promise<void> => {
    this.#progress.clear();
    return note(this.#io, sentence);
  };

  readonly start = (total: number, what: 'reading hosts' | 'applying'): void => {
    this.#stage = { what, total, done: 0 };
    this.#progress.start(total, what);
  };

  readonly step = (): void => {
    if (this.#stage !== null) this.#stage.done += 1;
    this.#progress.step();
  };

  readonly stop = (): void => {
    this.#stage = null;
    this.#progress.stop();
  };

  /** Nothing of it is under way any more. */
  end(): void {
    this.#progress.stop();
    this.#io.signal.removeEventListener('abort', this.#onInterrupt);
  }

  /** People who do not know what is waited for press Ctrl-C again, and leave a write unread. */
  #tellInterrupted(): void {
    if (this.#stage === null) return;
    const { what, total, done } = this.#stage;
    this.#progress.stop();
    const sentence =
      what === 'applying'
        ? `Interrupted: ${done} of ${counted(total, 'step')} ended; writes under way are finished and read again, nothing new is started. ` +
          'Ctrl-C again ends at once: the journal holds what was sent, and the same command goes on from there.'
        : 'Interrupted: nothing was written. Logging out.';
    this.#io.stderr.write(`${sentence}\n`);
  }
}
