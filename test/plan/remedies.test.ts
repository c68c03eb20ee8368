import { describe, expect, test } from 'vitest';
import { evaluateHost } from '../../src/evaluate/evaluate-host.ts';
import { bareFacts, type HostFacts } from '../../src/model/facts.ts';
import type { Ruleset } from '../../src/model/firewall.ts';
import { ABSENT, read, unread } from '../../src/model/reading.ts';
import type { Check, Remedy } from '../../src/model/check.ts';
import type { Rule } from '../../src/model/rule.ts';
import { RULE } from '../evaluate/facts.ts';
import { firewall, gen8, planOf, ruleset } from './estate.ts';

const KEY = 'UserVars.DcuiTimeOut';

function ruleOf(id: string, check: Check, remedy: Remedy | null): Rule {
  return { ...RULE, id, check, remedy, references: [`reference of ${id}`] };
}

function timeout(id: string, value: number): Rule {
  const check: Check = { kind: 'advancedOption', key: KEY, operator: { op: 'equals', value } };
  return ruleOf(id, check, { kind: 'advancedOption', key: KEY, value: String(value) });
}

const OPTION = timeout('test/dcui', 600);
const NTP: Rule = ruleOf(
  'test/ntp',
  { kind: 'service', key: 'ntpd', running: true, policy: 'on' },
  { kind: 'service', key: 'ntpd', running: true, policy: 'on' },
);
const CLOSED: Rule = ruleOf(
  'test/closed',
  { kind: 'firewallRuleset', key: 'vSPC', wish: { kind: 'enabled', enabled: false } },
  { kind: 'firewallRuleset', key: 'vSPC', enabled: false },
);

function host(parts: Partial<HostFacts>): readonly HostFacts[] {
  return [{ ...bareFacts(gen8('esx-1')), ...parts }];
}

const option = (value: string, type: string | null = 'long') =>
  host({ options: new Map([[KEY, read({ type, value })]]) });
const ntp = (running: boolean, policy: string) =>
  host({ services: read([{ key: 'ntpd', label: 'NTP', running, policy }]) });

function closing(parts: Partial<Ruleset>) {
  return planOf(host({ firewall: firewall(ruleset('vSPC', { enabled: true, ...parts })) }), [CLOSED]);
}

/** A plan for an option of which anything is wanted but what it is now. */
function typedPlan(type: string, now: string, value: string) {
  const check: Check = { kind: 'advancedOption', key: KEY, operator: { op: 'notOneOf', values: [now] } };
  const rule = ruleOf('test/typed', check, { kind: 'advancedOption', key: KEY, value });
  return planOf(host({ options: new Map([[KEY, read({ type, value: now })]]) }), [rule]);
}

test('a host is set to what is expected of its release', () => {
  const when = [{ kind: 'fact', fact: 'host.version', operator: { op: 'matches', pattern: '^7' } }] as const;
  const { check, remedy } = timeout('test/dcui', 120);
  const rule: Rule = { ...OPTION, variants: [{ when, check, remedy }] };
  const set = (version: string) => {
    const [facts] = option('0');
    if (facts === undefined) throw new Error('there is one host');
    const { steps } = planOf([{ ...facts, host: { ...facts.host, version } }], [rule]);
    return steps.map(({ action }) => (action.kind === 'advancedOption' ? action.value : null));
  };
  expect([set('8.0.3'), set('7.0.3')]).toEqual([['600'], ['120']]);
});

describe('what holds at once', () => {
  test('an advanced option is set in the type that the host has it in, and put back by what was read', () => {
    expect(planOf(option('0'), [OPTION]).steps).toMatchObject([
      {
        action: { kind: 'advancedOption', key: KEY, type: 'long', value: '600' },
        before: { kind: 'advancedOption', key: KEY, type: 'long', value: '0' },
        inverse: { value: '0' },
        needsReboot: false,
      },
    ]);
    expect(planOf(option('0', 'float'), [OPTION])).toMatchObject({ steps: [], leftOut: [{ reason: 'unknown' }] });
  });

  test.each([
    ['long', '0', 'true', '1'],
    ['boolean', 'false', '1', 'true'],
    ['boolean', 'true', 'FALSE', 'false'],
    ['int', '0', '5', '5'],
    ['string', 'x', '5', '5'],
  ])('an option of the type %s that is %s and is to hold %s is written as %s', (type, now, value, written) => {
    expect(typedPlan(type, now, value).steps.map(({ action }) => action)).toMatchObject([{ type, value: written }]);
  });

  test.each([
    ['long', '0', 'high'],
    ['int', '0', '5.5'],
    ['boolean', 'false', '7'],
  ])('an option of the type %s that is %s cannot hold %s, and is left to be set by hand', (type, now, value) => {
    expect(typedPlan(type, now, value)).toMatchObject({ steps: [], leftOut: [{ reason: 'manual' }] });
  });

  test('a service is changed in both halves, with both as they were', () => {
    expect(planOf(ntp(false, 'off'), [NTP]).steps).toMatchObject([
      {
        action: { kind: 'service', service: 'ntpd', running: true, policy: 'on' },
        before: { kind: 'service', service: 'ntpd', running: false, policy: 'off' },
      },
    ]);
    expect(planOf(ntp(false, 'perhaps'), [NTP])).toMatchObject({ steps: [], leftOut: [{ reason: 'unknown' }] });
  });

  test('a ruleset is switched only where people may, and closed only where the system does not require it', () => {
    expect(closing({}).steps).toMatchObject([
      { action: { kind: 'ruleset', ruleset: 'vSPC', enabled: false }, before: { enabled: true }, exposure: /Closes/ },
    ]);
    expect(closing({ required: true }).leftOut).toMatchObject([{ reason: 'not-user-controllable' }]);
    expect(closing({ userControllable: false }).leftOut).toMatchObject([{ reason: 'not-user-controllable' }]);
  });

  test('what was not read, or is not there, never becomes a step', () => {
    const hidden = unread({ code: 'timeout', detail: 'no answer' });
    expect(planOf(host({ options: new Map([[KEY, hidden]]) }), [OPTION])).toMatchObject({
      steps: [],
      leftOut: [{ reason: 'unknown' }],
    });
    expect(planOf(host({ options: new Map([[KEY, ABSENT]]) }), [OPTION])).toMatchObject({ steps: [], leftOut: [] });
    expect(planOf(host({ services: hidden }), [NTP]).steps).toEqual([]);
    expect(planOf(host({ firewall: hidden }), [CLOSED]).steps).toEqual([]);
  });

  test('a rule without a remedy is told as one to be done by hand', () => {
    expect(planOf(option('0'), [{ ...OPTION, remedy: null }]).leftOut).toMatchObject([{ reason: 'manual' }]);
  });
});

