import { escapeControlCharacters } from '../../model/control-characters.ts';
import { EsxcheckError, serverFault } from '../../model/errors.ts';
import { EXIT } from './exit-code.ts';

/** What to print for an error, and the exit code that goes with it. */
export interface Failure {
  readonly text: string;
  readonly exitCode: number;
}

/** An error for people is `CODE: sentence` with its details indented; anything else is a bug and shows its stack. */
export function describeFailure(thrown: unknown): Failure {
  const error = serverFault(thrown);
  if (error instanceof EsxcheckError) {
    const lines = [`${error.code}: ${error.message}`, ...error.details.map((detail) => `  ${detail}`)];
    return { text: linesOf(lines), exitCode: EXIT.couldNotRun };
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { text: linesOf(['this is a bug in esxcheck', ...stack.split('\n')]), exitCode: EXIT.bug };
}

/** Whether people stopped the run themselves, at a prompt for one. */
export function isInterruption(error: unknown): boolean {
  return error instanceof EsxcheckError && error.code === 'INTERRUPTED';
}

function linesOf(lines: readonly string[]): string {
  return lines.map((line) => `${escapeControlCharacters(line.replaceAll('\n', ' '))}\n`).join('');
}
