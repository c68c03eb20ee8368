import { EsxcheckError } from '../../model/errors.ts';
import { nearest } from '../../model/nearest.ts';
import { GENERAL_OPTIONS } from '../common-options.ts';
import { type Command, nameOf, type OptionTable } from './command.ts';
import { dashed, HELP, usageError } from './usage-error.ts';

/** What the parser made of the words: flags by name and in camel case, and the words without a flag. */
export type ParsedArguments = Readonly<Record<string, unknown>> & { readonly _: readonly unknown[] };

interface Parse {
  readonly commands: readonly Command[];
  /** The command that was chosen, below the groups that it is in; empty when the words name none. */
  readonly path: readonly Command[];
  readonly words: readonly string[];
  readonly parsed: ParsedArguments;
}

/** The command to run; null when the line is empty. Throws an EsxcheckError when the line names something unknown. */
export function checkArguments({ commands, path, words, parsed }: Parse): Command | null {
  refusePasswordFlag(parsed);
  const chosen = path.at(-1);
  if (chosen === undefined || chosen.commands.length > 0) {
    const here = chosen === undefined ? commands : chosen.commands;
    return unfinished(here, path.map(nameOf), parsed, words);
  }
  refuseUnknownFlags(chosen, parsed, words);
  refuseRepeatedFlags(chosen, parsed);
  const surplus = parsed._.slice(path.length);
  refuseFlagValues({ ...GENERAL_OPTIONS, ...chosen.options }, words, surplus);
  if (surplus.length > 0) throw tooMany(chosen);
  return chosen;
}

/** Flags such as `--constructor` would make the parser stumble over what every object inherits. */
export function refuseInheritedNames(words: readonly string[]): void {
  const names = words.map((word) => /^--?(?:no-)?([^=]*)/.exec(word)?.[1]).filter((name) => name !== undefined);
  const inherited = names.find((name) => toCamelCase(name) in Object.prototype);
  if (inherited !== undefined) throw usageError(`There is no option --${inherited}.`, [HELP]);
}

function unfinished(
  commands: readonly Command[],
  group: readonly string[],
  parsed: ParsedArguments,
  words: readonly string[],
): null {
  const word = parsed._[group.length];
  const names = commands.map(nameOf);
  const list = `There is: ${names.join(', ')}.`;
  if (word === 'help' && group.length === 0) return null;
  if (typeof word === 'string') {
    const meant = nearest(word, names);
    const advice = meant === null ? list : `Did you mean: ${['esxcheck', ...group, meant].join(' ')}`;
    throw usageError(`There is no command ${JSON.stringify([...group, word].join(' '))}.`, [advice]);
  }
  if (group.length > 0) throw usageError(`"${group.join(' ')}" needs to know what to do.`, [list]);
  if (words.length > 0) throw usageError('The command is missing.', [list]);
  return null;
}

function refuseUnknownFlags(command: Command, parsed: ParsedArguments, words: readonly string[]): void {
  const flags = [...flagNames(command), 'help', 'version'];
  const known = new Set([...flags, 'h', '_', '$0', ...Object.keys(command.positionals)]);
  const unknown = Object.keys(parsed).find((key) => !known.has(key) && !known.has(toDashes(key)));
  if (unknown === undefined) return;
  const written = asWritten(unknown, words);
  const meant = nearest(toDashes(unknown), flags);
  const advice = meant === null ? HELP : `Did you mean --${meant}?`;
  throw usageError(`"${nameOf(command)}" has no option ${written}.`, [advice]);
}

/** A flag that takes one value and was given twice: which of them was meant is not for us to guess. */
function refuseRepeatedFlags(command: Command, parsed: ParsedArguments): void {
  for (const [name, option] of Object.entries({ ...GENERAL_OPTIONS, ...command.options })) {
    const repeated = !('array' in option) && !('nargs' in option) && Array.isArray(parsed[name]);
    if (repeated) throw usageError(`The option ${dashed(name)} is given more than once.`);
  }
}

function tooMany(command: Command): Error {
  const takesTarget = 'target' in command.options;
  const advice = takesTarget ? 'A vCenter or ESXi host is named with --target.' : HELP;
  return usageError(`"${nameOf(command)}" takes fewer arguments than were given.`, [advice]);
}

function flagNames(command: Command): string[] {
  return Object.keys({ ...GENERAL_OPTIONS, ...command.options });
}

/** Only the name of a flag, and of `-psecret` only the `-p`: the rest may be a secret. */
function asWritten(key: string, words: readonly string[]): string {
  const long = words.some((word) => word.startsWith('--') && toDashes(word.slice(2)).startsWith(toDashes(key)));
  const negated = words.includes(`--no-${key}`);
  if (negated) return `--no-${key}`;
  return long ? `--${key}` : `-${key.slice(0, 1)}`;
}

function toDashes(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function toCamelCase(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * Refuses a value for a flag that takes none, such as `--canary=2` or `--canary 2`. The parser would take the first for
 * "no", and the second for an argument of the command.
 *
 * `surplus` are the arguments that the command has no place for.
 */
function refuseFlagValues(table: OptionTable, words: readonly string[], surplus: readonly unknown[]): void {
  const ours = words.includes('--') ? words.slice(0, words.indexOf('--')) : words;
  for (const [index, word] of ours.entries()) {
    const [, name = '', value] = /^--?(?:no-)?([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
    if (!word.startsWith('-') || !isSwitch(table, name)) continue;
    const isGiven = value === undefined ? surplus.includes(ours[index + 1]) : !['true', 'false'].includes(value);
    if (isGiven) throw usageError(`The option ${dashed(name)} takes no value: it is there or not.`, [HELP]);
  }
}

function isSwitch(table: OptionTable, name: string): boolean {
  return Object.hasOwn(table, name) && table[name]?.type === 'boolean';
}

const PASSWORD_FLAGS = ['password', 'passwd', 'pass', 'pwd'];

/** Refuses a password on the command line, where every user of the machine can read it, without repeating it. */
function refusePasswordFlag(parsed: Readonly<Record<string, unknown>>): void {
  const flag = PASSWORD_FLAGS.find((name) => Object.hasOwn(parsed, name));
  if (flag === undefined) return;
  throw new EsxcheckError(
    'PASSWORD_IN_ARGUMENTS',
    `There is no --${flag}: other users of this machine can read the arguments of a program, and shells keep them in a history.`,
    {
      details: [
        'Leave it out to be asked for the password, or use one of:',
        '  --password-file FILE, --password-stdin, --password-command COMMAND, or ESXCHECK_PASSWORD in the environment.',
        'If what followed was a real password, remove it from the history of your shell, and change it if others use this machine.',
      ],
    },
  );
}
