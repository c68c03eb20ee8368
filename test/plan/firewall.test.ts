import { expect, test } from 'vitest';
import { waive } from '../../src/evaluate/waive.ts';
import type { Ruleset } from '../../src/model/firewall.ts';
import { read, unread } from '../../src/model/reading.ts';
import type { Rule } from '../../src/model/rule.ts';
import type { PlanOptions } from '../../src/plan/decision.ts';
import { planFor } from '../../src/plan/plan-for.ts';
import { shippedRules } from '../support/scans.ts';
import { facts, firewall, gen8, listOf, OPEN, optionsFor, planOf, ruleset, scanOf, vSPC } from './estate.ts';

const VIC = (await shippedRules()).filter(({ pack }) => pack === 'vic');
const NETWORK = listOf('10.9.0.0/16');

function planned(rulesets: readonly Ruleset[], parts: Partial<PlanOptions> = {}, vch?: string) {
  const parameters = vch === undefined ? undefined : new Map([['vch-address', vch]]);
  return planOf([facts(gen8('esx-1'), { firewall: firewall(...rulesets) })], VIC, parts, parameters);
}

test('vic-engine is enabled where the host has it, and vSPC is not touched, allowed or not', () => {
  for (const allowBroadRuleset of [true, false]) {
    const { steps, leftOut } = planned([vSPC(), ruleset('vic-engine')], { allowBroadRuleset });
    expect(leftOut).toEqual([]);
    expect(steps).toMatchObject([
      {
        action: { kind: 'ruleset', ruleset: 'vic-engine', enabled: true },
        before: { enabled: false },
        inverse: { enabled: false },
        needsReboot: false,
        exposure: 'Lets outbound tcp/2377 to any address through.',
      },
    ]);
  }
});

test('with a network the allowed list is written before the ruleset is enabled', () => {
  const { steps } = planned([ruleset('vic-engine')], { allowed: NETWORK });
  expect(steps.map(({ action }) => action)).toEqual([
    { kind: 'allowedHosts', ruleset: 'vic-engine', allowed: NETWORK },
    { kind: 'ruleset', ruleset: 'vic-engine', enabled: true },
  ]);
  expect(steps.map(({ before }) => before)).toMatchObject([{ allowed: OPEN }, { enabled: false }]);
  expect(steps[1]?.exposure).toBe('Lets outbound tcp/2377 to 10.9.0.0/16 through.');
});

test('a closed ruleset whose list is right already is only enabled', () => {
  const { steps } = planned([ruleset('vic-engine', { allowed: NETWORK })], { allowed: NETWORK });
  expect(steps.map(({ action }) => action.kind)).toEqual(['ruleset']);
});

test('a closed ruleset with a list is not opened without word of what the list is to hold', () => {
  expect(planned([ruleset('vic-engine', { allowed: listOf('10.1.1.1') })])).toMatchObject({
    steps: [],
    leftOut: [{ reason: 'manual', detail: expect.stringContaining('--vch-network') }],
  });
});

test('an enabled narrow ruleset gets the network beside what it holds', () => {
  const enabled = ruleset('vic-engine', { enabled: true, allowed: listOf('10.1.1.1') });
  const { steps } = planned([enabled], { allowed: NETWORK }, '10.9.0.5');
  expect(steps).toMatchObject([
    {
      action: { kind: 'allowedHosts', allowed: listOf('10.1.1.1', '10.9.0.0/16') },
      before: { allowed: listOf('10.1.1.1') },
    },
  ]);
  expect(planned([enabled], {}, '10.9.0.5').leftOut).toMatchObject([{ reason: 'manual' }]);
});

test('vSPC alone is opened with --allow-broad-ruleset only, and the plan says how much it opens', () => {
  const refused = planned([vSPC()]);
  expect(refused).toMatchObject({ steps: [], leftOut: [{ reason: 'broad-ruleset-only' }] });
  const { steps } = planned([vSPC()], { allowBroadRuleset: true, allowed: NETWORK });
  expect(steps.map(({ action }) => action.kind)).toEqual(['allowedHosts', 'ruleset']);
  expect(steps[1]?.exposure).toContain('every outbound tcp port');
});

test('the list of an already enabled broad ruleset is not touched', () => {
  const enabled = vSPC({ enabled: true, allowed: listOf('10.1.1.1') });
  expect(planned([enabled], { allowBroadRuleset: true, allowed: NETWORK }, '10.9.0.5')).toMatchObject({
    steps: [],
    leftOut: [{ reason: 'broad-ruleset-only' }],
  });
});

test('a ruleset that the system owns is not switched; one of which the host does not tell may be', () => {
  expect(planned([ruleset('vic-engine', { userControllable: false })])).toMatchObject({
    steps: [],
    leftOut: [{ reason: 'not-user-controllable' }],
  });
  expect(planned([ruleset('vic-engine', { userControllable: null })]).steps).toHaveLength(1);
});

test('a ruleset made for something else is never opened, however narrow or allowed', () => {
  const others = [ruleset('nfsClient', {}, [0, 65_535]), ruleset('range', {}, [2000, 3000])];
  expect(planned(others, { allowBroadRuleset: true })).toMatchObject({ steps: [], leftOut: [{ reason: 'manual' }] });
  expect(planned([])).toMatchObject({ steps: [], leftOut: [{ reason: 'manual' }] });
});

