import { GENERAL_OPTIONS } from '../common-options.ts';
import type { Command, OptionTable } from './command.ts';

/** A flag as it was typed. */
export interface FlagWord {
  /** With its dashes, without a value: `--no-colour`, `-k`. */
  readonly written: string;
  /** Without dashes and `no-`: `colour`, `k`, `WhatIf`. */
  readonly name: string;
  /** What stands behind `=`; undefined without one. */
  readonly value: string | undefined;
  /** Where in the words. */
  readonly index: number;
}

/** The flags among the words, up to `--`. Numbers below zero are none. */
export function flagWords(words: readonly string[]): readonly FlagWord[] {
  const end = words.indexOf('--');
  const ours = end < 0 ? words : words.slice(0, end);
  return ours.flatMap((word, index) => {
    const [, dashes, no = '', name, value] = /^(--?)(no-)?([^\s=-][^=]*)(?:=(.*))?$/s.exec(word) ?? [];
    if (dashes === undefined || name === undefined || /^\d/.test(name)) return [];
    return [{ written: `${dashes}${no}${name}`, name, value, index }];
  });
}

/** Every flag that a command takes: its own and those of all commands. */
export function optionsOf(command: Command | null): OptionTable {
  return { ...GENERAL_OPTIONS, ...command?.options };
}

/** Other names of a flag, as its table has them. */
export function aliasesOf({ alias }: OptionTable[string]): readonly string[] {
  return alias === undefined ? [] : typeof alias === 'string' ? [alias] : alias;
}

/** All names that flags of a table can be written with. */
export function namesIn(table: OptionTable): readonly string[] {
  return Object.entries(table).flatMap(([name, option]) => [name, ...aliasesOf(option)]);
}

/** The flag of a table that a name or an alias means; null for none. */
export function optionNamed(table: OptionTable, name: string): OptionTable[string] | null {
  const found = Object.entries(table).find(([own, option]) => own === name || aliasesOf(option).includes(name));
  return found?.[1] ?? null;
}

/** `computeResource` as it is written behind two dashes. */
export function toDashes(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
