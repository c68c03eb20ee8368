import { array, assert, constantFrom, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { controlAnswers } from '../../src/evidence/control-answers.ts';
import { type Evidence, type Finding, INAPPLICABLE, VERDICTS } from '../../src/model/finding.ts';
import { type Control, COVERAGES, type Framework } from '../../src/model/framework.ts';

const RULES = ['pack/one', 'pack/two'] as const;

function control(parts: Partial<Control>): Control {
  return {
    id: 'C-1',
    vulnId: null,
    ruleId: null,
    priority: 'CAT II',
    severity: 'medium',
    cci: [],
    nist: [],
    pci: [],
    title: 'A title.',
    wanted: '1',
    coverage: 'rule',
    rules: RULES,
    look: 'Look there.',
    notApplicable: null,
    ...parts,
  };
}

function framework(one: Control): Framework {
  return {
    name: 'f',
    title: 'F',
    family: 'stig',
    publisher: 'P',
    version: '1',
    releases: ['8.0'],
    profile: null,
    benchmark: null,
    source: 's',
    note: null,
    controls: [one],
  };
}

function finding(rule: string, parts: Partial<Finding>, evidence: Partial<Evidence> = {}): Finding {
  return {
    rule,
    host: 'h',
    severity: 'medium',
    verdict: 'pass',
    state: null,
    horizons: { now: null, nextBoot: null, nextPatch: null },
    observed: null,
    expected: null,
    message: `${rule} was judged.`,
    reason: null,
    notes: [],
    remedy: null,
    evidence: { framework: 'f', controls: ['C-1'], reads: ['x'], ...evidence },
    ...parts,
  };
}

const anyFinding = record({
  rule: constantFrom(...RULES, 'pack/one@stig', 'other/rule'),
  verdict: constantFrom(...VERDICTS),
  waived: constantFrom(...VERDICTS),
  framework: constantFrom('f', 'g', null),
  controls: constantFrom<readonly string[]>(['C-1'], ['C-2'], []),
  inapplicable: constantFrom(undefined, ...INAPPLICABLE),
  open: constantFrom(undefined, 'The config has no list.'),
}).map(({ rule, verdict, waived, ...evidence }) =>
  finding(
    rule,
    { verdict, ...(verdict === 'waived' ? { waived: { verdict: waived, state: null, message: 'kept' } } : {}) },
    evidence,
  ),
);

const anyControl = record({
  coverage: constantFrom(...COVERAGES),
  rules: constantFrom<readonly string[]>(RULES, ['pack/one'], []),
  notApplicable: constantFrom(null, 'It is off.'),
}).map(control);

describe('whatever was found', () => {
  test('nothing unread, half read or not judged is ever not a finding, and nothing fails unseen', () => {
    assert(
      property(anyControl, array(anyFinding, { maxLength: 6 }), (one, findings) => {
        const [answer] = controlAnswers(framework(one), findings);
        const own = findings.filter(({ evidence }) => evidence?.framework === 'f' && evidence.controls.includes('C-1'));
        const fails = own.some(({ verdict, waived }) => verdict === 'fail' || waived?.verdict === 'fail');
        if (fails) expect(answer?.status).toBe('open');
        if (answer?.status === 'open') expect(fails).toBe(true);
        if (answer?.status === 'not_a_finding') {
          expect(one.coverage).toBe('rule');
          for (const rule of one.rules) expect(own.some((each) => each.rule.split('@')[0] === rule)).toBe(true);
          expect(own.every(({ verdict }) => verdict === 'pass' || verdict === 'not-applicable')).toBe(true);
          expect(own.some(({ verdict }) => verdict === 'pass')).toBe(true);
          expect(own.every(({ evidence }) => evidence?.open === undefined)).toBe(true);
        }
        const lacking = own.filter(({ verdict }) => verdict === 'not-applicable');
        if (answer?.status === 'not_applicable' || answer?.status === 'not_a_finding') {
          for (const { evidence } of lacking) expect(evidence?.inapplicable).toBe('condition');
          if (lacking.length > 0) expect(one.notApplicable).not.toBe(null);
        }
      }),
    );
  });
});

test.each([
  ['every rule passes', {}, [finding('pack/one', {}), finding('pack/two', {})], 'not_a_finding'],
  ['one rule is missing', {}, [finding('pack/one', {})], 'not_reviewed'],
  ['one was not read', {}, [finding('pack/one', {}), finding('pack/two', { verdict: 'unknown' })], 'not_reviewed'],
  [
    'one hangs on a list that the site has not given',
    {},
    [finding('pack/one', {}), finding('pack/two', {}, { open: 'The config has no list.' })],
    'not_reviewed',
  ],
  ['one warns', {}, [finding('pack/one', {}), finding('pack/two', { verdict: 'warn' })], 'not_reviewed'],
  [
    'one fails, one was not read',
    {},
    [finding('pack/one', { verdict: 'fail' }), finding('pack/two', { verdict: 'unknown' })],
    'open',
  ],
  ['half read', { coverage: 'partly' }, [finding('pack/one', {}), finding('pack/two', {})], 'not_reviewed'],
  ['manual', { coverage: 'manual', rules: [] }, [], 'not_reviewed'],
] as const)('%s', (_name, parts, findings, status) => {
  expect(controlAnswers(framework(control(parts)), findings)[0]?.status).toBe(status);
});
