import type { InferredOptionTypes, Options, PositionalOptions } from 'yargs';
import type { Io } from '../shared/console.ts';

/** Flags by their name on the command line, without the dashes. */
export type OptionTable = Readonly<Record<string, Options>>;
/** Arguments without a flag, in the order of the usage line. */
export type PositionalTable = Readonly<Record<string, PositionalOptions>>;

type CamelCase<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name;

type Values<Table extends Readonly<Record<string, Options | PositionalOptions>>> = InferredOptionTypes<{
  -readonly [Name in keyof Table]: Table[Name];
}>;

/** Values of a table of flags, by name in camel case; those that may be left out are optional. */
export type ArgumentsOf<Table extends Readonly<Record<string, Options | PositionalOptions>>> = {
  readonly [
    Name in keyof Table & string as undefined extends Values<Table>[Name] ? never : CamelCase<Name>
  ]: Values<Table>[Name];
} & {
  readonly [
    Name in keyof Table & string as undefined extends Values<Table>[Name] ? CamelCase<Name> : never
  ]?: Values<Table>[Name];
};

/** The file that does the work of a command. */
export interface CommandModule<Arguments> {
  /** Resolves to the exit code. */
  readonly run: (args: Arguments, io: Io) => Promise<number>;
}

/** A command as the registry holds it: data for the help, and what to do. */
export interface Command {
  /** Name and arguments, such as `kernel <name>`. */
  readonly usage: string;
  readonly summary: string;
  /** Pairs of a command line and what it does. */
  readonly examples: readonly (readonly [string, string])[];
  /** Further paragraphs at the end of the help. */
  readonly epilogue?: string;
  readonly positionals: PositionalTable;
  readonly options: OptionTable;
  /** True when Ctrl-C is the usual way to end it, and so no failure. */
  readonly endsOnInterrupt?: boolean;
  /** Commands below this one; then it does nothing itself. */
  readonly commands: readonly Command[];
  /** Of a group: the command below it that is meant where none is named. */
  readonly usual?: UsualCommand;
  /** Loads what does the work, so that help stays fast. */
  readonly load: () => Promise<CommandModule<Readonly<Record<string, unknown>>>>;
}

/** By the word behind the name of a group, null for none, the name of the command that is meant; null where none is. */
export type UsualCommand = (word: string | null) => string | null;

/** What a command's file states; the types of `args` follow from its tables. */
export interface CommandDefinition<Flags extends OptionTable, Positionals extends PositionalTable> {
  readonly usage: string;
  readonly summary: string;
  readonly examples: readonly (readonly [string, string])[];
  readonly epilogue?: string;
  readonly positionals?: Positionals;
  readonly options?: Flags;
  readonly endsOnInterrupt?: boolean;
  readonly load: () => Promise<CommandModule<ArgumentsOf<Flags & Positionals>>>;
}

/** Turns a definition into the shape that the registry holds. */
export function defineCommand<const Flags extends OptionTable = {}, const Positionals extends PositionalTable = {}>(
  definition: CommandDefinition<Flags, Positionals>,
): Command {
  const { positionals = {}, options = {}, load, ...rest } = definition;
  // The parser fills `args` from these same tables, which is what the type says.
  return { ...rest, positionals, options, commands: [], load: load as Command['load'] };
}

/** A command that only gathers others, such as `rules`. */
export function commandGroup(
  usage: string,
  summary: string,
  { commands, usual }: { readonly commands: readonly Command[]; readonly usual: UsualCommand },
): Command {
  const load = () => Promise.reject(new Error(`${usage} does nothing itself`));
  const examples = commands.flatMap((command) => command.examples);
  return { usage, summary, examples, positionals: {}, options: {}, commands, usual, load };
}

/** First word of the usage line. */
export function nameOf(command: Command): string {
  return command.usage.split(' ', 1).join('');
}
