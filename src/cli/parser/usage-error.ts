import { EsxcheckError } from '../../model/errors.ts';
import { nearest } from '../../model/nearest.ts';
import { type Command, nameOf } from './command.ts';

/** An error for a command line that cannot be understood. */
export function usageError(sentence: string, details: readonly string[] = []): EsxcheckError {
  return new EsxcheckError('USAGE', sentence, { details });
}

/** Puts the parser's own complaint about a command into one sentence; values that were given are not repeated. */
export function usageErrorFrom(
  complaint: string,
  { usage, positionals }: Pick<Command, 'usage' | 'positionals'>,
): EsxcheckError {
  const valueless = /^Not enough arguments following: (.+)$/.exec(complaint)?.[1];
  if (valueless !== undefined) return usageError(`The option ${dashed(valueless)} needs a value.`);
  if (complaint.startsWith('Not enough non-option arguments')) {
    const choices = Object.entries(positionals).flatMap(([name, { choices: all = [] }]) =>
      all.length === 0 ? [] : [`${name}: ${all.map(String).join(', ')}`],
    );
    return usageError('An argument is missing.', [`Usage: esxcheck ${usage}`, ...choices, HELP]);
  }
  const choice = /Argument: ([a-z-]+), Given: .*, Choices: (.*)$/s.exec(complaint);
  if (choice !== null) return usageError(`The option ${dashed(choice[1] ?? '')} takes one of ${choice[2]}.`);
  return usageError(complaint.endsWith('.') ? complaint : `${complaint}.`, [HELP]);
}

/** An error for a word that names none of the commands of a group; the group is empty at the top. */
export function unknownCommand(
  word: string,
  { group, commands }: { readonly group: readonly string[]; readonly commands: readonly Command[] },
): EsxcheckError {
  const meant = nearest(word, commands.map(nameOf));
  const advice = meant === null ? listOf(commands) : `Did you mean: ${['esxcheck', ...group, meant].join(' ')}`;
  return usageError(`There is no command ${JSON.stringify([...group, word].join(' '))}.`, [advice]);
}

/** Which commands there are, as a sentence. */
export function listOf(commands: readonly Command[]): string {
  return `There is: ${commands.map(nameOf).join(', ')}.`;
}

/** A flag as people write it. */
export function dashed(name: string): string {
  return name.length === 1 ? `-${name}` : `--${name}`;
}

export const HELP = 'Add --help to see what the command takes.';
