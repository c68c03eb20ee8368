import type { OptionTable } from './command.ts';
import { HELP, dashed, misuse } from './misuse.ts';

/**
 * Refuses a value for a flag that takes none, such as `--canary=2` or `--canary 2`. The parser would take the first for
 * "no", and the second for an argument of the command.
 *
 * `surplus` are the arguments that the command has no place for.
 */
export function refuseFlagValues(table: OptionTable, words: readonly string[], surplus: readonly unknown[]): void {
  const ours = words.includes('--') ? words.slice(0, words.indexOf('--')) : words;
  for (const [index, word] of ours.entries()) {
    const [, name = '', value] = /^--?(?:no-)?([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
    if (!word.startsWith('-') || !isSwitch(table, name)) continue;
    const isGiven = value === undefined ? surplus.includes(ours[index + 1]) : !['true', 'false'].includes(value);
    if (isGiven) throw misuse(`The option ${dashed(name)} takes no value: it is there or not.`, [HELP]);
  }
}

function isSwitch(table: OptionTable, name: string): boolean {
  return Object.hasOwn(table, name) && table[name]?.type === 'boolean';
}
