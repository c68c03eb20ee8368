import { expect, test } from 'vitest';
import { clauseFor } from '../../src/checks/judgement/problem-words.ts';
import { coveringRulesets, evaluateHost } from '../../src/evaluate/evaluate-host.ts';
import { summarise } from '../../src/evaluate/summary.ts';
import { read, unread } from '../../src/model/reading.ts';
import type { Condition } from '../../src/model/check.ts';
import type { Rule } from '../../src/model/rule.ts';
import { factsOf, FIREWALL_RULE, firewallOf, HOST, judgeOne, RULE, setting } from './facts.ts';

const GEN8: Condition = [
  { kind: 'fact', fact: 'host.vendor', operator: { op: 'matches', pattern: '^(HP|HPE)$' } },
  { kind: 'fact', fact: 'host.model', operator: { op: 'matches', pattern: '\\bGen8\\b' } },
];
const GEN8_RULE: Rule = { ...RULE, appliesTo: GEN8 };
const WRONG = { iovDisableIR: read(setting({ configured: 'TRUE', runtime: 'TRUE' })) };
const GONE = { iovDisableIR: unread({ code: 'disconnected', detail: '' }) };
const DISCONNECTED = { connectionState: 'disconnected', trouble: { code: 'disconnected', detail: 'gone' } } as const;

test.each([
  ['HP', 'ProLiant DL320e Gen8 v2', 'fail'],
  ['hp', 'Proliant DL580 GEN8', 'fail'],
  ['HPE', 'ProLiant DL380 Gen10', 'not-applicable'],
  ['HP Inc', 'ProLiant DL380p Gen8', 'not-applicable'],
  ['HP', 'ProLiant DL380p Gen80', 'not-applicable'],
  ['Dell Inc.', null, 'not-applicable'],
  [null, 'PowerEdge R740', 'not-applicable'],
  [null, 'ProLiant DL380p Gen8', 'unknown'],
  ['HP', null, 'unknown'],
  [null, null, 'unknown'],
])('vendor %s and model %s with a wrong value: %s', (vendor, model, verdict) => {
  expect(judgeOne(factsOf({ host: { vendor, model }, kernel: WRONG }), GEN8_RULE).verdict).toBe(verdict);
});

test('what vCenter still knows of a disconnected host can make a rule not applicable', () => {
  const other = factsOf({ host: { ...DISCONNECTED, model: 'ProLiant DL380 Gen10' }, kernel: GONE });
  expect(judgeOne(other, GEN8_RULE)).toMatchObject({ verdict: 'not-applicable', state: null, reason: null, notes: [] });
  const gen8 = factsOf({ host: DISCONNECTED, kernel: GONE });
  expect(judgeOne(gen8, GEN8_RULE)).toMatchObject({ verdict: 'unknown', reason: 'disconnected' });
});

test('a rule that hangs on an unread fact is unknown with the trouble of the host as reason', () => {
  const found = judgeOne(factsOf({ host: { ...DISCONNECTED, model: null } }), GEN8_RULE);
  expect(found).toMatchObject({
    verdict: 'unknown',
    state: 'unknown',
    reason: 'disconnected',
    horizons: { now: 'unknown', nextBoot: 'unknown', nextPatch: null },
    expected: 'FALSE',
  });
  expect(found.message).toBe(
    'Whether the rule applies hangs on host.model, which could not be read: the host is disconnected.',
  );
});

test('a standalone host has no cluster, which is knowledge; with the compute resource unread it is not', () => {
  const inCluster: Rule = { ...RULE, appliesTo: [{ kind: 'fact', fact: 'host.cluster', operator: { op: 'present' } }] };
  const of = (computeResource: string | null) =>
    judgeOne(factsOf({ host: { cluster: null, computeResource } }), inCluster).verdict;
  expect([of('esx01'), of(null)]).toEqual(['not-applicable', 'unknown']);
});

test('what a host surely does not have is none of the unwanted values', () => {
  const elsewhere: Rule = {
    ...RULE,
    appliesTo: [{ kind: 'fact', fact: 'host.cluster', operator: { op: 'notOneOf', values: ['lab'] } }],
  };
  const of = (cluster: string | null) =>
    judgeOne(factsOf({ host: { cluster, computeResource: 'esx01' }, kernel: WRONG }), elsewhere).verdict;
  expect([of(null), of('prod'), of('lab')]).toEqual(['fail', 'fail', 'not-applicable']);
});

test('a fact that no version knows decides nothing', () => {
  const odd: Rule = {
    ...RULE,
    appliesTo: [{ kind: 'fact', fact: '__proto__', operator: { op: 'notOneOf', values: ['x'] } }],
  };
  expect(judgeOne(factsOf({ kernel: WRONG }), odd).verdict).toBe('unknown');
});

test('a rule that only notes warns where others fail, keeps the state, and has no remedy and no advice', () => {
  const found = judgeOne(factsOf({ kernel: WRONG }), { ...RULE, enforce: 'note' });
  expect(found).toMatchObject({ verdict: 'warn', state: 'non-compliant', remedy: null });
  expect(found.message).toBe('iovDisableIR is TRUE now and after a reboot; expected FALSE.');
});

test('a firewall fail that is only noted is a warning without a state', () => {
  const found = judgeOne(factsOf({ firewall: read(firewallOf({})) }), { ...FIREWALL_RULE, enforce: 'note' });
  expect(found).toMatchObject({ verdict: 'warn', state: null, horizons: { now: 'fail' }, remedy: null });
});

