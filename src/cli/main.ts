#!/usr/bin/env node
import { homedir } from 'node:os';
import { EsxcheckError } from '../model/errors.ts';
import { COMMANDS } from './registry.ts';
import { READER_FLAG, run } from './run.ts';
import { takesOnlyAscii } from './shared/console.ts';
import { describeFailure } from './shared/errors.ts';

const interruption = new AbortController();
/** Set by what goes wrong beside the run; it outranks what the run itself comes to. */
let exitCodeBesideRun: number | null = null;

/** The first signal lets the run log out; the second ends the process at once, as if nobody listened. */
function onSignal(signal: NodeJS.Signals): void {
  if (interruption.signal.aborted) {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
    return;
  }
  interruption.abort(new EsxcheckError('INTERRUPTED', 'Interrupted.'));
}
process.on('SIGINT', onSignal);
process.on('SIGTERM', onSignal);

/** Ends the run for a reason that is not its own. */
function failBesideRun(error: unknown): void {
  const { text, exitCode } = describeFailure(error);
  exitCodeBesideRun = exitCode;
  process.exitCode = exitCode;
  process.stderr.write(text);
  interruption.abort(error);
}

/** Nobody awaits what fails here: it is a bug, and whatever still runs is told to stop. */
process.on('uncaughtException', failBesideRun);

/** A reader that went away (`esxcheck scan | head`) is no failure; a full disk is. */
function onWriteError(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') return;
  failBesideRun(new EsxcheckError('OUTPUT_NOT_WRITTEN', `The output cannot be written: ${error.message}.`));
}
process.stdout.on('error', onWriteError);
// Where stderr itself is broken, nobody can be told.
process.stderr.on('error', () => undefined);

let hasEnded = false;
/** Nothing is left that could end the run: it must not look as if it had come to a good end. */
process.on('beforeExit', () => {
  if (!hasEnded && exitCodeBesideRun === null) failBesideRun(new Error('the run stopped before its end'));
});

/** V8 collects garbage before it has grown much: several processes are in memory at a time. */
const LEAN = ['--max-semi-space-size=4', '--heap-growing-percent=30'];

/** How this very program is started once more, with what Node.js was told; a single executable holds its own script. */
function ownCommand(): readonly string[] {
  const sea = process.getBuiltinModule?.('node:sea') as { isSea?: () => boolean } | undefined;
  if (sea?.isSea?.() === true) return [process.execPath];
  // Two processes cannot wait for one debugger.
  const flags = process.execArgv.filter((flag) => !flag.startsWith('--inspect'));
  return [process.execPath, ...flags, ...LEAN, process.argv[1] ?? ''];
}

async function start(): Promise<void> {
  const exitCode = await run(COMMANDS, process.argv.slice(2), {
    env: process.env,
    platform: process.platform,
    homeDir: homedir(),
    // To open it takes longer than much of a start, and few commands read it.
    get stdin() {
      return process.stdin;
    },
    stdout: process.stdout,
    stderr: process.stderr,
    signal: interruption.signal,
    quiet: false,
    colour: true,
    ascii: takesOnlyAscii(process),
    get reader() {
      return [...ownCommand(), READER_FLAG];
    },
  });
  hasEnded = true;
  process.exitCode = exitCodeBesideRun ?? exitCode;
}
void start();
