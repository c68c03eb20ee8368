import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { temporaryFolder } from '../target/surroundings.ts';
import { runIn } from './captured-io.ts';

// `vitest --update` writes it anew when rules have changed.
test('the reference in the documentation is the one that the program writes', async () => {
  const { exitCode, stdout } = await runIn(['rules', 'docs']);
  expect(exitCode).toBe(0);
  await expect(stdout).toMatchFileSnapshot('../../docs/rules-reference.md');
});

test('every shipped rule is in it, with all that it says', async () => {
  const { stdout } = await runIn(['rules', 'docs']);
  const list = JSON.parse((await runIn(['rules', 'list', '--format', 'json'])).stdout) as { rules: { id: string }[] };
  const headings = [...stdout.matchAll(/^### (.*)$/gm)].map(([, id]) => id);
  expect(headings).toEqual(list.rules.map(({ id }) => id));
  expect(stdout).toContain('* **Check:** `kernel setting iovDisableIR = FALSE`\n');
  expect(stdout).toContain('* **Remedy:** set iovDisableIR to FALSE, then reboot\n');
  expect(stdout).toContain('* **References:** HPE c05392947; VMware KB 2149043');
});

const EVIL = '# x\n\n- <script>alert(1)</script> ![a](https://evil.example/x.png) ``` `b` | c *d* \u001b[31m';

const HOSTILE = {
  id: 'ours/hostile',
  title: EVIL,
  severity: 'low',
  because: EVIL,
  references: [EVIL],
  controls: [EVIL],
  appliesTo: { 'host.vendor': { equals: EVIL } },
  check: { property: { name: 'host.model', notOneOf: [EVIL] } },
  profiles: { stig: { check: { property: { name: 'host.model', equals: EVIL } } } },
  notes: [{ text: EVIL, reference: EVIL, when: { 'host.name': { equals: EVIL } } }],
  examples: [
    { facts: { 'host.vendor': EVIL, 'host.model': 'x' }, verdict: 'pass' },
    { facts: { 'host.vendor': EVIL, 'host.model': EVIL }, verdict: 'fail' },
    { facts: { 'host.vendor': EVIL, 'host.model': EVIL }, verdict: 'pass', profile: 'stig' },
    { facts: { 'host.vendor': EVIL, 'host.model': 'x' }, verdict: 'fail', profile: 'stig' },
  ],
};

test('text of a rule stays text: no markup, no link, no line of its own', async () => {
  await using folder = await temporaryFolder();
  await mkdir(join(folder.path, 'ours'));
  await writeFile(
    join(folder.path, 'ours', 'hostile.yaml'),
    stringify(HOSTILE, { aliasDuplicateObjects: false, lineWidth: 0 }),
  );
  const { exitCode, stdout } = await runIn(['rules', 'docs', '--rules', folder.path, '--pack', 'ours']);
  expect(exitCode).toBe(0);
  expect(stdout.split('\n').filter((line) => line.startsWith('#'))).toEqual([
    '# Rules by pack',
    '## ours',
    '### ours/hostile',
  ]);
  const told = stdout
    .split('\n')
    .slice(8)
    .filter((line) => line !== '');
  for (const line of told) expect(line).toMatch(/^\* \*\*[A-Z][\w -]*:\*\* \S/);
  expect(stdout).not.toContain('\u001b');
  // What is left in code spans is shown as it is; outside of them nothing is obeyed.
  const outside = stdout.replaceAll(/(?<![`\\])(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, 'CODE');
  expect(outside.replaceAll(/\\[\\`*_{}[\]|~:.+]/g, '')).not.toMatch(/<|\]\(|:\/\/|\||!\[|`/);
  expect(outside.match(/\bCODE\b/g)?.length).toBe(5);
});
