import { expect, test } from 'vitest';
import { ABSENT, read, unread } from '../../src/model/reading.ts';
import type { Operator } from '../../src/model/check.ts';
import type { Rule } from '../../src/model/rule.ts';
import { factsOf, judgeOne, RULE, setting } from './facts.ts';

/** now, next boot -> verdict, state, whether there is a remedy. Written from the table of states, not from the code. */
const TABLE: Readonly<Record<string, readonly [string, string, boolean]>> = {
  'pass pass': ['pass', 'compliant', false],
  'pass fail': ['fail', 'regresses-on-reboot', true],
  'pass unknown': ['unknown', 'unknown', false],
  'fail pass': ['fail', 'reboot-pending', false],
  'fail fail': ['fail', 'non-compliant', true],
  'fail unknown': ['fail', 'unknown', false],
  'unknown pass': ['unknown', 'unknown', false],
  'unknown fail': ['fail', 'unknown', true],
  'unknown unknown': ['unknown', 'unknown', false],
};

/** Values as releases write them, and how each stands against the wanted FALSE. */
const VALUES = new Map([
  ['FALSE', 'pass'],
  ['false', 'pass'],
  ['False', 'pass'],
  ['0', 'pass'],
  ['TRUE', 'fail'],
  ['true', 'fail'],
  ['1', 'fail'],
  [null, 'unknown'],
  ['banana', 'unknown'],
  ['', 'unknown'],
]);

function cases() {
  const values = [...VALUES.keys()];
  const settings = values.flatMap((runtime) => values.map((configured) => ({ runtime, configured })));
  return settings.flatMap((pair) =>
    ['TRUE', 'FALSE', null].flatMap((byDefault) =>
      ['Bool', null].map((type) => ({ ...pair, default: byDefault, type })),
    ),
  );
}

test('verdict, state and remedy follow the table of states for every combination of readings', () => {
  expect(cases()).toHaveLength(600);
  for (const parts of cases()) {
    const [now, nextBoot] = [VALUES.get(parts.runtime), VALUES.get(parts.configured)];
    const found = judgeOne(factsOf({ kernel: { iovDisableIR: read(setting(parts)) } }));
    const [verdict, state, remedy] = TABLE[`${now} ${nextBoot}`] ?? [];
    expect({ ...parts, verdict: found.verdict, state: found.state, remedy: found.remedy !== null }).toEqual({
      ...parts,
      verdict,
      state,
      remedy,
    });
    expect(found.horizons).toEqual({ now, nextBoot, nextPatch: null });
    expect(found.observed).toEqual({ default: parts.default, configured: parts.configured, runtime: parts.runtime });
    expect(found.reason !== null, JSON.stringify(parts)).toBe(now === 'unknown' || nextBoot === 'unknown');
  }
});

test('hiding any value never turns a verdict into a pass, nor into any other than unknown', () => {
  for (const parts of cases()) {
    const before = judgeOne(factsOf({ kernel: { iovDisableIR: read(setting(parts)) } })).verdict;
    for (const hidden of [
      { runtime: null },
      { configured: null },
      { runtime: null, configured: null },
      { default: null },
    ]) {
      const after = judgeOne(factsOf({ kernel: { iovDisableIR: read(setting({ ...parts, ...hidden })) } })).verdict;
      expect([before, 'unknown'], JSON.stringify({ parts, hidden })).toContain(after);
    }
  }
});

test('a setting that the release does not have is not applicable', () => {
  const found = judgeOne(factsOf({ kernel: { iovDisableIR: ABSENT } }));
  expect(found).toMatchObject({
    verdict: 'not-applicable',
    state: null,
    remedy: null,
    observed: null,
    expected: 'FALSE',
  });
  expect(found.message).toBe('This release does not have the setting iovDisableIR.');
});

test('a setting that could not be read is unknown with the reason why', () => {
  const found = judgeOne(factsOf({ kernel: { iovDisableIR: unread({ code: 'timeout', detail: 'esx01 was slow' }) } }));
  expect(found).toMatchObject({ verdict: 'unknown', state: 'unknown', reason: 'timeout', remedy: null });
  expect(found.message).not.toContain('esx01');
});

test('a setting that nobody asked for is unknown, never absent', () => {
  expect(judgeOne(factsOf({})).verdict).toBe('unknown');
});

const ruleFor = (name: string): Rule => ({
  ...RULE,
  check: { kind: 'kernelSetting', name, operator: { op: 'equals', value: 'FALSE' } },
});

test('names that reach into every object are names like any other', () => {
  for (const name of ['__proto__', 'constructor', 'toString']) {
    expect(judgeOne(factsOf({}), ruleFor(name)).verdict).toBe('unknown');
    const kernel = new Map([[name, read(setting({}))]]);
    expect(judgeOne({ ...factsOf({}), kernel }, ruleFor(name)).verdict).toBe('pass');
  }
});

