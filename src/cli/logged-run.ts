import type { Log } from '../model/log.ts';
import { nameOf, type Command } from './command.ts';
import { describeFailure } from './failure.ts';

interface Logged {
  readonly command: Command;
  readonly words: readonly string[];
  /** Null where none is kept. */
  readonly log: Log | null;
}

/** Runs a command, and logs that it began, how it ended and how long it took. */
export async function loggedRun({ command, words, log }: Logged, work: () => Promise<number>): Promise<number> {
  if (log === null) return work();
  const startedAt = performance.now();
  const took = (): number => Math.round(performance.now() - startedAt);
  // Values may hold what nobody should read: a command that prints a password, a name.
  const flags = words.filter((word) => word.startsWith('--')).map((word) => word.split('=', 1).join(''));
  log.info('begins', { command: nameOf(command), flags });
  try {
    const exitCode = await work();
    log.info('ends', { exitCode, ms: took() });
    return exitCode;
  } catch (error) {
    const { text, exitCode } = describeFailure(error);
    log.error('fails', { exitCode, ms: took(), error: text.trimEnd() });
    throw error;
  } finally {
    log.close();
  }
}
