import { Readable } from 'node:stream';
import { COMMANDS } from '../../src/cli/registry.ts';
import { run } from '../../src/cli/run.ts';
import { capturedIo, type Outcome, sink } from '../cli/captured-io.ts';

/** What the program finds around it. */
export interface Around {
  /** Besides the PATH, which commands of a config need. */
  readonly env?: Readonly<Record<string, string>>;
  /** The folder that relative paths start from. */
  readonly cwd?: string;
  readonly input?: string;
}

/** Whoever runs in a folder of its own has the process to itself. */
let inFolder: string | null = null;

/**
 * Runs the command line to its end as `main` does, in this process: without a terminal, with nothing in the environment
 * but what is given. What a process alone can show (signals, terminals, exit codes of a crash) needs `runProgram`.
 */
export async function runInProcess(
  words: readonly string[],
  { env = {}, cwd, input = '' }: Around = {},
): Promise<Outcome> {
  const stdout = sink();
  const stderr = sink();
  const io = capturedIo({
    env: { PATH: process.env['PATH'], ...env },
    homeDir: env['HOME'] ?? '/nonexistent',
    stdin: Object.assign(Readable.from(input === '' ? [] : [Buffer.from(input)]), { isTTY: false }),
    stdout,
    stderr,
  });
  const exitCode = await within(cwd, () => run(COMMANDS, words, io));
  return { exitCode, stdout: stdout.text, stderr: stderr.text };
}

async function within<T>(folder: string | undefined, work: () => Promise<T>): Promise<T> {
  if (inFolder !== null) throw new Error(`a run in ${inFolder} has not ended: runs in folders go one after the other`);
  if (folder === undefined) return await work();
  const before = process.cwd();
  inFolder = folder;
  process.chdir(folder);
  try {
    return await work();
  } finally {
    process.chdir(before);
    inFolder = null;
  }
}