/** A rule that wants anything but one value. */
function negated(value: number): Rule {
  const check: Check = { kind: 'advancedOption', key: KEY, operator: { op: 'equals', value } };
  return ruleOf('other/not', { kind: 'not', check }, null);
}

describe('two rules that want different values of one thing', () => {
  const OTHER = timeout('other/dcui', 300);

  test('are told at both findings, each with the reference of the other, and neither is planned', () => {
    const [facts] = option('0');
    if (facts === undefined) throw new Error('there is one host');
    const notes = evaluateHost(facts, [OPTION, OTHER], new Map()).map((finding) => finding.notes);
    expect(notes).toEqual([
      [{ text: expect.stringContaining('Conflict: other/dcui wants'), reference: 'reference of other/dcui' }],
      [{ text: expect.stringContaining('Conflict: test/dcui wants'), reference: 'reference of test/dcui' }],
    ]);
    const plan = planOf(option('0'), [OPTION, OTHER]);
    expect(plan.steps).toEqual([]);
    expect(plan.leftOut.map(({ reason }) => reason)).toEqual(['conflicting-advice', 'conflicting-advice']);
  });

  test('are none where the host is as one of them wants it: the other is not planned either', () => {
    const plan = planOf(option('600'), [OPTION, OTHER]);
    expect(plan).toMatchObject({ steps: [], leftOut: [{ rule: 'other/dcui', reason: 'conflicting-advice' }] });
  });

  test('are none where one value pleases both, or where one does not apply', () => {
    const lenient: Rule = {
      ...OTHER,
      check: { kind: 'advancedOption', key: KEY, operator: { op: 'between', low: 1, high: 600 } },
      remedy: null,
    };
    const elsewhere: Rule = {
      ...OTHER,
      appliesTo: [{ kind: 'fact', fact: 'host.vendor', operator: { op: 'equals', value: 'Dell' } }],
    };
    for (const other of [lenient, elsewhere]) {
      const [facts] = option('0');
      if (facts === undefined) throw new Error('there is one host');
      expect(evaluateHost(facts, [OPTION, other], new Map()).flatMap(({ notes }) => notes)).toEqual([]);
      expect(planOf(option('0'), [OPTION, other]).steps).toHaveLength(1);
    }
  });

  test('a rule that wants the opposite by a negation is heard as what it wants', () => {
    expect(planOf(option('0'), [OPTION, negated(600)])).toMatchObject({ steps: [] });
    expect(planOf(option('0'), [OPTION, negated(0)]).steps).toHaveLength(1);
  });

  test('a kernel setting and the option that is the same by another way contradict each other', () => {
    const direct: Rule = { ...RULE, id: 'test/direct' };
    const stored: Rule = ruleOf(
      'test/stored',
      { kind: 'advancedOption', key: 'VMkernel.Boot.iovDisableIR', operator: { op: 'equals', value: true } },
      null,
    );
    const setting = {
      type: 'Bool',
      default: 'TRUE',
      configured: 'TRUE',
      runtime: 'TRUE',
      source: 'esxcli',
      problem: null,
    } as const;
    const facts = host({
      kernel: new Map([['iovDisableIR', read(setting)]]),
      options: new Map([['VMkernel.Boot.iovDisableIR', read({ type: 'boolean', value: 'true' })]]),
    });
    expect(planOf(facts, [direct, stored])).toMatchObject({ steps: [], leftOut: [{ reason: 'conflicting-advice' }] });
  });
});
