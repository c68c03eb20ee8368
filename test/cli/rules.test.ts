import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listFacts } from '../../src/checks/published-facts.ts';
import { temporaryFolder } from '../target/surroundings.ts';
import { runIn } from './captured-io.ts';

const GEN8 = 'hpe/gen8-interrupt-remapping';

test('the list has a line for each rule, and the same in JSON', async () => {
  const { exitCode, stdout } = await runIn(['rules', 'list']);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^hpe\/gen8-interrupt-remapping +critical +HPE Gen8 hosts/m);
  const json = JSON.parse((await runIn(['rules', 'list', '--format', 'json'])).stdout) as { rules: { id: string }[] };
  expect(json.rules.map((rule) => rule.id)).toEqual(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ')[0]),
  );
});

test('one pack alone can be listed', async () => {
  const { stdout } = await runIn(['rules', 'list', '--pack', 'vic']);
  expect(stdout).toContain('vic/outbound-2377');
  expect(stdout).not.toContain('hpe/');
});

test('a rule is shown with what it asks, of which hosts, and why', async () => {
  const { exitCode, stdout } = await runIn(['rules', 'show', GEN8]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('kernel setting iovDisableIR = FALSE');
  expect(stdout).toMatch(/applies to +host\.vendor matches/);
  expect(stdout).toContain('HPE c05392947');
});

test('a rule that is not there is an error that helps', async () => {
  const { exitCode, stderr } = await runIn(['rules', 'show', 'hpe/gen8-interupt-remapping']);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/UNKNOWN_RULE.*gen8-interrupt-remapping/s);
});

test('the shipped rules pass their own tests', async () => {
  const { exitCode, stdout } = await runIn(['rules', 'test']);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/ok +hpe\/gen8-interrupt-remapping/);
  expect(stdout).toMatch(/rules tested, 0 failed\.\n$/);
});

const WRONG = `id: ours/wrong
title: Hosts have iovDisableIR FALSE
severity: low
because: For the test.
references: []
appliesTo: {}
check:
  kernelSetting: { name: iovDisableIR, equals: 'FALSE' }
examples:
  - facts: { kernel.iovDisableIR: { default: 'TRUE', configured: 'FALSE', runtime: 'FALSE' } }
    verdict: pass
  - facts: { kernel.iovDisableIR: { default: 'TRUE', configured: 'FALSE', runtime: 'FALSE' } }
    verdict: fail
`;

test('a rule whose example does not hold ends with 1, and a file that is no rule with 2', async () => {
  await using folder = await temporaryFolder();
  await mkdir(join(folder.path, 'ours'));
  await writeFile(join(folder.path, 'ours', 'wrong.yaml'), WRONG);
  const wrong = await runIn(['rules', 'test', '--rules', folder.path, '--rule', 'ours/wrong']);
  expect(wrong.stdout).toMatch(
    /FAIL +ours\/wrong \(2 examples\)\n +\S+\/ours\/wrong\.yaml:12:5: example 2: fail was expected, but the verdict is pass/,
  );
  expect(wrong.stdout).toMatch(/1 rule tested \(1 of \S+\), 1 failed\.\n$/);
  expect(wrong.exitCode).toBe(1);
  await writeFile(join(folder.path, 'ours', 'wrong.yaml'), 'title: 5\n');
  const broken = await runIn(['rules', 'test', '--rules', folder.path]);
  expect(broken.exitCode).toBe(2);
  expect(broken.stderr).toMatch(/RULE_INVALID.*wrong\.yaml/s);
});

test('where further rules are tested, the last line tells how many of which', async () => {
  await using folder = await temporaryFolder();
  await mkdir(join(folder.path, 'ours'));
  await writeFile(join(folder.path, 'ours', 'wrong.yaml'), WRONG);
  const { stdout } = await runIn(['rules', 'test', '--rules', folder.path]);
  const [, all, shipped] = /^(\d+) rules tested \((\d+) that ship, 1 of \S+\), 1 failed\.$/m.exec(stdout) ?? [];
  expect(Number(all)).toBe(Number(shipped) + 1);
  const json = await runIn(['rules', 'test', '--rules', folder.path, '--rule', 'ours/wrong', '--format', 'json']);
  expect(JSON.parse(json.stdout)).toMatchObject({ rules: [{ rule: 'ours/wrong', folder: folder.path, examples: 2 }] });
});

test('a folder without a rule is told, and not taken for rules that hold', async () => {
  await using folder = await temporaryFolder();
  const { exitCode, stderr } = await runIn(['rules', 'test', '--rules', folder.path]);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^RULES_NOT_FOUND: .* holds no rule: PACK\/NAME\.yaml was expected\.\n.*rules new/);
});

test('rules schema prints the published JSON Schema', async () => {
  const { exitCode, stdout } = await runIn(['rules', 'schema']);
  expect(exitCode).toBe(0);
  expect(stdout).toBe(await readFile('docs/schema/rule-1.schema.json', 'utf8'));
});

test.each([
  ['table', /host\.vendor +│ text +│ appliesTo, when, property/],
  ['lines', /^host\.ntpServers \(list of text; property\) -> Time servers of the host\.$/m],
  ['csv', /^fact,type,where,description\nhost\.name,text,"appliesTo, when, property",/],
  ['json', /"name": "firewall",\s+"type": "firewall",\s+"use": "check",\s+"checks": \[\s+"firewallAllows"/],
])('every fact is listed with its type, place and description: %s', async (format, shown) => {
  const { exitCode, stdout } = await runIn(['rules', 'facts', '--format', format]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(shown);
  for (const { name } of listFacts()) expect(stdout).toContain(name);
});
