import { EsxcheckError } from '../model/errors.ts';

/** An error for a command line that cannot be understood. */
export function misuse(sentence: string, details: readonly string[] = []): EsxcheckError {
  return new EsxcheckError('USAGE', sentence, { details });
}

/** Puts the parser's own complaint into one sentence; what it lists below becomes details. */
export function misuseFrom(complaint: string): EsxcheckError {
  const valueless = /^Not enough arguments following: (.+)$/.exec(complaint)?.[1];
  if (valueless !== undefined) return misuse(`The option ${dashed(valueless)} needs a value.`);
  if (complaint.startsWith('Not enough non-option arguments')) return misuse('An argument is missing.', [HELP]);
  const [invalid, ...choices] = complaint.split('\n').map((line) => line.trim());
  if (invalid === 'Invalid values:') return misuse('An option has a value that it cannot have.', choices);
  return misuse(`${complaint.split('\n').join(' ')}.`, [HELP]);
}

/** A flag as people write it. */
export function dashed(name: string): string {
  return name.length === 1 ? `-${name}` : `--${name}`;
}

export const HELP = 'Add --help to see what the command takes.';
