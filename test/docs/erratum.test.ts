import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { DOUBTS, isInDoubt, MENDED_IN } from '../../src/model/erratum.ts';
import { shippedRules } from '../../src/shipped/shipped-rules.ts';
import { loadPacks } from '../../src/rules/load.ts';

function tableOfDoubts(): string {
  const rows = DOUBTS.map(({ id, rules, verdicts, why }) => {
    const which = rules === null ? 'all, own ones too' : rules.map((rule) => `\`${rule}\``).join(', ');
    return `| \`${id}\` | ${which} | ${verdicts.join(', ')} | ${why} |`;
  });
  return ['| kind | rules | told | what 1.0.0 took for what |', '|---|---|---|---|', ...rows].join('\n');
}

test('the page lists every kind of doubt, as the program knows it', async () => {
  const page = await readFile('docs/security.md', 'utf8');
  expect(page).toContain(`<!-- doubts -->\n${tableOfDoubts()}\n<!-- /doubts -->`);
  expect(page).toContain('## Erratum\n');
  expect(await readFile('CHANGELOG.md', 'utf8')).toContain('docs/security.md#erratum');
});

test('every rule that is in doubt is one that ships', async () => {
  const known = new Set((await loadPacks(shippedRules())).map(({ id }) => id));
  const named = DOUBTS.flatMap(({ rules }) => rules ?? []);
  expect(named.filter((id) => !known.has(id))).toEqual([]);
});

test.each([
  ['1.0.0', true],
  ['0.9.12', true],
  ['1.0', true],
  ['', true],
  [MENDED_IN, false],
  ['1.0.1-dev', false],
  ['1.0.10', false],
  ['1.1.0', false],
  ['2.0.0', false],
])('a verdict of %s is in doubt: %s', (version, expected) => {
  expect(isInDoubt(version)).toBe(expected);
});
