import { type ChildProcess, spawn } from 'node:child_process';
import { decodeText, NotText } from '../files/text.ts';
import { EsxcheckError } from '../model/errors.ts';

const LONGEST = 65_536;

/** A process that the command left behind may hold the pipe open: after this it no longer holds us. */
const GRACE_MS = 500;

export interface CommandLimits {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * What a command prints on stdout. No shell runs: for pipes write `sh -c '...'`. Its output is part of no error.
 * Throws EsxcheckError PASSWORD_COMMAND_FAILED.
 */
export async function runPasswordCommand(line: string, { timeoutMs, signal }: CommandLimits): Promise<string> {
  const [program, ...words] = splitWords(line);
  if (program === undefined) throw failed('is empty');
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'ignore'], windowsHide: true });
  try {
    return await outputOf(child, timeoutMs, signal);
  } finally {
    child.stdout.destroy();
    child.kill('SIGKILL');
  }
}

function outputOf(child: ChildProcess, timeoutMs: number, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (decode: () => string): void => {
      try {
        resolve(decode());
      } catch (error) {
        reject(error instanceof NotText ? failed(`prints what cannot be read: ${error.message}`) : (error as Error));
      }
    };
    const timer = setTimeout(() => reject(failed(`did not end within ${timeoutMs / 1000} s`)), timeoutMs);
    const onAbort = () => reject(new EsxcheckError('INTERRUPTED', 'Interrupted.'));
    signal.addEventListener('abort', onAbort, { once: true });
    child.stdout?.on('data', (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size > LONGEST) reject(failed('prints far more than a password'));
    });
    child.once('error', (error: NodeJS.ErrnoException) => reject(failed(causeOf(error), error)));
    child.once('exit', () => setTimeout(() => child.stdout?.destroy(), GRACE_MS).unref());
    child.once('close', (code) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      if (code === 0) settle(() => decodeText(Buffer.concat(chunks)));
      else reject(failed(code === null ? 'was ended by a signal' : `ended with exit code ${code}`));
    });
  });
}

function causeOf(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return 'names a program that cannot be found';
  return error.code === 'EACCES' ? 'names a program that may not be run' : 'could not be started';
}

/** The command line itself may hold a secret, so it is not repeated either. */
function failed(why: string, cause?: Error): EsxcheckError {
  return new EsxcheckError('PASSWORD_COMMAND_FAILED', `The --password-command ${why}.`, {
    details: ["Run it by hand to see what it says. It is started without a shell: for pipes write sh -c '...'."],
    cause,
  });
}

/**
 * Splits a command line into words: at blanks, but not inside single or double quotes; nothing else is special, and a
 * backslash stands for itself, so that Windows paths need no care.
 */
export function splitWords(line: string): readonly string[] {
  const words = [...line.matchAll(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g)].map(([word]) => word);
  const unquoted = line.replace(/"[^"]*"|'[^']*'/g, '');
  if (/["']/.test(unquoted)) {
    throw new EsxcheckError('USAGE', 'The --password-command has a quote without its partner.');
  }
  return words.map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'));
}
