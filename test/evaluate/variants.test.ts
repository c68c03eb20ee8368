import { expect, test } from 'vitest';
import { evaluateHost } from '../../src/evaluate/evaluate-host.ts';
import type { HostFacts } from '../../src/model/facts.ts';
import { read, type Reading, unread } from '../../src/model/reading.ts';
import type { Check, Condition } from '../../src/model/check.ts';
import type { Rule } from '../../src/model/rule.ts';
import { factsOf, judgeOne, RULE } from './facts.ts';

const KEY = 'UserVars.DcuiTimeOut';

function atMost(value: number, key = KEY): Check {
  return { kind: 'advancedOption', key, operator: { op: 'between', low: 1, high: value } };
}

function on(pattern: string): Condition {
  return [{ kind: 'fact', fact: 'host.version', operator: { op: 'matches', pattern } }];
}

const setTo = (value: string) => ({ kind: 'advancedOption', key: KEY, value }) as const;

/** 600, on 7 120 and on 9 900. */
const VARIED: Rule = {
  ...RULE,
  check: atMost(600),
  remedy: setTo('600'),
  variants: [
    { when: on('^7'), check: atMost(120), remedy: setTo('120') },
    { when: on('^[79]'), check: atMost(900), remedy: null },
  ],
};

const HIDDEN: Reading<never> = unread({ code: 'timeout', detail: 'the host did not answer' });

function facts(version: string | null, options: Readonly<Record<string, string>>): HostFacts {
  const readings = Object.entries(options).map(([key, value]) => {
    return [key, value === 'hidden' ? HIDDEN : read({ type: 'long', value })] as const;
  });
  return { ...factsOf({ host: { version } }), options: new Map(readings) };
}

test.each([
  ['8.0.3', '601', 'fail', { between: [1, 600] }, setTo('600')],
  ['8.0.3', '600', 'pass', { between: [1, 600] }, null],
  ['7.0.3', '121', 'fail', { between: [1, 120] }, setTo('120')],
  ['7.0.3', '120', 'pass', { between: [1, 120] }, null],
  ['9.0.0', '901', 'fail', { between: [1, 900] }, null],
  ['9.0.0', '601', 'pass', { between: [1, 900] }, null],
])('a host of %s with %s: the first variant that fits decides', (version, value, verdict, expected, remedy) => {
  expect(judgeOne(facts(version, { [KEY]: value }), VARIED)).toMatchObject({ verdict, expected, remedy });
});

test('where it is open which variant holds, the verdict is unknown, whatever each of them would say', () => {
  const found = judgeOne(facts(null, { [KEY]: '60' }), VARIED);
  expect(found).toMatchObject({ verdict: 'unknown', state: 'unknown', reason: 'not-reported', remedy: null });
  expect(found.message).toBe(
    'What is expected hangs on host.version, which could not be read: the server returned no value.',
  );
});

const TARGET = 'Syslog.global.logHost';
const HUNG: Rule = {
  ...RULE,
  check: atMost(600),
  remedy: null,
  appliesIf: { kind: 'advancedOption', key: TARGET, operator: { op: 'matches', pattern: '^ssl:' } },
};

test.each([
  ['ssl://a', '601', 'fail'],
  ['ssl://a', '600', 'pass'],
  ['ssl://a', 'hidden', 'unknown'],
  ['udp://a', '601', 'not-applicable'],
  ['udp://a', 'hidden', 'not-applicable'],
  ['hidden', '601', 'unknown'],
  ['hidden', '600', 'unknown'],
])('a rule that hangs on %s, with %s: %s', (target, value, verdict) => {
  expect(judgeOne(facts('8.0.3', { [TARGET]: target, [KEY]: value }), HUNG).verdict).toBe(verdict);
});

test('what the rule hangs on and could not be read is told', () => {
  const found = judgeOne(facts('8.0.3', { [TARGET]: 'hidden', [KEY]: '1' }), HUNG);
  expect(found.message).toBe(
    'Whether the rule applies is not known. Syslog.global.logHost could not be read: the host did not answer in time.',
  );
  expect([found.reason, found.cause?.code]).toEqual(['timeout', 'timeout']);
});

test('a host that surely does not fit appliesTo is none of the rule, whatever else is open', () => {
  const rule: Rule = { ...HUNG, appliesTo: on('^7') };
  expect(judgeOne(facts('8.0.3', { [TARGET]: 'hidden', [KEY]: '1' }), rule).verdict).toBe('not-applicable');
  expect(judgeOne(facts(null, { [TARGET]: 'udp://a', [KEY]: '1' }), rule).verdict).toBe('not-applicable');
  expect(judgeOne(facts(null, { [TARGET]: 'ssl://a', [KEY]: '1' }), rule).verdict).toBe('unknown');
});

test('a severity is another only where its check surely passes', () => {
  const rule: Rule = { ...RULE, check: atMost(600), severityIf: [{ if: atMost(1, 'Misc.Chip'), severity: 'low' }] };
  const severity = (chip: string) => judgeOne(facts('8.0.3', { [KEY]: '0', 'Misc.Chip': chip }), rule).severity;
  expect(['1', '0', 'hidden'].map(severity)).toEqual(['low', 'high', 'high']);
});

test('two rules contradict each other on the hosts of the variant that does, and on no other', () => {
  const other: Rule = { ...RULE, id: 'ours/other', check: atMost(600), remedy: setTo('600') };
  const notes = (version: string) =>
    evaluateHost(facts(version, { [KEY]: '0' }), [VARIED, other], new Map()).map((finding) => finding.notes.length);
  expect(notes('8.0.3')).toEqual([0, 0]);
  expect(notes('7.0.3')).toEqual([1, 1]);
  expect(notes('9.0.0')).toEqual([0, 0]);
});