test('a note is printed only where its condition surely holds', () => {
  const when: Condition = [{ kind: 'fact', fact: 'host.cpuModel', operator: { op: 'matches', pattern: 'opteron' } }];
  const rule: Rule = {
    ...GEN8_RULE,
    notes: [
      { when, text: 'AMD', reference: null },
      { when: null, text: 'always', reference: 'KB 1' },
    ],
  };
  const notes = (cpuModel: string | null) =>
    judgeOne(factsOf({ host: { cpuModel } }), rule).notes.map((note) => note.text);
  expect(notes('AMD Opteron(tm) Processor 6276')).toEqual(['AMD', 'always']);
  expect(notes('Intel(R) Xeon(R)')).toEqual(['always']);
  expect(notes(null)).toEqual(['always']);
  expect(judgeOne(factsOf({ host: { model: null } }), rule).notes).toEqual([]);
});

test('every rule makes one finding on every host, in the order of the rules', () => {
  const rules = ['c', 'a', 'b'].map((id) => ({ ...GEN8_RULE, id }));
  const findings = evaluateHost(factsOf({ host: { vendor: 'Dell Inc.' } }), rules, new Map());
  expect(findings.map((finding) => [finding.rule, finding.host])).toEqual(['c', 'a', 'b'].map((id) => [id, HOST.id]));
});

test('no message holds the name of a host', () => {
  const host = { name: 'esx-secret', id: 'vc/esx-secret' };
  const problem = { code: 'fault', detail: 'esx-secret said no' } as const;
  const findings = [WRONG, GONE, { iovDisableIR: unread(problem) }].flatMap((kernel) =>
    evaluateHost(factsOf({ host, kernel, firewall: unread(problem) }), [RULE, GEN8_RULE, FIREWALL_RULE], new Map()),
  );
  expect(findings.map((finding) => finding.message).join()).not.toContain('esx-secret');
});

const openRuleset = (key: string, port: number, endPort: number | null, enabled: boolean) => ({
  key,
  label: key,
  enabled,
  required: false,
  rules: [{ direction: 'outbound', protocol: 'tcp', portType: 'dst', port, endPort }],
  allowed: { all: false, addresses: ['10.0.0.1'], networks: ['10.9.0.0/16'] },
  userControllable: null,
  ipListConfigurable: null,
});

test('covering rulesets are listed on or off, once each, with what they open', () => {
  const [rule] = openRuleset('', 2377, null, true).rules;
  const twoPorts = openRuleset('two', 22, null, true);
  if (rule !== undefined) twoPorts.rules.push(rule);
  const rulesets = [
    openRuleset('vSPC', 0, 65_535, true),
    openRuleset('ssh', 22, null, true),
    openRuleset('vic-engine', 2377, null, false),
    openRuleset('high', 1024, 65_535, true),
    { ...openRuleset('site', 2377, 2377, true), required: true },
    twoPorts,
  ];
  const covering = coveringRulesets(firewallOf({ rulesets }), [RULE, FIREWALL_RULE, FIREWALL_RULE]);
  expect(covering.map(({ ruleset, broad, narrow, enabled }) => [ruleset, broad, narrow, enabled])).toEqual([
    ['vSPC', true, false, true],
    ['vic-engine', false, true, false],
    ['high', false, false, true],
    ['site', false, true, true],
    ['two', false, false, true],
  ]);
  expect(covering.filter(({ required }) => required).map(({ ruleset }) => ruleset)).toEqual(['site']);
  expect(covering[0]).toMatchObject({ allIp: false, allowed: ['10.0.0.1', '10.9.0.0/16'], userControllable: null });
  expect(coveringRulesets(firewallOf({ rulesets }), [RULE])).toEqual([]);
});

test('the summary counts every verdict and state by name, and hosts that could not be asked', () => {
  const findings = [WRONG, GONE].map((kernel) => judgeOne(factsOf({ kernel })));
  const hosts = [
    HOST,
    { ...HOST, ...DISCONNECTED, trouble: null },
    { ...HOST, trouble: { code: 'standby', detail: '' } as const },
    { ...HOST, trouble: { code: 'no-permission', detail: '' } as const },
  ];
  expect(summarise(hosts, findings)).toEqual({
    hosts: 4,
    unreachable: 2,
    findings: { fail: 1, unknown: 1, warn: 0, waived: 0, pass: 0, 'not-applicable': 0 },
    states: {
      'non-compliant': 1,
      'regresses-on-reboot': 0,
      'reboot-pending': 0,
      'not-taking-effect': 0,
      'may-regress-on-patch': 0,
      mitigated: 0,
      unknown: 1,
      compliant: 0,
    },
  });
});

test('every reason has words of its own', () => {
  const codes = [
    'disconnected',
    'not-responding',
    'standby',
    'no-permission',
    'timeout',
    'esxcli-unavailable',
    'fault',
  ] as const;
  expect(new Set(codes.map((code) => clauseFor({ code, detail: '' }))).size).toBe(codes.length);
});

test('a missing privilege is named', () => {
  const problem = { code: 'no-permission', detail: '', privilege: 'Global.Settings' } as const;
  expect(clauseFor(problem)).toContain('Global.Settings');
});
