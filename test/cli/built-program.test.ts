import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { type Command, nameOf } from '../../src/cli/parser/command.ts';
import { COMMANDS } from '../../src/cli/registry.ts';
import { tool } from '../../src/shipped/installation.ts';
import { runInProcess } from '../support/in-process.ts';
import { PROGRAM, runProgram } from '../support/program.ts';

const FOLDER = dirname(PROGRAM);
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.js'));

/** Words of every command, and of every group. */
function paths(commands: readonly Command[], above: readonly string[] = []): readonly (readonly string[])[] {
  return commands.flatMap((command) => {
    const path = [...above, nameOf(command)];
    return [path, ...paths(command.commands, path)];
  });
}

const PATHS = [[], ...paths(COMMANDS)];

test('the help is ASCII without colours: the program lays it out by counting characters', async () => {
  for (const path of PATHS) {
    const { stdout } = await runInProcess([...path, '--help']);
    expect(stdout).toMatch(/^[\n\x20-\x7e]+$/);
  }
});

/** Both ways to run: the sources, where the parser is whole, and what was built. */
async function bothWays(words: readonly string[]) {
  const [built, whole] = await Promise.all([runProgram(words), runInProcess(words)]);
  const { exitCode, stdout, stderr } = built;
  return { built: { exitCode, stdout, stderr }, whole };
}

test('every help is, to the byte, what the whole parser makes', { timeout: 120_000 }, async () => {
  for (const path of PATHS) {
    const { built, whole } = await bothWays([...path, '--help']);
    expect(built).toEqual(whole);
    expect(built.stdout).toContain('--help');
  }
});

const MISTAKES: readonly (readonly string[])[] = [
  [],
  ['--version'],
  ['help'],
  ['scna'],
  ['rules'],
  ['rules', 'lsit'],
  ['scan', '--formt', 'csv'],
  ['scan', '--format'],
  ['scan', '--timeout', 'x'],
  ['scan', '--password', 'x'],
  ['kernel'],
  ['kernel', 'a', 'b'],
  ['doctor', '--for', 'fun'],
  ['completion', 'tcsh'],
  ['catalog', '--flips', '7.0U3'],
  ['--constructor'],
];

test.each(MISTAKES.map((words) => ({ line: words.join(' '), words })))(
  'what is said of: esxcheck $line',
  async ({ words }) => {
    const { built, whole } = await bothWays(words);
    expect(built).toEqual(whole);
  },
);

test('every file of the program can be loaded, and nothing is said about it', () => {
  const files = FILES.map((name) => join(FOLDER, name));
  const load = `process.argv = [process.execPath, ${JSON.stringify(PROGRAM)}, '--version'];
    require(${JSON.stringify(PROGRAM)}); ${JSON.stringify(files)}.forEach((file) => require(file));`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', load], { encoding: 'utf8' });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: `${tool().version}\n`, stderr: '' });
  expect(FILES.length).toBeGreaterThan(COMMANDS.length);
});

test('whatever the files load later is among them, or is a package', () => {
  for (const name of FILES) {
    const text = readFileSync(join(FOLDER, name), 'utf8');
    for (const [, path = ''] of text.matchAll(/\b(?:import|require)\(["'](\.[^"']+)["']\)/g))
      expect(FILES).toContain(path.slice(2));
  }
});

test('packages that are part of the files have their licences beside them', () => {
  const named = new Set<string>();
  for (const name of FILES) {
    const text = readFileSync(join(FOLDER, name), 'utf8');
    // The bundler writes above each module where it comes from.
    for (const [, folder = ''] of text.matchAll(/^\/\/ \S*node_modules\/((?:@[^/\s]+\/)?[^/\s]+)\/\S+$/gm))
      named.add(folder);
  }
  const texts = readFileSync(join(FOLDER, 'THIRD-PARTY-LICENCES.txt'), 'utf8');
  const without = [...named].filter((name) => !new RegExp(`^${name} [\\d.]+ \\(`, 'm').test(texts));
  expect(without).toEqual([]);
  expect([...named]).toEqual(expect.arrayContaining(['yargs', 'yargs-parser', 'cliui', 'p-map', 'd3-scale']));
});

test.each(['--help', 'rules list'])(
  '%s waits for no library that it does not need, such as a schema for what the build has checked',
  (line) => {
    const tells = `process.on('exit', () => require('node:fs').writeSync(2, Object.keys(require.cache).join('\\n')));
    process.argv = [process.execPath, ${JSON.stringify(PROGRAM)}, ...${JSON.stringify(line.split(' '))}];
    require(${JSON.stringify(PROGRAM)});`;
    const { stderr } = spawnSync(process.execPath, ['-e', tells], { encoding: 'utf8' });
    expect(stderr).toContain('main.js');
    for (const name of ['zod', 'yaml', 'saxes', 'undici', 'libsql', 'pino'])
      expect(stderr).not.toContain(join('node_modules', name));
  },
);

test('a bug keeps its stack, by the names of the sources', () => {
  const breaks = 'data:text/javascript,process.stdout.write = () => { throw new RangeError("broken"); };';
  const { status, stderr } = spawnSync(process.execPath, ['--import', breaks, PROGRAM, '--version'], {
    encoding: 'utf8',
  });
  expect(status).toBe(70);
  expect(stderr).toMatch(/^this is a bug in esxcheck\nRangeError: broken\n/);
  expect(stderr).toMatch(/ at print /);
});

test('a run that nothing is left to end does not look as if it had ended well', () => {
  const breaks = 'data:text/javascript,process.stdout.write = () => true;';
  const { status, stderr } = spawnSync(process.execPath, ['--import', breaks, PROGRAM, '--version'], {
    encoding: 'utf8',
  });
  expect(status).toBe(70);
  expect(stderr).toContain('the run stopped before its end');
});
