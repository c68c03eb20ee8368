import { asciiSigns } from '../../reports/text/signs.ts';
import type { Log } from '../model/log.ts';
import { tool } from '../shipped/installation.ts';
import { COMPLETION_FLAG, EMPTY_WORD } from './commands/completion/scripts.ts';
import { type Command, nameOf } from './parser/command.ts';
import { completionsFor } from './parser/completion.ts';
import { parseCommandLine } from './parser/parse.ts';
import { consoleWith, type Io, print, widthOf, write } from './shared/console.ts';
import { describeFailure, isInterruption } from './shared/errors.ts';
import { EXIT } from './shared/exit-code.ts';
import { openDiagnostics } from './shared/log.ts';

/** Widest line of the help, however wide the terminal is. */
const WIDEST_HELP = 110;

/** Runs one command line from start to end and resolves to the exit code. The one place that prints errors; never throws. */
export async function run(commands: readonly Command[], words: readonly string[], io: Io): Promise<number> {
  try {
    return await runCommand(commands, words, io);
  } catch (error) {
    const failure = describeFailure(error);
    await write(io.stderr, io.ascii === true ? asciiSigns(failure.text) : failure.text);
    return io.signal.aborted || isInterruption(error) ? EXIT.interrupted : failure.exitCode;
  }
}

/** The word by which the program starts itself to read targets for the process that did so. Nobody else has a use for it. */
export const READER_FLAG = '--read-targets';

async function runCommand(commands: readonly Command[], words: readonly string[], io: Io): Promise<number> {
  if (words[0] === COMPLETION_FLAG) {
    const typed = words.slice(2).map((word) => (word === EMPTY_WORD ? '' : word));
    const found = completionsFor(commands, typed);
    await print(io, found.map((word) => `${word}\n`).join(''));
    return EXIT.done;
  }
  if (words[0] === READER_FLAG) {
    const { serve } = await import('../readers/serve.ts');
    await serve({ input: io.stdin, output: io.stdout, signal: io.signal });
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
  // A command that says itself what its --verbose tells has its own way with it.
  const verbose = args['verbose'] === true && !('verbose' in command.options);
  const diagnostics = await openDiagnostics(args, verbose ? (line) => void write(io.stderr, `${line}\n`) : null);
  return loggedRun({ command, words, log: diagnostics.log }, async () => {
    const module = await command.load();
    const changes = { colour, quiet: args['quiet'] === true, verbose, diagnostics };
    const exitCode = await module.run(args, consoleWith(io, changes));
    const cutShort = io.signal.aborted && command.endsOnInterrupt !== true;
    return cutShort ? EXIT.interrupted : exitCode;
  });
}

interface Logged {
  readonly command: Command;
  readonly words: readonly string[];
  /** Null where none is kept. */
  readonly log: Log | null;
}

/** Runs a command, and logs that it began, how it ended and how long it took. */
async function loggedRun({ command, words, log }: Logged, work: () => Promise<number>): Promise<number> {
  if (log === null) return work();
  const startedAt = performance.now();
  const took = (): number => Math.round(performance.now() - startedAt);
  // Values may hold what nobody should read: a command that prints a password, a name.
  const flags = words.filter((word) => /^--|^-[a-z]$/.test(word)).map((word) => word.split('=', 1).join(''));
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
