import yargs, { type Argv, type Options } from 'yargs';
import { EsxcheckError } from '../../model/errors.ts';
import { GENERAL_OPTIONS } from '../common-options.ts';
import { type Command, nameOf, type OptionTable } from './command.ts';
import { usageErrorFrom } from './usage-error.ts';
import { impliedWords } from './implied-words.ts';
import { checkArguments, type ParsedArguments, refuseInheritedNames, refuseUnknownFlags } from './validate.ts';

/** What the words of a command line ask for. */
export type Invocation =
  /** `asked` is false when no command was named: help is shown, but nothing was done. */
  | { readonly kind: 'show'; readonly text: string; readonly asked: boolean }
  | { readonly kind: 'run'; readonly command: Command; readonly args: ParsedArguments };

export interface ParseOptions {
  /** Columns to wrap the help at. */
  readonly width: number;
  readonly version: string;
}

/** Arrays take one value per flag, dots and numbers in values mean nothing, `-abc` is one flag. */
const PARSER = {
  'greedy-arrays': false,
  'dot-notation': false,
  'parse-numbers': false,
  'parse-positional-numbers': false,
  'short-option-groups': false,
};

/** Reads a command line. Throws an EsxcheckError for a mistake; the value of an unknown flag is never repeated in it. */
export function parseCommandLine(
  commands: readonly Command[],
  given: readonly string[],
  options: ParseOptions,
): Invocation {
  refuseInheritedNames(given);
  const words = impliedWords(commands, given);
  let path: readonly Command[] = [];
  let shown = '';
  const choose = (chosen: readonly Command[]): void => {
    path = chosen;
  };
  const parser = rootParser(commands, options, { words, choose, refusal: null });
  const parsed = parser.parseSync(words, {}, (error, _args, output) => {
    if (error) throw error;
    shown = output;
  }) as ParsedArguments;
  if (shown !== '') return { kind: 'show', text: `${shown}\n`, asked: true };
  const command = checkArguments({ commands, path, words, parsed });
  return command === null
    ? {
        kind: 'show',
        text: `${helpOf(rootParser(commands, options, { words: [], choose: () => undefined, refusal: null }))}\n`,
        asked: false,
      }
    : { kind: 'run', command, args: parsed };
}

/** One reading of a command line. */
interface Reading {
  readonly words: readonly string[];
  /** What a reader of a value has thrown: the parser keeps no more of it than the sentence. */
  refusal: EsxcheckError | null;
  /** Told the command that was chosen, below the groups that it is in. */
  readonly choose: (path: readonly Command[]) => void;
}

function rootParser(commands: readonly Command[], { width, version }: ParseOptions, reading: Reading): Argv {
  const parser = yargs()
    .scriptName('esxcheck')
    .detectLocale(false)
    .parserConfiguration(PARSER)
    .exitProcess(false)
    .wrap(width)
    .usage('$0 <command> [options]\n\nChecks every ESXi host of a vCenter against hardware and platform rules.')
    .epilogue(FIRST_STEPS)
    .help('help', 'Show help')
    .alias('help', 'h')
    .version('version', 'Show the version', version)
    .options(GENERAL_OPTIONS)
    .updateStrings({ string: 'value', array: 'repeatable', boolean: 'flag' })
    .fail(failFor({ usage: '<command>', positionals: {} }));
  for (const command of commands) addCommand(parser, command, [], reading);
  return withoutSpareHelp(parser);
}

/** What yargs keeps to itself, as far as it is touched here. */
interface Inside {
  getInternalMethods?(): { getUsageInstance(): { cacheHelpMessage: () => void } };
}

/**
 * After a command was chosen yargs lays its help out once more, for a failure that is to come later. Here none comes: the
 * work begins when the parser is done. A release of yargs without this does what it always did.
 */
function withoutSpareHelp(parser: Argv): Argv {
  const usage = (parser as Argv & Inside).getInternalMethods?.().getUsageInstance();
  if (usage !== undefined) usage.cacheHelpMessage = () => undefined;
  return parser;
}

function addCommand(parser: Argv, command: Command, above: readonly Command[], reading: Reading): void {
  const path = [...above, command];
  const build = (own: Argv) => describe(own, command, path, reading);
  parser.command(command.usage, command.summary, build, () => {
    reading.choose(path);
  });
}

function describe(parser: Argv, command: Command, path: readonly Command[], reading: Reading): Argv {
  const usage = [...path.slice(0, -1).map(nameOf), command.usage].join(' ');
  parser.usage(`$0 ${usage} [options]\n\n${command.summary}`).fail(
    failFor({ usage, positionals: command.positionals }, () => {
      if (reading.refusal !== null) throw reading.refusal;
      // A mistyped flag may have swallowed the argument that the parser misses.
      if (command.commands.length === 0) refuseUnknownFlags(command, reading.words);
    }),
  );
  for (const [name, positional] of Object.entries(command.positionals)) parser.positional(name, positional);
  parser.options(withRefusals(command.options, reading));
  for (const below of command.commands) addCommand(parser, below, path, reading);
  return parser.epilogue([examplesOf(command), command.epilogue ?? ''].join('\n\n'));
}

/** The same flags, whose readers leave behind what they throw. */
function withRefusals(options: OptionTable, reading: Reading): Record<string, Options> {
  const entries = Object.entries(options).map(([name, option]) => {
    const { coerce } = option;
    if (coerce === undefined) return [name, option] as const;
    const read = (given: unknown): unknown => {
      try {
        return coerce(given);
      } catch (error) {
        if (error instanceof EsxcheckError) reading.refusal = error;
        throw error;
      }
    };
    return [name, { ...option, coerce: read }] as const;
  });
  return Object.fromEntries(entries);
}

/** Written by ourselves, since the parser's two columns break long command lines into pieces. */
function examplesOf(command: Command): string {
  const examples = command.examples.map(([line, meaning]) => `  # ${meaning}\n  ${line}`);
  return examples.length === 0 ? '' : ['Examples:', ...examples].join('\n');
}

/** The parser runs a command even after a mistake unless this throws. */
function failFor(
  about: Pick<Command, 'usage' | 'positionals'>,
  before: () => void = () => undefined,
): (message: string, error?: Error) => never {
  return (message, error) => {
    const isOurs = error === undefined || error.name === 'YError';
    if (isOurs) before();
    throw isOurs ? usageErrorFrom(message ?? error?.message, about) : error;
  };
}

function helpOf(parser: Argv): string {
  let text = '';
  parser.parseSync(['--help'], {}, (_error, _args, output) => {
    text = output;
  });
  if (text === '') throw new EsxcheckError('NO_HELP', 'There is no help to show.');
  return text;
}

const FIRST_STEPS = `First time here? This needs no vCenter and changes nothing:
  esxcheck demo
Then look at your own hosts:
  esxcheck trust vc01.example.com
  esxcheck scan --target vc01.example.com --user administrator@vsphere.local
Help for one command: esxcheck help scan`;
