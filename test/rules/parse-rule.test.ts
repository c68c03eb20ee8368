import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { expect, test } from 'vitest';
import { parseRule } from '../../src/rules/parse-rule.ts';
import { changed, GOOD, mistakesIn, saidOf } from './rule-text.ts';
import { runs } from '../support/sample.ts';

test('a good rule becomes a rule with every part', () => {
  const parsed = parseRule({ file: 'f.yaml', id: 'test/good', text: GOOD });
  expect(parsed).toMatchObject({
    rule: {
      id: 'test/good',
      pack: 'test',
      severity: 'low',
      references: [],
      appliesTo: [{ fact: 'host.vendor', operator: { op: 'equals', value: 'HP' } }],
      check: { kind: 'kernelSetting', name: 'maxVMs', operator: { op: 'equals', value: 10 } },
      remedy: { kind: 'kernelSetting', name: 'maxVMs', value: '10' },
      enforce: 'remedy',
      notes: [],
    },
  });
});

const PASSES = `check:
  kernelSetting: { name: maxVMs, equals: 10 }`;

test('what has to be asked for has an example that warns, and may say what shows its use, and what it blocks', () => {
  const asked = `enforce: asked\nusedIf:\n  kernelSetting: { name: other, equals: 1 }\nblocks: patch\n${PASSES}`;
  const lacking = changed(PASSES, asked);
  expect(saidOf(lacking)).toEqual(['15:1 examples: an example with the verdict warn was expected']);
  const whole = `${lacking}    asked: true\n  - facts: { host.vendor: HP }\n    verdict: warn\n`;
  expect(parseRule({ file: 'f.yaml', id: 'test/good', text: whole })).toMatchObject({
    rule: { enforce: 'asked', usedIf: { kind: 'kernelSetting', name: 'other' }, blocks: ['patch'] },
  });
});

test.each([
  ['blocks: [patch, upgrade]', []],
  ['blocks: reboot', [expect.stringContaining('blocks: patch, upgrade or a list of them was expected')]],
  ['blocks: []', [expect.anything()]],
  [
    'usedIf: { kernelSetting: { name: other, equals: 1 } }',
    [expect.stringContaining('usedIf goes with enforce: asked')],
  ],
])('%j is taken or told', (line, said) => {
  expect(saidOf(changed(PASSES, `${line}\n${PASSES}`))).toEqual(said);
});

test('an example is asked for only in a rule that has to be', () => {
  expect(saidOf(`${GOOD}    asked: true\n`)).toEqual([expect.stringContaining('asked goes with enforce: asked')]);
});

test.each([
  ['equals: 10 }\nremedy', 'equals: FALSE }\nremedy', 'value: 10', 'value: FALSE'],
  ['equals: 10 }\nremedy', "equals: 'FALSE' }\nremedy", 'value: 10', "value: 'FALSE'"],
  ['equals: 10 }\nremedy', 'equals: false }\nremedy', 'value: 10', 'value: false'],
  ['equals: 10 }\nremedy', 'oneOf: [FALSE, 0] }\nremedy', 'value: 10', 'value: FALSE'],
])('FALSE may be quoted or not: %j %j', (from, to, value, wanted) => {
  const parsed = parseRule({ file: 'f.yaml', id: 'test/good', text: changed(from, to).replace(value, wanted) });
  expect(parsed).toMatchObject({ rule: { remedy: { value: expect.stringMatching(/^FALSE$/) } } });
});

