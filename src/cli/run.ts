import { parseCommandLine } from './command-line.ts';
import { completionsFor } from './completions.ts';
import { COMPLETION_FLAG } from './completion-script.ts';
import type { Command } from './command.ts';
import { describeFailure, isInterruption } from './failure.ts';
import { openDiagnostics } from './diagnostics.ts';
import { EXIT } from './exit-code.ts';
import { loggedRun } from './logged-run.ts';
import { tool } from '../shipped/installation.ts';
import { print, widthOf, write } from './io.ts';
import type { Io } from './io.ts';

/** Widest line of the help, however wide the terminal is. */
const WIDEST_HELP = 110;

/** Runs one command line from start to end and resolves to the exit code. The one place that prints errors; never throws. */
export async function run(commands: readonly Command[], words: readonly string[], io: Io): Promise<number> {
  try {
    return await runCommand(commands, words, io);
  } catch (error) {
    const failure = describeFailure(error);
    await write(io.stderr, failure.text);
    return io.signal.aborted || isInterruption(error) ? EXIT.interrupted : failure.exitCode;
  }
}

async function runCommand(commands: readonly Command[], words: readonly string[], io: Io): Promise<number> {
  if (words[0] === COMPLETION_FLAG) {
    const found = completionsFor(commands, words.slice(2));
    await print(io, found.map((word) => `${word}\n`).join(''));
    return EXIT.done;
  }
  const width = Math.min(widthOf(io.stdout) ?? 80, WIDEST_HELP);
  const invocation = parseCommandLine(commands, words, { width, version: tool().version });
  if (invocation.kind === 'show') {
    await print(io, invocation.text);
    return invocation.asked ? EXIT.done : EXIT.couldNotRun;
  }
  const { command, args } = invocation;
  const colour = args['colour'] !== false && (io.env['NO_COLOR'] ?? '') === '';
  const diagnostics = await openDiagnostics(args);
  return loggedRun({ command, words, log: diagnostics.log }, async () => {
    const exitCode = await command.run(args, { ...io, colour, quiet: args['quiet'] === true, diagnostics });
    const cutShort = io.signal.aborted && command.endsOnInterrupt !== true;
    return cutShort ? EXIT.interrupted : exitCode;
  });
}
