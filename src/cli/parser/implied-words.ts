import { type Command, nameOf, type UsualCommand } from './command.ts';
import { unknownCommand } from './usage-error.ts';

/**
 * The words with what people leave out: `help scan` is `scan --help`, `version` is `--version`, and a group alone means its
 * usual command, so that `rules` is `rules list`. Throws USAGE where help is asked for about a command that there is not.
 */
export function impliedWords(commands: readonly Command[], words: readonly string[]): readonly string[] {
  const [first, ...others] = words;
  if (first === 'version' && others.length === 0) return ['--version'];
  if (first === 'help') return [...commandPath(commands, others[0] === 'help' ? [] : others), '--help'];
  const command = commands.find((each) => nameOf(each) === first);
  if (first === undefined || command === undefined) return words;
  const takesNoWord = Object.keys(command.positionals).length === 0;
  if (takesNoWord && others.join(' ') === 'help') return [first, '--help'];
  return command.usual === undefined ? words : [first, ...withUsualCommand(command, command.usual, others)];
}

/** As many of the words as name commands, one below the other; what follows a command is about its arguments. */
function commandPath(commands: readonly Command[], words: readonly string[]): readonly string[] {
  const path: string[] = [];
  let below = commands;
  for (const word of words.filter((each) => !each.startsWith('-'))) {
    if (below.length === 0) return path;
    const command = below.find((each) => nameOf(each) === word);
    if (command === undefined) throw unknownCommand(word, { group: path, commands: below });
    path.push(word);
    below = command.commands;
  }
  return path;
}

function withUsualCommand(group: Command, usual: UsualCommand, words: readonly string[]): readonly string[] {
  const names = group.commands.map(nameOf);
  // A command of the group behind its flags, or a wish for help about the group as a whole.
  if (words.some((word) => names.includes(word) || HELP_WORDS.includes(word))) return words;
  const [next = null] = words;
  const meant = usual(next === null || next.startsWith('-') ? null : next);
  return meant === null ? words : [meant, ...words];
}

const HELP_WORDS = ['--help', '-h', '--version'];