test.each([
  ['title:', 'titel:', ['1:1 title is missing: text was expected', '2:1 unknown key "titel": did you mean "title"?']],
  ['severity: low', 'severity: grave', ['3:11 severity: one of critical, high, medium, low, info was expected']],
  ['because: of the test', 'because: [a]', ['4:10 because: text was expected']],
  [
    'host.vendor: { equals: HP }',
    'host.vender: { equals: HP }',
    ['6:3 unknown key "host.vender": did you mean "host.vendor"?'],
  ],
  [
    'host.vendor: { equals: HP }',
    'host.vendor: { equals: 5 }',
    ['6:26 appliesTo > host.vendor > equals: text was expected (quote it)'],
  ],
  [
    'host.vendor: { equals: HP }',
    'host.vendor: { atLeast: 5 }',
    ['6:27 appliesTo > host.vendor > atLeast: text has no order: equals, oneOf or matches was expected'],
  ],
  [
    'host.vendor: { equals: HP }',
    'host.inMaintenanceMode: { equals: maybe }',
    ['6:37 appliesTo > host.inMaintenanceMode > equals: true or false was expected'],
  ],
  [
    'host.vendor: { equals: HP }',
    'host.build: { equals: new }',
    ['6:25 appliesTo > host.build > equals: a whole number was expected'],
  ],
  [
    'host.vendor: { equals: HP }',
    'host.vendor: { matches: "(" }',
    ['6:27 appliesTo > host.vendor > matches: an RE2 regular expression was expected: missing closing ): `(`'],
  ],
  [
    'host.vendor: { equals: HP }',
    'host.vendor: { matches: "(?=a)" }',
    [
      '6:27 appliesTo > host.vendor > matches: an RE2 regular expression was expected: invalid or unsupported Perl syntax: `(?=`',
    ],
  ],
  [
    'equals: 10 }\nremedy',
    'present: true }\nremedy',
    ['9:1 remedy: the remedy would not satisfy the check: 10 is not what it wants'],
  ],
  [
    'name: maxVMs, equals: 10 }\nremedy',
    'name: maxVMs, equal: 10 }\nremedy',
    ['8:34 unknown key "equal": did you mean "equals"?'],
  ],
  [
    'name: maxVMs, equals: 10 }\nremedy',
    'name: __proto__, equals: 10 }\nremedy',
    ['8:26 check > kernelSetting > name: the name of a VMkernel setting was expected, such as iovDisableIR'],
  ],
  [
    'equals: 10 }\nremedy',
    'between: [9, 1] }\nremedy',
    ['8:43 check > kernelSetting > between: the lower number comes first'],
  ],
  [
    'equals: 10 }\nremedy',
    'equals: 99999999999999999999 }\nremedy',
    ['8:42 check > kernelSetting > equals: the number is too large to be kept exactly: quote it'],
  ],
  ['value: 10', 'value: 11', ['9:1 remedy: the remedy would not satisfy the check: 11 is not what it wants']],
  [
    '{ name: maxVMs, value: 10 }',
    '{ name: minVMs, value: 10 }',
    ['9:1 remedy: the remedy sets minVMs, but the check reads maxVMs'],
  ],
  [
    'kernelSetting: { name: maxVMs, value: 10 }',
    'firewallAllows: {}',
    ['9:1 remedy: a kernelSetting remedy was expected, as the check is of that kind'],
  ],
  ['verdict: pass', 'verdict: unknown', ['11:1 examples: an example with the verdict pass was expected']],
  [
    'verdict: fail',
    'verdict: failed',
    ['15:14 examples > 1 > verdict: one of fail, unknown, warn, pass, not-applicable was expected'],
  ],
  [
    'host.vendor: HP, kernel',
    'host.vedor: HP, kernel',
    ['12:14 unknown fact "host.vedor": did you mean "host.vendor"?'],
  ],
  ['configured: 10,', 'configred: 10,', ['12:60 unknown key "configred": did you mean "configured"?']],
  ['id: test/good', 'id: test/other', ['1:1 id: the id must be the path of the file: test/good was expected']],
  [
    'check:',
    'enforce: note\ncheck:',
    [
      '10:1 remedy: a rule that only notes has no remedy',
      '12:1 examples: an example with the verdict warn was expected',
    ],
  ],
] as const)('%j written as %j is told with its place', (from, to, said) => {
  expect(saidOf(changed(from, to))).toEqual(said);
});

test('two operators, or none, are told apart from one', () => {
  const [two, none] = [changed('{ equals: HP }', '{ equals: HP, present: true }'), changed('{ equals: HP }', '{}')];
  for (const text of [two, none])
    expect(saidOf(text)).toEqual([expect.stringMatching(/^6:16 appliesTo > host.vendor: exactly one of equals/)]);
});

test('several mistakes are all told, in the order of the file', () => {
  const text = changed('severity: low', 'severity: grave').replace('because: of the test', 'becauze: x');
  expect(saidOf(text).map((said) => said.split(':')[0])).toEqual(['1', '3', '4']);
});

