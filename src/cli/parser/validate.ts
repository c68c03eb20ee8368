import { EsxcheckError } from '../../model/errors.ts';
import { nearest } from '../../model/nearest.ts';
import { type Command, nameOf, type OptionTable } from './command.ts';
import { aliasesOf, type FlagWord, flagWords, namesIn, optionNamed, optionsOf, toDashes } from './flag-words.ts';
import { peerAdvice, withoutFlag } from './peer-flags.ts';
import { dashed, HELP, listOf, unknownCommand, usageError } from './usage-error.ts';

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
  refuseUnknownFlags(chosen, words);
  refuseStrangeKeys(chosen, parsed);
  refuseRepeatedFlags(chosen, parsed);
  refuseSwitchedBack(chosen, words);
  refuseNone(chosen, words);
  if (parsed['quiet'] === true && parsed['verbose'] === true && !('verbose' in chosen.options)) {
    throw usageError('--quiet and --verbose contradict each other: leave out the one that is not meant.');
  }
  const surplus = parsed._.slice(path.length);
  refuseFlagValues(optionsOf(chosen), words, surplus);
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
  const list = listOf(commands);
  if (typeof word === 'string') throw unknownCommand(word, { group, commands });
  if (group.length > 0) throw usageError(`"${group.join(' ')}" needs to know what to do.`, [list]);
  if (words.includes('-v'))
    throw usageError('The command is missing.', ['The version is shown by: esxcheck --version', list]);
  if (words.length > 0) throw usageError('The command is missing.', [list]);
  return null;
}

/** Refuses the first flag that a command does not have, and says which was meant. Throws USAGE. */
export function refuseUnknownFlags(command: Command, words: readonly string[]): void {
  const known = [...namesIn(optionsOf(command)), 'help', 'h', 'version'];
  for (const flag of flagWords(words)) {
    const isKnown = known.includes(flag.name) || known.includes(toDashes(flag.name));
    if (isKnown && flag.written !== '-confirm') continue;
    throw usageError(`"${nameOf(command)}" has no option ${shown(flag, command)}.`, [adviceFor(flag, command)]);
  }
}

/** What the parser took for a flag and no eye would, such as `---x`. */
function refuseStrangeKeys(command: Command, parsed: ParsedArguments): void {
  const known = new Set([...namesIn(optionsOf(command)), ...Object.keys(command.positionals), '_', '$0']);
  const strange = Object.keys(parsed).some((key) => !known.has(key) && !known.has(toDashes(key)));
  if (strange) throw usageError(`"${nameOf(command)}" has no option like one that was given.`, [HELP]);
}

function adviceFor(flag: FlagWord, command: Command): string {
  const { written, name } = flag;
  if (Object.hasOwn(command.positionals, name)) return withoutFlag(command);
  const known = namesIn(optionsOf(command));
  const short = stuckTo(flag, known);
  const peer = short === null ? peerAdvice(command, written) : null;
  if (peer !== null) return peer;
  if (short !== null) return `A value of -${short} is a word of its own, and short options are given one by one.`;
  const meant = nearest(toDashes(name), [...known.filter((each) => each.length > 1), 'help', 'version']);
  if (meant !== null) return `Did you mean --${meant}?`;
  // A value may be stuck to a short flag of another tool.
  return (written.startsWith('--') ? null : peerAdvice(command, written.slice(0, 2))) ?? HELP;
}

/** The short flag that `-uNAME` and `-qk` begin with. */
function stuckTo({ written, name }: FlagWord, known: readonly string[]): string | null {
  const first = name.slice(0, 1);
  return !written.startsWith('--') && name.length > 1 && known.includes(first) ? first : null;
}

/** Of `-psecret` only the `-p`: the rest may be a secret. A word that is known, of whatever tool, is none. */
function shown({ written, name }: FlagWord, command: Command): string {
  if (written.startsWith('--') || name.length === 1) return written;
  const isWord = peerAdvice(command, written) !== null || namesIn(optionsOf(command)).includes(name.toLowerCase());
  return isWord ? written.replace(/:.*$/s, '') : written.slice(0, 2);
}

/** A flag that takes one value and was given twice: which of them was meant is not for us to guess. */
function refuseRepeatedFlags(command: Command, parsed: ParsedArguments): void {
  for (const [name, option] of Object.entries(optionsOf(command))) {
    const repeated = !('array' in option) && !('nargs' in option) && Array.isArray(parsed[name]);
    if (repeated) throw usageError(`The option ${dashed(name)} is given more than once.`);
  }
}

/** Flags that take a value, or `--no-` for none. */
const MAY_BE_NONE = ['config'];

/** `--no-user` would otherwise be a value. */
function refuseNone(command: Command, words: readonly string[]): void {
  const table = optionsOf(command);
  for (const { written, name } of flagWords(words)) {
    const isSwitchable = optionNamed(table, toDashes(name))?.type === 'boolean' || MAY_BE_NONE.includes(name);
    if (!written.startsWith('--no-') || isSwitchable || ['help', 'version'].includes(name)) continue;
    throw usageError(`The option --${toDashes(name)} takes a value, and cannot be switched off.`, [HELP]);
  }
}

/** A switch that is there and is taken back: the parser would take the last word for it. */
function refuseSwitchedBack(command: Command, words: readonly string[]): void {
  for (const [name, option] of Object.entries(optionsOf(command))) {
    if (option.type !== 'boolean') continue;
    const names = [name, ...aliasesOf(option)];
    const given = flagWords(words).filter((flag) => names.includes(toDashes(flag.name)));
    const isOff = given.map(({ written, value }) => /^--?no-/.test(written) !== (value === 'false'));
    if (new Set(isOff).size < 2) continue;
    throw usageError(`--${name} and --no-${name} contradict each other: leave out the one that is not meant.`);
  }
}

function tooMany(command: Command): Error {
  const takesTarget = 'target' in command.options;
  const advice = takesTarget ? 'A vCenter or ESXi host is named with --target.' : HELP;
  return usageError(`"${nameOf(command)}" takes fewer arguments than were given.`, [advice]);
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
  for (const { name, value, index } of flagWords(words)) {
    if (optionNamed(table, toDashes(name))?.type !== 'boolean') continue;
    const isGiven = value === undefined ? surplus.includes(words[index + 1]) : !['true', 'false'].includes(value);
    if (isGiven) throw usageError(`The option ${dashed(name)} takes no value: it is there or not.`, [HELP]);
  }
}

const PASSWORD_FLAGS = ['password', 'passwd', 'pass', 'pwd'];

/** Refuses a password on the command line, where every user of the machine can read it, without repeating it. */
function refusePasswordFlag(parsed: Readonly<Record<string, unknown>>): void {
  const flag = PASSWORD_FLAGS.find((name) => Object.keys(parsed).some((key) => key.toLowerCase() === name));
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
