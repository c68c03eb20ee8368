import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The built program, as users run it. */
export const PROGRAM = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));

export interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running program, what it has printed so far, and how it ends. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when stdout and stderr together hold the text; rejects when the program ends without it. */
  shows(text: string): Promise<void>;
}

/** Where a program runs. */
export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Ends it after so long, with exit code null; it may run for ever by default. */
  readonly timeoutMs?: number;
}

/** Starts a program with nothing in the environment but what is given. */
export function start(file: string, words: readonly string[], { env, cwd, timeoutMs }: Surroundings = {}): Running {
  const options = { env: { PATH: process.env['PATH'], ...env }, cwd, timeout: timeoutMs };
  const child = spawn(file, words, { ...options, stdio: 'pipe' });
  const printed = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed.stderr += text));
  child.stdin.on('error', () => undefined);
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, signal) => resolve({ exitCode, signal, ...printed }));
  });
  const shows = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (printed.stdout.includes(text) || printed.stderr.includes(text)) resolve();
      };
      child.stdout.on('data', look);
      child.stderr.on('data', look);
      child.once('close', () => reject(new Error(`ended without ${text}: ${JSON.stringify(printed)}`)));
      look();
    });
  return { child, ended, shows };
}

/** Starts esxcheck. */
export function startProgram(words: readonly string[], surroundings: Surroundings = {}): Running {
  if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is not built: npm run build`);
  return start(process.execPath, [PROGRAM, ...words], surroundings);
}

/** Runs esxcheck to its end without a terminal, with `input` on its standard input. */
export function runProgram(
  words: readonly string[],
  { input = '', ...surroundings }: Surroundings & { readonly input?: string } = {},
): Promise<Ended> {
  const { child, ended } = startProgram(words, surroundings);
  child.stdin?.end(input);
  return ended;
}
