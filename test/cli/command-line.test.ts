import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Command, nameOf } from '../../src/cli/parser/command.ts';
import { parseCommandLine } from '../../src/cli/parser/parse.ts';
import { COMMANDS } from '../../src/cli/registry.ts';
import { EsxcheckError } from '../../src/model/errors.ts';
import { runIn } from './captured-io.ts';
import { runs } from '../support/sample.ts';

const OPTIONS = { width: 80, version: '1.2.3' };

function parse(...words: readonly string[]) {
  const invocation = parseCommandLine(COMMANDS, words, OPTIONS);
  if (invocation.kind !== 'run') throw new Error('a command was expected');
  return invocation;
}

/** Every command with its groups above it. */
function leaves(commands: readonly Command[], above: readonly string[] = []): { path: string[]; command: Command }[] {
  return commands.flatMap((command) => {
    const path = [...above, nameOf(command)];
    return command.commands.length === 0 ? [{ path, command }] : leaves(command.commands, path);
  });
}

const LEAVES = leaves(COMMANDS);

test('flags that may be repeated take one value each, and leave the arguments alone', () => {
  const { command, args } = parse('kernel', '--target', 'vc01', 'iovDisableIR', '--target', 'vc02');
  expect(nameOf(command)).toBe('kernel');
  expect(args).toMatchObject({ name: 'iovDisableIR', target: ['vc01', 'vc02'] });
});

test('values stay text, numbers are read, and defaults are there', () => {
  const { args } = parse('scan', '--user', '007', '--max-unknown', '5', '--host', '1.5');
  expect(args).toMatchObject({ user: '007', maxUnknown: 5, host: ['1.5'], timeout: 60, failOn: 'fail' });
});

test.each([
  ['scan', '--quiet=true'],
  ['scan', '--quiet', 'true'],
  ['scan', '--quiet'],
])('a flag without a value is there, or says so: %s %s %s', (...words) => {
  expect(parse(...words).args).toMatchObject({ quiet: true });
});

test('a word after a flag without a value is an argument where the command takes one', () => {
  expect(parse('apply', '--canary', 'p.json').args).toMatchObject({ canary: true, plan: 'p.json' });
});

test('--no- turns a flag off', () => {
  expect(parse('scan', '--no-insecure', '--no-colour').args).toMatchObject({ insecure: false, colour: false });
});

test.each([
  [['scna'], 'There is no command "scna".', 'esxcheck scan'],
  [['rules', 'lst'], 'There is no command "rules lst".', 'esxcheck rules list'],
  [['scan', '--trget', 'vc01'], '"scan" has no option --trget.', '--target'],
  [['scan', '--compute-resuorce', 'x'], '"scan" has no option --compute-resuorce.', '--compute-resource'],
  [['scan', '--no-colur'], '"scan" has no option --no-colur.', '--colour'],
  [['scan', '-x'], '"scan" has no option -x.', '--help'],
  [['scan', '--target'], 'The option --target needs a value.', ''],
  [['scan', '--target', '--user', 'x'], 'The option --target needs a value.', ''],
  [['scan', '--user', 'a', '--user', 'b'], 'The option --user is given more than once.', ''],
  [['scan', '--timeout', '5', '--timeout', '6'], 'The option --timeout is given more than once.', ''],
  [['scan', '--timeout', '0'], 'The option --timeout takes a whole number from 1 to 3600.', ''],
  [['scan', '--timeout', '1e3'], 'The option --timeout takes a whole number', ''],
  [['scan', '--fail-on', 'hunter2'], 'The option --fail-on takes one of "fail", "warn".', ''],
  [['scan', 'vc01'], '"scan" takes fewer arguments than were given.', '--target'],
  [['apply', 'p.json', '--canary', '2'], 'The option --canary takes no value: it is there or not.', '--help'],
  [
    ['apply', 'p.json', '--canary=hunter2', '--confirm'],
    'The option --canary takes no value: it is there or not.',
    '--help',
  ],
  [['scan', '--quiet', 'vc01'], 'The option --quiet takes no value: it is there or not.', '--help'],
  [['apply', '--confirm', 'p.json', 'q.json'], '"apply" takes fewer arguments than were given.', '--target'],
  [['kernel'], 'An argument is missing.', 'esxcheck kernel <name>'],
  [['--quiet'], 'The command is missing.', 'scan'],
])('%j is refused: %s', async (words, sentence, next) => {
  const { exitCode, stdout, stderr } = await runIn(words);
  expect(exitCode).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain(`USAGE: ${sentence}`);
  expect(stderr).toContain(next);
  expect(stderr).not.toContain('hunter2');
});