test('a ruleset of the site that opens the port alone is used where vic-engine is missing', () => {
  expect(planned([vSPC(), ruleset('site-vch')], { allowBroadRuleset: true }).steps).toMatchObject([
    { action: { ruleset: 'site-vch', enabled: true } },
  ]);
});

test.each([
  ['unread', unread({ code: 'no-permission', detail: '' }), 'unknown'],
  [
    'of unknown switch',
    read({
      enabled: unread({ code: 'timeout', detail: '' }),
      outgoingBlocked: true,
      incomingBlocked: true,
      rulesets: [ruleset('vic-engine')],
    }),
    'unknown',
  ],
  [
    'switched off',
    read({ enabled: read(false), outgoingBlocked: true, incomingBlocked: true, rulesets: [ruleset('vic-engine')] }),
    'manual',
  ],
] as const)('a firewall %s has no step', (_name, reading, reason) => {
  expect(planOf([facts(gen8('esx-1'), { firewall: reading })], VIC)).toMatchObject({
    steps: [],
    leftOut: [{ reason }],
  });
});

test('--deny closes vic-engine and an old vSPC, says what else is lost, and leaves the lists alone', () => {
  const { steps, leftOut } = planned(
    [
      vSPC({ enabled: true }),
      ruleset('vic-engine', { enabled: true, allowed: NETWORK }),
      ruleset('sshClient', { enabled: true }, [22, null]),
    ],
    { deny: true },
  );
  expect(leftOut).toEqual([]);
  expect(steps.map(({ action }) => action)).toEqual([
    { kind: 'ruleset', ruleset: 'vSPC', enabled: false },
    { kind: 'ruleset', ruleset: 'vic-engine', enabled: false },
  ]);
  expect(steps[0]?.exposure).toContain('serial ports over the network');
});

test('--deny names what else lets the port through and does not close it', () => {
  const { steps, leftOut } = planned([ruleset('nfsClient', { enabled: true }, [0, 65_535])], { deny: true });
  expect(steps).toEqual([]);
  expect(leftOut).toMatchObject([{ reason: 'manual', detail: expect.stringContaining('nfsClient') }]);
});

test('--deny cannot close what the system requires or owns', () => {
  for (const parts of [{ required: true }, { userControllable: false }]) {
    expect(planned([ruleset('vic-engine', { enabled: true, ...parts })], { deny: true })).toMatchObject({
      steps: [],
      leftOut: [{ reason: 'not-user-controllable' }],
    });
  }
});

test('--deny wants nothing of a host on which all is closed, and of one that was not read it knows nothing', () => {
  expect(planned([vSPC(), ruleset('vic-engine')], { deny: true })).toMatchObject({ steps: [], leftOut: [] });
  const hosts = [facts(gen8('esx-1'), { firewall: unread({ code: 'timeout', detail: '' }) })];
  expect(planOf(hosts, VIC, { deny: true })).toMatchObject({ steps: [], leftOut: [{ reason: 'unknown' }] });
});

test('--deny closes a ruleset with a list although no address says whether the rule passes', () => {
  const limited = ruleset('vic-engine', { enabled: true, allowed: NETWORK });
  expect(planned([limited], { deny: true }).steps).toMatchObject([{ action: { enabled: false } }]);
  expect(planned([limited])).toMatchObject({ steps: [], leftOut: [{ reason: 'unknown' }] });
});

test('a host that cannot be asked now is not changed from what vCenter remembers', () => {
  const gone = gen8('esx-1', { trouble: { code: 'disconnected', detail: 'gone' } });
  for (const deny of [true, false]) {
    const hosts = [facts(gone, { firewall: firewall(ruleset('vic-engine', { enabled: deny })) })];
    expect(planOf(hosts, VIC, { deny })).toMatchObject({ steps: [], leftOut: [{ reason: 'unknown' }] });
  }
});

const UNASKED = VIC.map(({ asked: _asked, ...rule }): Rule => rule);

test('what warns since nobody asked is planned once the rule is named, from a saved scan too, and not before', () => {
  const scan = scanOf([facts(gen8('esx-1'), { firewall: firewall(ruleset('vic-engine')) })], UNASKED);
  expect(scan.findings).toMatchObject([{ verdict: 'warn', remedy: null }]);
  const { steps } = planFor(scan, VIC, optionsFor(scan, VIC));
  expect(steps).toMatchObject([{ action: { kind: 'ruleset', ruleset: 'vic-engine', enabled: true } }]);
  expect(steps[0]?.why.message).not.toContain('nobody asked');
  const unasked = planFor(scan, UNASKED, optionsFor(scan, UNASKED));
  expect(unasked).toMatchObject({ steps: [], leftOut: [{ reason: 'manual' }] });
  expect(unasked.leftOut[0]?.detail).toContain('--rule vic/outbound-2377');
});

test('one that was waived is not planned, whoever asks', () => {
  const scan = scanOf([facts(gen8('esx-1'), { firewall: firewall(ruleset('vic-engine')) })], UNASKED);
  const waiver = { rule: 'vic/*', host: '*', cluster: null, reason: 'r', owner: 'o', ticket: null };
  const waived = waive(scan, [{ ...waiver, expires: '2999-01-01', place: 'c:1' }], new Date(0));
  expect(waived.findings).toMatchObject([{ verdict: 'waived', waived: { verdict: 'warn' } }]);
  const plan = planFor(waived, VIC, optionsFor(waived, VIC));
  expect(plan).toMatchObject({ steps: [], leftOut: [{ reason: 'waived' }] });
});
