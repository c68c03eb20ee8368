#!/usr/bin/env node
import { homedir } from 'node:os';
import { EsxcheckError } from '../model/errors.ts';
import { COMMANDS } from './commands.ts';
import { EXIT } from './exit-code.ts';
import { describeFailure } from './failure.ts';
import { run } from './run.ts';

const interruption = new AbortController();
let isBroken = false;

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

/** Nobody awaits what fails here: it is a bug, and whatever still runs is told to stop. */
process.on('uncaughtException', (error) => {
  isBroken = true;
  process.exitCode = EXIT.bug;
  process.stderr.write(describeFailure(error).text);
  interruption.abort(error);
});

/** A reader that went away (`esxcheck scan | head`) is no failure; a full disk is. */
function onWriteError(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
process.stdout.on('error', onWriteError);
process.stderr.on('error', onWriteError);

const exitCode = await run(COMMANDS, process.argv.slice(2), {
  env: process.env,
  platform: process.platform,
  homeDir: homedir(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: interruption.signal,
  quiet: false,
  colour: true,
});
process.exitCode = isBroken ? EXIT.bug : exitCode;
