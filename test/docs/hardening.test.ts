import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { Check } from '../../src/model/check.ts';
import type { Rule, RuleProfile } from '../../src/model/rule.ts';
import { describeCheck, describeCondition, describeRemedy } from '../../src/rules/describe-rule.ts';
import { packOf } from '../support/scans.ts';

const HEAD = ['| rule | severity | wanted | profile `stig` | remedy | controls |', '|---|---|---|---|---|---|'];

function rowOf(rule: Rule): string {
  const { stig } = rule.profiles;
  const remedy = describeRemedy(rule).startsWith('none') ? '' : describeRemedy(rule);
  const controls = rule.controls.filter((control) => control.startsWith('STIG'));
  const cells = [
    `\`${rule.id.replace('hardening/', '')}\``,
    rule.severity,
    code(wanted(rule, rule.appliesIf)),
    stig === undefined ? '' : code(wanted(stig)),
    remedy,
    controls.map((control) => control.replace('STIG ESXI-', '')).join(', '),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** What is expected, and of which hosts something else; several checks that are joined would make the cell unreadable there. */
function wanted({ check, variants = [] }: RuleProfile, appliesIf?: Check): string {
  const others = variants.map(({ when, check: other }) => {
    return `; where ${describeCondition(when)}: ${'checks' in other ? 'see the reference' : describeCheck(other)}`;
  });
  return `${describeCheck(check)}${appliesIf === undefined ? '' : `, where ${describeCheck(appliesIf)}`}${others.join('')}`;
}

/** A pipe would end the cell. */
function code(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('*', '\\*').replaceAll('<', '&lt;');
}

test('the table of the hardening page is what the rules say (regenerate with: npm test -- -u)', async () => {
  const page = await readFile('docs/hardening.md', 'utf8');
  const words = page.slice(0, page.indexOf('\n|') + 1);
  const rows = [...HEAD, ...(await packOf('hardening')).map(rowOf)];
  await expect(`${words}${rows.join('\n')}\n`).toMatchFileSnapshot('../../docs/hardening.md');
});