test('the stored option alone never passes, and a wrong one fails with state unknown and says where it was read', () => {
  const problem = { code: 'esxcli-unavailable', detail: '' } as const;
  const stored = (configured: string) =>
    judgeOne(
      factsOf({
        kernel: {
          iovDisableIR: read(setting({ type: null, source: 'advanced-option', configured, runtime: null, problem })),
        },
      }),
    );
  expect(stored('FALSE')).toMatchObject({
    verdict: 'unknown',
    state: 'unknown',
    reason: 'esxcli-unavailable',
    remedy: null,
  });
  expect(stored('TRUE')).toMatchObject({
    verdict: 'fail',
    state: 'unknown',
    reason: 'esxcli-unavailable',
    remedy: RULE.remedy,
  });
  expect(stored('FALSE').message).toContain('stored option, presumed to hold from the next boot');
});

test('a value that is wrong now while the next boot is unread is a fail that nothing is written for', () => {
  const found = judgeOne(factsOf({ kernel: { iovDisableIR: read(setting({ runtime: 'TRUE', configured: null })) } }));
  expect(found).toMatchObject({ verdict: 'fail', state: 'unknown', remedy: null });
});

function wanting(operator: Operator): Rule {
  return { ...RULE, check: { kind: 'kernelSetting', name: 'maxVMs', operator }, remedy: null };
}

test.each([
  [{ op: 'atLeast', value: 5 }, '5', 'pass'],
  [{ op: 'atLeast', value: 5 }, '4', 'fail'],
  [{ op: 'atMost', value: 5 }, '18446744073709551615', 'fail'],
  [{ op: 'between', low: 1, high: 900 }, '900', 'pass'],
  [{ op: 'between', low: 1, high: 900 }, '0', 'fail'],
  [{ op: 'between', low: 1, high: 900 }, 'many', 'unknown'],
  [{ op: 'oneOf', values: [1, 2] }, '2', 'pass'],
  [{ op: 'notOneOf', values: [1, 2] }, '2', 'fail'],
  [{ op: 'notOneOf', values: [1, 2] }, 'x', 'unknown'],
  [{ op: 'equals', value: '18446744073709551615' }, '18446744073709551614', 'fail'],
  [{ op: 'matches', pattern: '^9' }, '95', 'pass'],
] as const)('%j of %s is %s for a number', (operator, value, verdict) => {
  const reading = read(setting({ type: 'uint64', configured: value, runtime: value }));
  expect(judgeOne(factsOf({ kernel: { maxVMs: reading } }), wanting(operator)).verdict).toBe(verdict);
});

const ten = (type: string) =>
  factsOf({ kernel: { maxVMs: read(setting({ type, configured: '010', runtime: '010' })) } });

test('a number is compared as a number and a text as a text', () => {
  const wants10 = wanting({ op: 'equals', value: '10' });
  expect(judgeOne(ten('uint32'), wants10).verdict).toBe('pass');
  expect(judgeOne(ten('String'), wants10).verdict).toBe('fail');
});

const textOf = (value: string) =>
  factsOf({ kernel: { maxVMs: read(setting({ type: 'String', configured: value, runtime: value })) } });

test('true and false are one value in any case even where the host calls them text', () => {
  const wanted = wanting({ op: 'equals', value: true });
  expect(['TRUE', 'true', 'yes'].map((value) => judgeOne(textOf(value), wanted).verdict)).toEqual([
    'pass',
    'pass',
    'fail',
  ]);
});

test('a setting may be wanted to be there or not', () => {
  const present = wanting({ op: 'present' });
  const absent = wanting({ op: 'absent' });
  const there = factsOf({ kernel: { maxVMs: read(setting({})) } });
  const gone = factsOf({ kernel: { maxVMs: ABSENT } });
  const hidden = factsOf({ kernel: { maxVMs: unread({ code: 'fault', detail: '' }) } });
  expect([there, gone, hidden].map((facts) => judgeOne(facts, present).verdict)).toEqual(['pass', 'fail', 'unknown']);
  expect([there, gone, hidden].map((facts) => judgeOne(facts, absent).verdict)).toEqual(['fail', 'pass', 'unknown']);
});

test('hosts of different releases in the same situation get the same sentence', () => {
  const sentences = ['TRUE', 'true', '1'].map(
    (value) =>
      judgeOne(
        factsOf({
          host: { name: `esx-${value}` },
          kernel: { iovDisableIR: read(setting({ configured: value, runtime: value })) },
        }),
      ).message,
  );
  expect(new Set(sentences)).toEqual(
    new Set(['iovDisableIR is TRUE now and after a reboot; expected FALSE. Set FALSE, then reboot.']),
  );
});
