import type { SingleBar } from 'cli-progress';
import { escapeControlCharacters } from '../../model/control-characters.ts';
import type { Io } from './console.ts';

/** Tells people how far a long piece of work is. */
export interface Progress {
  /** Begins a stage of `total` steps; a running one is replaced. */
  start(total: number, label: string): void;
  step(count?: number): void;
  stop(): void;
}

/** Work that is done sooner shows nothing. */
const PATIENCE_MS = 1000;

/** A bar on stderr, shown only on a terminal, without `--quiet` and `--verbose`, and when the work takes longer than a second. */
export function progressOn(io: Pick<Io, 'stderr' | 'quiet' | 'verbose'>): Progress {
  return io.stderr.isTTY === true && !io.quiet && io.verbose !== true ? new Bar(io.stderr) : SILENT;
}

const SILENT: Progress = { start: () => undefined, step: () => undefined, stop: () => undefined };

class Bar implements Progress {
  readonly #stream: NodeJS.WritableStream;
  #bar: SingleBar | null = null;
  #timer: NodeJS.Timeout | null = null;
  #stage = { total: 0, done: 0, label: '' };
  #hasEnded = true;

  constructor(stream: NodeJS.WritableStream) {
    this.#stream = stream;
  }

  start(total: number, label: string): void {
    this.stop();
    this.#stage = { total, done: 0, label: escapeControlCharacters(label) };
    this.#hasEnded = false;
    this.#timer = setTimeout(() => void this.#show(), PATIENCE_MS);
    this.#timer.unref();
  }

  step(count = 1): void {
    this.#stage.done += count;
    this.#bar?.update(this.#stage.done);
  }

  stop(): void {
    this.#hasEnded = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#bar?.stop();
    this.#bar = null;
  }

  async #show(): Promise<void> {
    const { default: progress } = await import('cli-progress');
    if (this.#hasEnded || this.#bar !== null) return;
    const { total, done, label } = this.#stage;
    const format = '{label} [{bar}] {value}/{total}';
    const options = { format, stream: this.#stream, clearOnComplete: true, hideCursor: true, gracefulExit: false };
    this.#bar = new progress.SingleBar(options, progress.Presets.legacy);
    this.#bar.start(total, done, { label });
  }
}