test.each(['--password=hunter2', '--password hunter2', '--passwd hunter2', '--password', '--no-password hunter2'])(
  '%s is refused without repeating the password',
  async (line) => {
    for (const before of ['scan --target vc01', '', 'rules list']) {
      const { exitCode, stderr } = await runIn(`${before} ${line}`.trim().split(' '));
      expect(exitCode).toBe(2);
      expect(stderr).toContain('PASSWORD_IN_ARGUMENTS');
      expect(stderr).toMatch(/--password-file.*--password-stdin.*--password-command.*ESXCHECK_PASSWORD/);
      expect(stderr).not.toContain('hunter2');
    }
  },
);

test('a password stuck to a short flag is not repeated either', async () => {
  const { stderr } = await runIn(['scan', '-phunter2']);
  expect(stderr).toContain('has no option -p.');
  expect(stderr).not.toMatch(/hunter2/);
});

test.each(Object.getOwnPropertyNames(Object.prototype))(
  'the flag --%s, which every object has, is refused',
  async (name) => {
    const { exitCode, stderr } = await runIn(['scan', `--${name}`, 'x']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('USAGE: ');
  },
);

test('whatever is typed, it is a command, a text to show, or an error for people', () => {
  const flags = LEAVES.flatMap(({ command }) => Object.keys(command.options)).map((name) => `--${name}`);
  const word = fc.oneof(
    fc.constantFrom(...COMMANDS.map(nameOf), ...flags, '--', '-', '--no-', '--=', '-1', '--help', '--version'),
    fc.string({ maxLength: 8 }),
    fc.string({ maxLength: 8 }).map((name) => `--${name}`),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 5 }), (words) => {
      try {
        parseCommandLine(COMMANDS, words, OPTIONS);
      } catch (error) {
        if (!(error instanceof EsxcheckError)) throw error;
      }
    }),
    { numRuns: runs(300) },
  );
});

test('alone, it says what to do first, and that nothing was done', async () => {
  for (const words of [[], ['help'], ['--help'], ['-h']]) {
    const { exitCode, stdout, stderr } = await runIn(words);
    expect(exitCode).toBe(words.length === 0 ? 2 : 0);
    expect(stdout).toContain('esxcheck demo');
    expect(stdout.endsWith('\n')).toBe(true);
    expect(stderr).toBe('');
  }
});

test('--version is the version of the package', async () => {
  expect((await runIn(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test.each(LEAVES.map(({ path, command }) => [path.join(' '), path, command] as const))(
  'the help of "%s" has its summary and its examples, and fits the terminal',
  async (_name, path, command) => {
    const { exitCode, stdout } = await runIn([...path, '--help']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`esxcheck ${path.join(' ')}`);
    expect(stdout).toContain('Examples:');
    expect(command.examples.length).toBeGreaterThan(0);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  },
);

test.each(LEAVES.flatMap(({ path, command }) => command.examples.map(([line]) => [line, path] as const)))(
  'the example "%s" is understood',
  (line, path) => {
    const words = line.replaceAll('...', '').split(' ').slice(1);
    expect(line.startsWith('$0 ')).toBe(true);
    expect(nameOf(parse(...words).command)).toBe(path.at(-1));
  },
);
