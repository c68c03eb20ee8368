import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { changed, GOOD } from '../rules/rule-text.ts';
import { temporaryFolder } from '../target/surroundings.ts';
import { runIn } from './captured-io.ts';

/** What `rules test` says of a folder with these files; paths are below the folder. */
async function saidOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  await using folder = await temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder.path, name)), { recursive: true });
    await writeFile(join(folder.path, name), content);
  }
  const started = performance.now();
  const { exitCode, stdout, stderr } = await runIn(['rules', 'test', '--pack', 'test', '--rules', folder.path]);
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(performance.now() - started).toBeLessThan(10_000);
  return stderr.replaceAll(folder.path, 'DIR');
}

const bomb = `${changed(/because: .*/, 'because: &a [x, x]')}${Array.from(
  { length: 30 },
  (_, index) => `b${index}: &b${index} [${index === 0 ? '*a, *a' : `*b${index - 1}, *b${index - 1}`}]\n`,
).join('')}`;

test.each([
  ['an unknown fact', changed('host.vendor:', 'host.vender:'), '6:3: unknown key "host.vender"'],
  [
    'an unknown fact of a check',
    changed('kernelSetting: { name: maxVMs, equals: 10 }', 'property: { name: host.ntpServer, absent: true }'),
    '8:21: unknown fact "host.ntpServer": did you mean "host.ntpServers"?',
  ],
  ['a wrong type', changed('equals: HP', 'equals: 5'), '6:26: appliesTo > host.vendor > equals: text was expected'],
  [
    'a back-reference',
    changed('equals: HP', "matches: '(a)\\1'"),
    '6:27: appliesTo > host.vendor > matches: an RE2 regular',
  ],
  [
    'a look-behind',
    changed('equals: HP', "matches: '(?<=a)b'"),
    '6:27: appliesTo > host.vendor > matches: an RE2 regular',
  ],
  ['repetitions of repetitions', changed('equals: HP', "matches: '((a{100}){100}){100}'"), '6:27: '],
  ['an alias bomb', bomb, '4:13: anchors are not used in rules'],
  ['no examples', changed(/examples:[\s\S]*/, 'examples: []\n'), '11:1: examples: an example with the verdict pass'],
  ['no key for examples', changed(/examples:[\s\S]*/, ''), '1:1: examples is missing'],
  [
    'a remedy that does not help',
    changed('value: 10', 'value: 11'),
    '9:1: remedy: the remedy would not satisfy the check',
  ],
  ['an id that is not the path', changed('test/good', 'test/other'), '1:1: id: the id must be the path of the file'],
  [
    'an id that none is',
    changed('test/good', 'Test/good'),
    '1:5: id: an id such as pack/name-of-the-rule was expected',
  ],
  ['what is not UTF-8', new Uint8Array([0x69, 0xff]), '1:1: UTF-8 text was expected'],
  ['what is too large', `# ${'x'.repeat(70_000)}`, '1:1: a readable file of at most 65536 bytes was expected'],
])('%s is told with file, line and column, and soon', async (_, content, said) => {
  expect(await saidOf({ 'test/good.yaml': content })).toContain(`RULE_INVALID: DIR/test/good.yaml:${said}`);
});

test('a folder in the place of a rule file is told', async () => {
  const said = await saidOf({ 'test/good.yaml/x': '' });
  expect(said).toContain('RULE_INVALID: DIR/test/good.yaml:1:1: a readable file');
});

test('a pack that is a link to nowhere is an error, not a crash, and not a folder without rules', async () => {
  await using folder = await temporaryFolder();
  await symlink(join(folder.path, 'nowhere'), join(folder.path, 'ours'));
  const { exitCode, stderr } = await runIn(['rules', 'test', '--rules', folder.path]);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^RULES_NOT_FOUND: The rules folder \S+\/ours cannot be read\./);
});

test('the id of a shipped rule is taken, and the error names both files', async () => {
  const text = GOOD.replace('test/good', 'hpe/gen8-interrupt-remapping');
  await using folder = await temporaryFolder();
  await mkdir(join(folder.path, 'hpe'));
  await writeFile(join(folder.path, 'hpe', 'gen8-interrupt-remapping.yaml'), text);
  const { exitCode, stderr } = await runIn(['rules', 'test', '--rules', folder.path]);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(
    /^RULE_INVALID: \S+\.yaml:1:1: the id hpe\/gen8-interrupt-remapping is already that of \S+\/rules\/hpe\/gen8/,
  );
});

/** Nested repetition: an engine that goes back over the text would be busy with this until the end of the universe. */
test('no expression of a rule takes long', async () => {
  await using folder = await temporaryFolder();
  await mkdir(join(folder.path, 'test'));
  const text = changed('{ equals: HP }', "{ matches: '^(a+)+$$' }")
    .replace('host.vendor: HP', `host.vendor: ${'a'.repeat(25_000)}`)
    .concat(`  - { facts: { host.vendor: '${'a'.repeat(25_000)}!' }, verdict: not-applicable }\n`)
    .replace('host.vendor: HP', 'host.vendor: aaa');
  await writeFile(join(folder.path, 'test', 'good.yaml'), text);
  const started = performance.now();
  const { exitCode, stdout, stderr } = await runIn(['rules', 'test', '--rule', 'test/good', '--rules', folder.path]);
  expect([exitCode, stderr, stdout]).toEqual([0, '', expect.stringContaining('ok    test/good (3 examples)')]);
  expect(performance.now() - started).toBeLessThan(10_000);
});
