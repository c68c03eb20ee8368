#!/usr/bin/env node
import { homedir } from 'node:os';
import { EsxcheckError } from '../model/errors.ts';
import { tool } from '../shipped/installation.ts';
import { failureOf, run } from './cli/run.ts';

const interruption = new AbortController();
let exitCodeBesideRun: number | null = null;

/** The first signal lets what runs come to its end; the second ends the process at once. */
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

/** Nobody awaits what fails here: it is a bug, and the server is told to end. */
process.on('uncaughtException', (error) => {
  const { text, exitCode } = failureOf(error);
  exitCodeBesideRun = exitCode;
  process.stderr.write(text);
  interruption.abort(error);
});

async function start(): Promise<void> {
  const { env, platform, stdin, stderr } = process;
  const exitCode = await run(process.argv.slice(2), {
    around: { env, platform, homeDir: homedir(), stdin, stderr, signal: interruption.signal },
    version: tool().version,
    print: (text) => void process.stdout.write(text),
    fail: (text) => void process.stderr.write(text),
  });
  process.exitCode = exitCodeBesideRun ?? exitCode;
}
void start();
