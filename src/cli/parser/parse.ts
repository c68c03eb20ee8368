import yargs, { type Argv } from 'yargs';
import { EsxcheckError } from '../../model/errors.ts';
import { GENERAL_OPTIONS } from '../common-options.ts';
import { type Command, nameOf } from './command.ts';
import { usageErrorFrom } from './usage-error.ts';
import { checkArguments, type ParsedArguments, refuseInheritedNames } from './validate.ts';

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
  words: readonly string[],
  options: ParseOptions,
): Invocation {
  refuseInheritedNames(words);
  let path: readonly Command[] = [];
  let shown = '';
  const parser = rootParser(commands, options, (chosen) => {
    path = chosen;
  });
  const parsed = parser.parseSync(words, {}, (error, _args, output) => {
    if (error) throw error;
    shown = output;
  }) as ParsedArguments;
  if (shown !== '') return { kind: 'show', text: `${shown}\n`, asked: true };
  const command = checkArguments({ commands, path, words, parsed });
  return command === null
    ? { kind: 'show', text: `${helpOf(rootParser(commands, options, () => undefined))}\n`, asked: false }
    : { kind: 'run', command, args: parsed };
}

type Choose = (path: readonly Command[]) => void;

function rootParser(commands: readonly Command[], { width, version }: ParseOptions, choose: Choose): Argv {
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
    .fail(failFor('<command>'));
  for (const command of commands) addCommand(parser, command, [], choose);
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

function addCommand(parser: Argv, command: Command, above: readonly Command[], choose: Choose): void {
  const path = [...above, command];
  const build = (own: Argv) => describe(own, command, path, choose);
  parser.command(command.usage, command.summary, build, () => {
    choose(path);
  });
}

function describe(parser: Argv, command: Command, path: readonly Command[], choose: Choose): Argv {
  const usage = [...path.slice(0, -1).map(nameOf), command.usage].join(' ');
  parser.usage(`$0 ${usage} [options]\n\n${command.summary}`).fail(failFor(usage));
  for (const [name, positional] of Object.entries(command.positionals)) parser.positional(name, positional);
  parser.options({ ...command.options });
  for (const below of command.commands) addCommand(parser, below, path, choose);
  return parser.epilogue([examplesOf(command), command.epilogue ?? ''].join('\n\n'));
}

/** Written by ourselves, since the parser's two columns break long command lines into pieces. */
function examplesOf(command: Command): string {
  const examples = command.examples.map(([line, meaning]) => `  # ${meaning}\n  ${line}`);
  return examples.length === 0 ? '' : ['Examples:', ...examples].join('\n');
}

/** The parser runs a command even after a mistake unless this throws. */
function failFor(usage: string): (message: string, error?: Error) => never {
  return (message, error) => {
    const isOurs = error === undefined || error.name === 'YError';
    throw isOurs ? usageErrorFrom(message ?? error?.message, usage) : error;
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
Help for one command: esxcheck scan --help`;
