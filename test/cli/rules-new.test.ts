import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { expect, test } from 'vitest';
import { loadPacks } from '../../src/rules/load.ts';
import { testRule } from '../../src/rules/rule-tester.ts';
import { KIND_NAMES } from '../../src/model/check.ts';
import { temporaryFolder } from '../target/surroundings.ts';
import { runIn } from './captured-io.ts';

test.each(KIND_NAMES)(
  'a rule to start from, about %s, is valid, fits its schema, and its examples hold',
  async (kind) => {
    await using folder = await temporaryFolder();
    const dir = join(folder.path, 'our rules');
    const { exitCode, stdout, stderr } = await runIn(['rules', 'new', 'ours/first', '--kind', kind, '--dir', dir]);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`Wrote ${join(dir, 'ours/first.yaml')}\n`);
    expect(stdout).toContain(`esxcheck rules test --rules '${dir}' --rule ours/first\n`);
    const [rule] = await loadPacks(dir);
    if (rule === undefined) throw new Error('a rule was expected');
    expect([rule.id, rule.check.kind, testRule(rule)]).toEqual(['ours/first', kind, []]);
    const text = await readFile(join(dir, 'ours/first.yaml'), 'utf8');
    expect(text).toMatch(/^# yaml-language-server: \$schema=\.\.\/rule-1\.schema\.json\n/);
    const schema = JSON.parse(await readFile(join(dir, 'rule-1.schema.json'), 'utf8')) as object;
    const fits = new Ajv2020({ strict: false, formats: { date: true } }).compile(schema);
    expect(fits(parse(text)), JSON.stringify(fits.errors)).toBe(true);
    expect((await runIn(['rules', 'test', '--rules', dir, '--pack', 'ours'])).exitCode).toBe(0);
  },
);

test('nothing is written over: neither the rule, nor the schema, nor what a link points to', async () => {
  await using folder = await temporaryFolder();
  await mkdir(join(folder.path, 'ours'));
  const mine = ['ours/one.yaml', 'rule-1.schema.json', 'elsewhere'];
  for (const name of mine) await writeFile(join(folder.path, name), 'mine');
  await symlink(join(folder.path, 'elsewhere'), join(folder.path, 'ours/linked.yaml'));
  await symlink(join(folder.path, 'nowhere'), join(folder.path, 'ours/dangling.yaml'));
  for (const name of ['one', 'linked', 'dangling']) {
    const { exitCode, stderr } = await runIn(['rules', 'new', `ours/${name}`, '--dir', folder.path]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^RULE_EXISTS: The file .* is there already\.\n/);
  }
  expect((await runIn(['rules', 'new', 'ours/two', '--dir', folder.path])).exitCode).toBe(0);
  for (const name of mine) expect(await readFile(join(folder.path, name), 'utf8')).toBe('mine');
  expect(await readdir(folder.path)).not.toContain('nowhere');
});

test.each([
  ['../evil', /^USAGE: "\.\.\/evil" is no name of a rule: PACK\/NAME was expected/],
  ['ours/../../evil', /^USAGE: /],
  ['ours', /^USAGE: /],
  ['Ours/First', /^USAGE: /],
  ['ours/first.yaml', /^USAGE: /],
  ['ours/\u001b[31m', /^USAGE: "ours\/\\u005cu001b/],
  ['catalog/first', /^USAGE: A pack cannot be called catalog/],
  ['hpe/gen8-interrupt-remapping', /^RULE_EXISTS: The rule hpe\/gen8-interrupt-remapping comes with esxcheck\./],
])('%j is refused, and nothing is made', async (id, said) => {
  await using folder = await temporaryFolder();
  const { exitCode, stderr, stdout } = await runIn(['rules', 'new', id, '--dir', join(folder.path, 'x')]);
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(said);
  expect(await readdir(folder.path)).toEqual([]);
});

test('a file in the place of a folder is one clear error', async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, 'ours'), 'mine');
  const { exitCode, stderr } = await runIn(['rules', 'new', 'ours/first', '--dir', folder.path]);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(
    /^FILE_NOT_WRITTEN: .*ours\/first\.yaml" cannot be written: a part of its path is not a folder\./,
  );
});