test.each([
  ['because: of the test', 'because: &a x', 'anchors are not used'],
  ['because: of the test', 'because: &a x\nreferences: [*a, *a]', 'aliases are not used'],
  ['because: of the test', 'because: !!str x', 'tags are not used'],
  ['because: of the test', 'because: !js/function x', 'Unresolved tag'],
  ['because: of the test', 'because: x\nbecause: y', 'Map keys must be unique'],
  ['because: of the test', 'because: x\n__proto__: { polluted: 1 }', '"__proto__" cannot be a key'],
  ['{ equals: HP }', '{ equals: HP, constructor: 1 }', '"constructor" cannot be a key'],
  ['because: of the test', 'because: x\n? [a]\n: b', 'a key must be text'],
  ['because: of the test', 'because: x\n<<: { title: y }', 'unknown key "<<"'],
  ['because: of the test', 'because: "x', 'Missing closing'],
  ['examples:', 'exam\tples: [\n', ''],
])('%j written as %j is refused', (from, to, said) => {
  expect(saidOf(changed(from, to)).join('\n')).toContain(said);
  expect(saidOf(changed(from, to))).not.toEqual([]);
  expect({}).not.toHaveProperty('polluted');
});

test.each([
  ['', 'the file is empty'],
  ['# only a comment', 'the file is empty'],
  [`${GOOD}---\n${GOOD}`, 'several documents'],
  [`# ${'x'.repeat(70_000)}`, 'at most 65536 bytes'],
  ['[]', 'a mapping of keys was expected'],
  ['rule', 'a mapping of keys was expected'],
  [`a: ${'['.repeat(20_000)}`, 'nested too deeply'],
  [Array.from({ length: 6_000 }, (_, index) => `k${index}: 1`).join('\n'), 'unknown key "k0"'],
  ['a: &a [*a]\n'.repeat(3), ''],
])('text %# is refused as a whole', (text, said) => {
  expect(saidOf(text)).not.toEqual([]);
  expect(saidOf(text).join('\n')).toContain(said);
});

test('nothing that a file can hold makes the parser throw, and a mistake has a place', () => {
  const slice = fc.tuple(
    fc.nat(GOOD.length),
    fc.nat(30),
    fc.oneof(fc.string(), fc.constantFrom('\n', '  ', '[', '{', '- ', ': ', '&a ', '*a', '"', '|', '---\n')),
  );
  const mutated = fc
    .array(slice, { minLength: 1, maxLength: 4 })
    .map((slices) =>
      slices.reduce(
        (text, [start, length, insert]) => text.slice(0, start) + insert + text.slice(start + length),
        GOOD,
      ),
    );
  fc.assert(
    fc.property(fc.oneof(fc.string(), mutated), (text) => {
      for (const { line, column } of mistakesIn(text)) expect(line > 0 && column > 0).toBe(true);
    }),
    { numRuns: runs(1_500) },
  );
});

test('no value under any key makes the parser throw', () => {
  const keys = fc.constantFrom(
    'id',
    'title',
    'severity',
    'because',
    'references',
    'appliesTo',
    'check',
    'remedy',
    'enforce',
    'notes',
    'examples',
    'kernelSetting',
    'facts',
    'firewall',
    'rulesets',
    'host.model',
    'equals',
    'matches',
    'when',
  );
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(null, true, 1, '', 'x', -1.5),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(keys, tie('value'), { maxKeys: 6 }),
    ),
  }));
  fc.assert(
    fc.property(value, (rule) => void mistakesIn(stringify(rule))),
    { numRuns: runs(1_000) },
  );
});

const hashOf = (text: string) => {
  const parsed = parseRule({ file: 'f.yaml', id: 'test/good', text });
  return 'rule' in parsed ? parsed.rule.hash : parsed.mistakes;
};

test('layout, comments and examples do not change the hash; what is judged does', () => {
  expect(hashOf(`# a comment\n${GOOD}`)).toBe(hashOf(GOOD));
  expect(hashOf(changed('default: 5, configured: 10', 'default: 6, configured: 10'))).toBe(hashOf(GOOD));
  expect(hashOf(changed('title: Hosts', 'title: All hosts'))).not.toBe(hashOf(GOOD));
  expect(hashOf(GOOD)).toMatch(/^[0-9a-f]{64}$/);
});
