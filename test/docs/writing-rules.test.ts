import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { expect, test } from 'vitest';
import { deniedIn } from '../../src/rules/semantic-checks.ts';
import { parseRule } from '../../src/rules/parse-rule.ts';
import { testRule } from '../../src/rules/rule-tester.ts';
import { OPERATORS } from '../../src/checks/values/operator.ts';
import { KIND_NAMES } from '../../src/model/check.ts';

const page = await readFile('docs/writing-rules.md', 'utf8');
const snippets = [...page.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, text = '']) => text);

/** What every snippet but the whole rule leaves out. */
const HEAD = 'id: docs/snippet\ntitle: It is so\nseverity: low\nbecause: of the page\n';

test.each(snippets)('snippet %# is a rule whose examples hold', (snippet) => {
  const [, id = 'docs/snippet'] = /^id: (.*)$/m.exec(snippet) ?? [];
  const text = snippet.startsWith('id:') ? snippet : HEAD + snippet;
  const parsed = parseRule({ file: 'docs/writing-rules.md', id, text });
  expect('rule' in parsed ? testRule(parsed.rule) : parsed.mistakes).toEqual([]);
});

test('every kind of check has a part of its own with an example of it, and every operator is told', () => {
  for (const kind of KIND_NAMES) {
    const [, part = ''] = new RegExp(`^### ${kind}$([\\s\\S]*?)^##`, 'm').exec(page) ?? [];
    const [, snippet = ''] = /^```yaml\n([\s\S]*?)^```/m.exec(part) ?? [];
    expect(Object.keys((parse(snippet) as { check: object }).check)).toEqual([kind]);
  }
  for (const word of ['all', 'any', 'not', 'profiles', 'appliesTo', 'notes', 'remedy']) {
    expect(snippets.join('\n')).toMatch(new RegExp(`^[ -]*${word}:`, 'm'));
  }
  for (const operator of OPERATORS) expect(page).toContain(`\`${operator}: `);
});

test('what the page says is never remedied is not', () => {
  const services = ['TSM', 'TSM-SSH', 'DCUI'];
  for (const key of services) expect(deniedIn({ kind: 'service', key, running: false, policy: null })).toBe(key);
  for (const key of ['Security.PasswordMaxDays', 'DCUI.Access', 'VMkernel.Boot.execInstalledOnly']) {
    expect(deniedIn({ kind: 'advancedOption', key, value: '' })).toBe(key);
  }
  expect(deniedIn({ kind: 'kernelSetting', name: 'execInstalledOnly', value: 'TRUE' })).toBe('execInstalledOnly');
  for (const name of services) expect(page).toContain(`\`${name}\``);
});
