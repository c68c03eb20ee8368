import { chop } from '../../../reports/text/width.ts';
import { escapeControlCharacters } from '../../model/control-characters.ts';
import type { Io } from './console.ts';

/** How far one target is; `hosts` counts those that are to be read. */
export type TargetStage =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'inventory' }
  | { readonly kind: 'hosts'; readonly total: number }
  /** Nothing more is to be said of it. */
  | { readonly kind: 'ended' };

/** Tells people how far a long piece of work is. */
export interface Progress {
  /** Begins a stage of `total` steps, 0 where nobody knows how many; whatever was shown is replaced. */
  start(total: number, label: string): void;
  /** So many steps more are done; of a target, where several have a line each. */
  step(count?: number, target?: string): void;
  target(url: string, stage: TargetStage): void;
  /** Takes away what is shown for the moment, so that something else can be written. */
  clear(): void;
  stop(): void;
}

/** Work that is done sooner shows nothing, so that nothing flickers. */
const PATIENCE_MS = 300;
const TICK_MS = 200;

/** A clock that only goes forward, in milliseconds. */
export type Stopwatch = () => number;

/** Lines on stderr, rewritten in place: only on a terminal, without `--quiet` and `--verbose`, and when the work takes longer than a moment. */
export function progressOn(
  io: Pick<Io, 'stderr' | 'quiet' | 'verbose' | 'ascii'>,
  now: Stopwatch = () => performance.now(),
): Progress {
  return io.stderr.isTTY === true && !io.quiet && io.verbose !== true ? new Lines(io, now) : SILENT;
}

const SILENT: Progress = {
  start: () => undefined,
  step: () => undefined,
  target: () => undefined,
  clear: () => undefined,
  stop: () => undefined,
};

/** What one line tells. */
interface Row {
  readonly label: string;
  readonly stage: TargetStage;
  readonly since: number;
  done: number;
}

/** The row of work that is not of one target among several. */
const WHOLE = '';

class Lines implements Progress {
  readonly #io: Pick<Io, 'stderr' | 'ascii'>;
  readonly #now: Stopwatch;
  readonly #rows = new Map<string, Row>();
  #begunAt = 0;
  #timer: NodeJS.Timeout | null = null;
  /** What stands on the terminal. */
  #shown: readonly string[] = [];

  constructor(io: Pick<Io, 'stderr' | 'ascii'>, now: Stopwatch) {
    this.#io = io;
    this.#now = now;
  }

  start(total: number, label: string): void {
    this.stop();
    this.#set(WHOLE, label, total === 0 ? { kind: 'connecting' } : { kind: 'hosts', total });
  }

  step(count = 1, target = WHOLE): void {
    const row = this.#rows.get(target);
    if (row !== undefined) row.done += count;
  }

  target(url: string, stage: TargetStage): void {
    if (stage.kind !== 'ended') return this.#set(url, nameOf(url), stage);
    this.#rows.delete(url);
    if (this.#rows.size === 0) this.stop();
  }

  clear(): void {
    this.#draw([]);
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#rows.clear();
    this.clear();
  }

  #set(key: string, label: string, stage: TargetStage): void {
    const since = this.#now();
    this.#rows.set(key, { label: escapeControlCharacters(label), stage, since, done: 0 });
    if (this.#timer !== null) return;
    this.#begunAt = since;
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    // It shows work and is none: nothing is kept alive for it.
    this.#timer.unref();
  }

  #tick(): void {
    const now = this.#now();
    if (now - this.#begunAt < PATIENCE_MS) return;
    // A terminal that does not know its size says 0.
    const width = (this.#io.stderr.columns || 80) - 1;
    this.#draw(progressLines([...this.#rows.values()], { now, width, ascii: this.#io.ascii === true }));
  }

  #draw(lines: readonly string[]): void {
    if (lines.length === this.#shown.length && lines.every((line, index) => line === this.#shown[index])) return;
    const up = this.#shown.length === 0 ? '' : `\u001b[${this.#shown.length}A\u001b[0J`;
    this.#shown = lines;
    this.#io.stderr.write(up + lines.map((line) => `${line}\n`).join(''));
  }
}

/** The host of an address is what people call it. */
function nameOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

interface Surroundings {
  readonly now: number;
  /** Columns: a line that wraps would not be taken away again. */
  readonly width: number;
  readonly ascii: boolean;
}

/** More lines would push each other out of the terminal. */
const MOST_LINES = 12;

function progressLines(rows: readonly Row[], around: Surroundings): readonly string[] {
  const hidden = rows.length - MOST_LINES;
  const shown = hidden > 0 ? rows.slice(0, MOST_LINES) : rows;
  const longest = Math.min(40, Math.max(0, ...shown.map(({ label }) => label.length)));
  const lines = shown.map((row) => `${row.label.slice(0, longest).padEnd(longest)}  ${stageText(row, around)}`);
  const all = hidden > 0 ? [...lines, `and ${hidden} more`] : lines;
  return all.map((line) => chop(line.trimEnd(), around.width)[0] ?? '');
}

function stageText({ stage, done, since }: Row, { now, ascii }: Surroundings): string {
  const seconds = Math.floor((now - since) / 1000);
  if (stage.kind === 'inventory') return `reading the inventory  ${seconds} s`;
  if (stage.kind !== 'hosts') return `connecting  ${seconds} s`;
  return [
    barText(done, stage.total, ascii),
    `${done}/${stage.total}`,
    ...paceText({ left: stage.total - done, done, ms: now - since }),
  ].join('  ');
}

const BAR_WIDTH = 20;

function barText(done: number, total: number, ascii: boolean): string {
  const filled = Math.min(BAR_WIDTH, Math.floor((done / Math.max(1, total)) * BAR_WIDTH));
  const [full, empty] = ascii ? ['#', '-'] : ['█', '░'];
  return `[${full.repeat(filled)}${empty.repeat(BAR_WIDTH - filled)}]`;
}

/** A rate of less than a second, or of nothing, would tell people something that nobody knows. */
function paceText({ left, done, ms }: { readonly left: number; readonly done: number; readonly ms: number }): string[] {
  if (done === 0 || ms < 1000) return [];
  const rate = done / (ms / 1000);
  return [
    `${rate < 10 ? rate.toFixed(1) : Math.round(rate)}/s`,
    ...(left > 0 ? [`${durationText(left / rate)} left`] : []),
  ];
}

/** `12 s`, `3 min`, `2 h 5 min`. */
function durationText(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
