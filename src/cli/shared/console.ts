import { escapeControlCharacters } from '../../model/control-characters.ts';
import type { Environment, Output } from '../../target/environment.ts';
import type { Diagnostics } from './log.ts';

/** The console and all else that a command may touch of the process. Commands get it from `run`, tests make their own. */
export interface Io extends Environment {
  readonly stdout: Output;
  /** True when notes and progress are not wanted. */
  readonly quiet: boolean;
  /** True when each call is told on stderr, where progress would be. */
  readonly verbose?: boolean;
  /** False when colours are not wanted, wherever the text goes. */
  readonly colour: boolean;
  /** True where the terminal shows nothing but ASCII; absent: false. */
  readonly ascii?: boolean;
  /** How the program is started once more to read targets for this process; absent: it is not. */
  readonly reader?: readonly string[] | undefined;
  /** What is kept for support. */
  readonly diagnostics?: Diagnostics;
}

/**
 * True where the locale names another character set than UTF-8, or where TERM is one that draws no frames. `LC_ALL`, `LC_CTYPE`
 * and `LANG` count in this order, as POSIX has it. Where none is set nothing is said about the terminal, and those of today
 * take UTF-8; Windows has no such variables.
 */
export function takesOnlyAscii({ env, platform }: Pick<Environment, 'env' | 'platform'>): boolean {
  if (platform === 'win32') return false;
  if (['dumb', 'linux'].includes(env['TERM'] ?? '')) return true;
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((value) => value !== undefined && value !== '');
  return locale !== undefined && !/utf-?8/i.test(locale);
}

/** The same console with some of it replaced. Unlike a spread, it opens no stream that nobody has asked for yet. */
export function consoleWith(io: Io, changes: Partial<Io>): Io {
  return Object.defineProperties({} as Io, {
    ...Object.getOwnPropertyDescriptors(io),
    ...Object.getOwnPropertyDescriptors(changes),
  });
}

/** Columns of the terminal that `output` is; null when it is none. */
export function widthOf(output: Output): number | null {
  return output.isTTY === true ? (output.columns ?? 80) : null;
}

/** Writes text to stdout and waits for a slow reader. Resolves, quietly, also when the reader has gone away. */
export function print(io: Pick<Io, 'stdout'>, text: string): Promise<void> {
  return write(io.stdout, text);
}

/** One line on stderr that people should see even with `--quiet`. */
export function warn(io: Pick<Io, 'stderr' | 'diagnostics'>, sentence: string): Promise<void> {
  io.diagnostics?.log?.warn(sentence);
  return write(io.stderr, `warning: ${escapeControlCharacters(sentence)}\n`);
}

/** One line on stderr that `--quiet` silences. */
export async function note(io: Pick<Io, 'stderr' | 'quiet' | 'diagnostics'>, sentence: string): Promise<void> {
  io.diagnostics?.log?.info(sentence);
  if (!io.quiet) await write(io.stderr, `${escapeControlCharacters(sentence)}\n`);
}

/** Writes text as it is; it must be harmless already. */
export async function write(output: Output, text: string): Promise<void> {
  if (output.destroyed || output.writableEnded) return;
  // The error itself is for the listener on the stream; here it only ends the wait.
  await new Promise<void>((resolve) => {
    output.write(text, () => {
      resolve();
    });
  });
}

/** Resolves when people interrupt the run; at once when they already have. */
export function untilInterrupted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
