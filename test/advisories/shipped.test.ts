import { expect, test } from 'vitest';
import { advisoryRules } from '../../src/advisories/advisory-rules.ts';
import { shippedAdvisories } from '../../src/shipped/shipped-advisories.ts';
import { KNOWN_RELEASES } from '../../src/checks/values/release-branch.ts';
import { ruleSchema } from '../../src/rules/schema/rule-schema.ts';
import { buildRule } from '../../src/rules/build-rule.ts';
import { testRule } from '../../src/rules/rule-tester.ts';

const file = shippedAdvisories();
const rules = advisoryRules(file);

test('every rule that is made of the advisories fits the schema of rule files', () => {
  const broken = rules.filter((rule) => !ruleSchema.safeParse(rule).success).map(({ id }) => id);
  expect(broken).toEqual([]);
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  expect(rules.length).toBe(28);
});

test.each(rules)('$id passes its examples, and nothing unread passes', (rule) => {
  expect(testRule(buildRule(rule))).toEqual([]);
});

test('every fix is a release of the catalog, of its version', () => {
  const wrong = file.advisories.flatMap(({ groups }) =>
    groups.flatMap(({ fixes }) =>
      fixes.filter(({ build, version }) => build !== undefined && KNOWN_RELEASES.get(build)?.version !== version),
    ),
  );
  expect(wrong).toEqual([]);
});

test('what neither its maker nor two sources tell decides nothing', () => {
  const decided = file.advisories.flatMap(({ groups }) =>
    groups.flatMap(({ fixes }) =>
      fixes.filter(({ confidence, word }) => !confidence.startsWith('C') && word !== 'unknown'),
    ),
  );
  expect(decided).toEqual([]);
});
