import { type Command, nameOf } from './command.ts';
import { namesIn, optionNamed, optionsOf } from './flag-words.ts';

/**
 * What could come next, by the words behind the program's name, of which the last one may be half a word or ''. Empty where
 * only the person, or the list of files, knows. Made of the same tables as the parser.
 */
export function completionsFor(commands: readonly Command[], words: readonly string[]): readonly string[] {
  const typed = words.at(-1) ?? '';
  const asksForHelp = words[0] === 'help' && words.length > 1;
  const done = words.slice(asksForHelp ? 1 : 0, -1);
  const { command, below } = commandIn(commands, done);
  const value = valuesOf(command, done.at(-1) ?? '');
  const found = value ?? (typed.startsWith('-') ? flagsOf(command) : nextWords(command, below));
  const all = words.length === 1 && value === null && !typed.startsWith('-') ? [...found, 'help'] : found;
  return [...new Set(all)].filter((word) => word.startsWith(typed)).toSorted();
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

/** Flags by all their names, the short ones too. */
function flagsOf(command: Command | null): readonly string[] {
  return [...namesIn(optionsOf(command)), 'help', 'version'].map((name) =>
    name.length === 1 ? `-${name}` : `--${name}`,
  );
}

/** What a flag takes that has just been typed: nothing that is known for a free text; null where it takes no value. */
function valuesOf(command: Command | null, word: string): readonly string[] | null {
  const [, name] = /^--?([^-].*)$/.exec(word) ?? [];
  const option = name === undefined ? null : optionNamed(optionsOf(command), name);
  if (option === null || option.type === 'boolean') return null;
  return (option.choices ?? []).map(String);
}

function nextWords(command: Command | null, below: readonly Command[]): readonly string[] {
  const choices = Object.values(command?.positionals ?? {}).flatMap((positional) =>
    (positional.choices ?? []).map(String),
  );
  return [...below.map(nameOf), ...choices];
}
