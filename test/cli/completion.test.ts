import { expect, test } from 'vitest';
import { nameOf } from '../../src/cli/parser/command.ts';
import { completionsFor } from '../../src/cli/parser/completion.ts';
import { COMMANDS } from '../../src/cli/registry.ts';

test('commands, flags, values of flags and arguments are completed', () => {
  expect(completionsFor(COMMANDS, [''])).toEqual([...COMMANDS.map(nameOf), 'help'].toSorted());
  expect(completionsFor(COMMANDS, ['scan', '--ta'])).toEqual(['--tag', '--target', '--target-release']);
  expect(completionsFor(COMMANDS, ['trend', '--by', ''])).toEqual(['cluster', 'rule']);
  expect(completionsFor(COMMANDS, ['config', ''])).toEqual(['check', 'init', 'schema']);
  expect(completionsFor(COMMANDS, ['schedule', 's'])).toEqual(['systemd']);
  expect(completionsFor(COMMANDS, ['scan', '--target', ''])).toEqual([]);
  expect(completionsFor(COMMANDS, ['scan', '-u', ''])).toEqual([]);
  expect(completionsFor(COMMANDS, ['scan', '--server', ''])).toEqual([]);
  expect(completionsFor(COMMANDS, ['scan', '-k', '-'])).toEqual(expect.arrayContaining(['-k', '-u', '--cluster']));
  expect(completionsFor(COMMANDS, ['help', 'conf'])).toEqual(['config']);
  expect(completionsFor(COMMANDS, ['help', 'config', ''])).toEqual(['check', 'init', 'schema']);
  expect(completionsFor(COMMANDS, ['scan', '__proto__', '--__proto__', 'constructor'])).toEqual([]);
});
