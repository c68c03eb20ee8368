import { GENERAL_OPTIONS } from '../common-options.ts';
import { type Command, nameOf, type OptionTable } from './command.ts';

/**
 * What could come next, by the words behind the program's name, of which the last one may be half a word or ''. Empty where
 * only the person, or the list of files, knows. Made of the same tables as the parser.
 */
export function completionsFor(commands: readonly Command[], words: readonly string[]): readonly string[] {
  const typed = words.at(-1) ?? '';
  const done = words.slice(0, -1);
  const { command, below } = commandIn(commands, done);
  const options: OptionTable = { ...command?.options, ...GENERAL_OPTIONS };
  const value = valuesOf(options, done.at(-1) ?? '');
  const names = Object.keys(options).map((name) => `--${name}`);
  const found = value ?? (typed.startsWith('-') ? [...names, '--help'] : nextWords(command, below));
  return found.filter((word) => word.startsWith(typed)).toSorted();
}

interface CompletionPoint {
  /** Null before the first command. */
  readonly command: Command | null;
  readonly below: readonly Command[];
}

/** The command that the words lead to; words that are none are its arguments. */
function commandIn(commands: readonly Command[], words: readonly string[]): CompletionPoint {
  let found: CompletionPoint = { command: null, below: commands };
  for (const word of words) {
    const next = found.below.find((one) => nameOf(one) === word);
    if (next !== undefined) found = { command: next, below: next.commands };
  }
  return found;
}

/** What a flag takes that has just been typed: nothing that is known for a free text; null where it takes no value. */
function valuesOf(options: OptionTable, word: string): readonly string[] | null {
  const name = word.startsWith('--') ? word.slice(2) : '';
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  if (option === undefined || option.type === 'boolean') return null;
  return (option.choices ?? []).map(String);
}

function nextWords(command: Command | null, below: readonly Command[]): readonly string[] {
  const choices = Object.values(command?.positionals ?? {}).flatMap((positional) =>
    (positional.choices ?? []).map(String),
  );
  return [...below.map(nameOf), ...choices];
}
