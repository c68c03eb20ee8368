import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { unread } from '../../src/model/reading.ts';
import type { Rule } from '../../src/model/rule.ts';
import { parsePlan } from '../../src/plan/parse-plan.ts';
import { planFor } from '../../src/plan/plan-for.ts';
import { planText, sealed } from '../../src/plan/plan-text.ts';
import { selectRules } from '../../src/rules/select.ts';
import { shippedRules } from '../support/scans.ts';
import { facts, gen8, LACKING, optionsFor, planOf, scanOf, setting } from './estate.ts';

const HPE = selectRules(await shippedRules(), { packs: ['hpe'], ids: [] });
const GEN8 = 'hpe/gen8-interrupt-remapping';

test('a wrong configured value becomes one step with what was read as before, and says that a reboot is due', () => {
  const { steps, leftOut } = planOf([facts(gen8('esx-1'), { iovDisableIR: setting('FALSE', 'true', 'TRUE') })], HPE);
  expect(leftOut).toEqual([]);
  expect(steps).toMatchObject([
    {
      id: '1',
      host: { moid: 'host-1', name: 'esx-1', uuid: 'uuid-of-esx-1', serial: 'serial-of-esx-1', cluster: 'C1' },
      action: { kind: 'kernelSetting', name: 'iovDisableIR', value: 'FALSE' },
      before: { kind: 'kernelSetting', name: 'iovDisableIR', value: 'true' },
      inverse: { kind: 'kernelSetting', name: 'iovDisableIR', value: 'true' },
      inverseLeaves: null,
      needsReboot: true,
      exposure: null,
      why: { rule: GEN8 },
    },
  ]);
});

test('a host that may have followed its default is told to keep an explicit value when it is taken back', () => {
  const followed = planOf([facts(gen8('esx-1'), { iovDisableIR: setting('TRUE', 'true', 'TRUE') })], HPE);
  expect(followed.steps[0]?.inverseLeaves).toContain('An explicit true remains');
  const untold = planOf([facts(gen8('esx-1'), { iovDisableIR: setting(null, 'TRUE', 'TRUE') })], HPE);
  expect(untold.steps[0]?.inverseLeaves).toContain('An explicit TRUE remains');
});

test('a host that is right now and wrong after the next boot needs the setting and no reboot', () => {
  const { steps } = planOf([facts(gen8('esx-1'), { iovDisableIR: setting('TRUE', 'TRUE', 'FALSE') })], HPE);
  expect(steps).toMatchObject([{ needsReboot: false, action: { value: 'FALSE' } }]);
});

test('a host of which only a reboot is due is left out as that, and planned with --pin', () => {
  const hosts = [facts(gen8('esx-1'), { iovDisableIR: setting('TRUE', 'FALSE', 'TRUE') })];
  expect(planOf(hosts, HPE)).toMatchObject({ steps: [], leftOut: [{ rule: GEN8, reason: 'reboot-only' }] });
  expect(planOf(hosts, HPE, { pin: true }).steps).toMatchObject([
    { needsReboot: true, action: { value: 'FALSE' }, before: { value: 'FALSE' } },
  ]);
});

test('--pin sets what only follows its default, says that survival is unverified, and leaves explicit values alone', () => {
  const follows = facts(gen8('esx-1'), { iovDisableIR: setting('FALSE', 'FALSE', 'FALSE') });
  const explicit = facts(gen8('esx-2'), { iovDisableIR: setting('TRUE', 'FALSE', 'FALSE') });
  expect(planOf([follows, explicit], HPE)).toMatchObject({ steps: [], leftOut: [] });
  const { steps, leftOut } = planOf([follows, explicit], HPE, { pin: true });
  expect(leftOut).toEqual([]);
  expect(steps).toMatchObject([{ host: { name: 'esx-1' }, needsReboot: false }]);
  expect(steps[0]?.action).toEqual(steps[0]?.before);
  expect(steps[0]?.why.message).toContain('that this survives a patch is unverified');
});

test('a host that may regress on a planned patch is pinned like any other that passes', () => {
  const hosts = [facts(gen8('esx-1'), { iovDisableIR: setting('FALSE', 'FALSE', 'FALSE') })];
  const scan = scanOf(hosts, HPE);
  const findings = scan.findings.map((finding): Finding =>
    finding.rule === GEN8
      ? {
          ...finding,
          verdict: 'warn',
          state: 'may-regress-on-patch',
          horizons: { ...finding.horizons, nextPatch: 'risk' },
        }
      : finding,
  );
  expect(planFor({ ...scan, findings }, HPE, optionsFor(scan, HPE, { pin: true })).steps).toHaveLength(1);
  expect(planFor({ ...scan, findings }, HPE, optionsFor(scan, HPE)).steps).toEqual([]);
});

test('what was not read is unknown, with or without --pin, whatever is known beside it', () => {
  const hosts = [
    facts(gen8('esx-1'), { iovDisableIR: unread({ code: 'timeout', detail: '' }) }),
    facts(gen8('esx-2'), { iovDisableIR: setting('TRUE', null, 'TRUE') }),
    facts(gen8('esx-3'), { iovDisableIR: setting('TRUE', 'what?', 'TRUE') }),
    facts(gen8('esx-4', { model: null }), { iovDisableIR: setting('TRUE', 'TRUE', 'TRUE') }),
    facts(gen8('esx-5', { uuid: null }), { iovDisableIR: setting('TRUE', 'TRUE', 'TRUE') }),
  ];
  for (const pin of [true, false]) {
    const { steps, leftOut } = planOf(hosts, HPE, { pin });
    expect(steps).toEqual([]);
    expect(leftOut.map(({ host, reason }) => [host.name, reason])).toEqual(
      hosts.map(({ host }) => [host.name, 'unknown']),
    );
  }
});

test('Runtime unread and Configured wrong is planned from the value that was read', () => {
  const { steps } = planOf([facts(gen8('esx-1'), { iovDisableIR: setting('TRUE', 'TRUE', null) })], HPE);
  expect(steps).toMatchObject([{ before: { value: 'TRUE' }, needsReboot: true }]);
});

test('a release without the setting, a compliant host and a host of another generation want nothing', () => {
  const hosts = [
    facts(gen8('esx-1'), { iovDisableIR: LACKING }),
    facts(gen8('esx-2')),
    facts(gen8('esx-3', { model: 'ProLiant DL380 Gen10' }), { iovDisableIR: setting('TRUE', 'TRUE', 'TRUE') }),
  ];
  expect(planOf(hosts, HPE, { pin: true })).toMatchObject({ steps: [], leftOut: [] });
});

test('a rule that only notes is left to people', () => {
  const g7 = gen8('esx-1', { model: 'ProLiant DL380 G7', cpuModel: 'Intel(R) Xeon(R) CPU X5650 @ 2.67GHz' });
  expect(planOf([facts(g7, { iovDisableIR: setting('FALSE', 'FALSE', 'FALSE') })], HPE)).toMatchObject({
    steps: [],
    leftOut: [{ rule: 'cpu/xeon-5500-5600-remapping-off', reason: 'manual' }],
  });
});

test('two rules that want different values on one host are conflicting advice, also when the other passes or is not planned', () => {
  const both = gen8('esx-1', { cpuModel: 'Intel(R) Xeon(R) CPU X5650 @ 2.67GHz' });
  const hosts = [facts(both, { iovDisableIR: setting('TRUE', 'TRUE', 'TRUE') })];
  for (const planned of [new Set(HPE.map(({ id }) => id)), new Set([GEN8])]) {
    const { steps, leftOut } = planOf(hosts, HPE, { planned });
    expect(steps).toEqual([]);
    expect(leftOut).toMatchObject([{ rule: GEN8, reason: 'conflicting-advice' }]);
    expect(leftOut[0]?.detail).toContain('cpu/xeon-5500-5600-remapping-off wants TRUE');
  }
});

test('a rule of which it is unknown whether it applies speaks against a step too', () => {
  const hosts = [facts(gen8('esx-1', { cpuModel: null }), { iovDisableIR: setting('TRUE', 'TRUE', 'TRUE') })];
  const { steps, leftOut } = planOf(hosts, HPE, { planned: new Set([GEN8]) });
  expect(steps).toEqual([]);
  expect(leftOut).toMatchObject([{ reason: 'conflicting-advice' }]);
});

test('two rules that want the same have one step that names both', () => {
  const gen8Rules = HPE.filter(({ id }) => id === GEN8);
  const again = gen8Rules.map((rule): Rule => ({ ...rule, id: 'site/again' }));
  const hosts = [facts(gen8('esx-1'), { iovDisableIR: setting('TRUE', 'TRUE', 'TRUE') })];
  const { steps, leftOut } = planOf(hosts, [...gen8Rules, ...again]);
  expect(leftOut).toEqual([]);
  expect(steps).toHaveLength(1);
  expect(steps[0]?.why).toMatchObject({ rule: GEN8, message: expect.stringContaining('site/again wants the same') });
});

test('a rule without a remedy, or with one for another setting, is left to people', () => {
  const rules = HPE.filter(({ id }) => id === GEN8);
  const hosts = [facts(gen8('esx-1'), { iovDisableIR: setting('TRUE', 'TRUE', 'TRUE') })];
  const without = rules.map((rule): Rule => ({ ...rule, remedy: null }));
  const elsewhere = rules.map((rule): Rule => ({
    ...rule,
    remedy: { kind: 'kernelSetting', name: 'other', value: '1' },
  }));
  for (const changed of [without, elsewhere]) {
    expect(planOf(hosts, changed)).toMatchObject({ steps: [], leftOut: [{ reason: 'manual' }] });
  }
});

describe('--reboot-pending', () => {
  const pending = { rebootPending: true };
  const WAITS = setting('TRUE', 'FALSE', 'TRUE');

  test('plans the reboot of a host that waits for nothing else, and writes nothing', () => {
    const plan = planOf([facts(gen8('esx-1'), { iovDisableIR: WAITS })], HPE, pending);
    expect(plan).toMatchObject({
      leftOut: [],
      steps: [{ needsReboot: true, rebootOnly: { bootTime: gen8('esx-1').bootTime, readAt: plan.createdAt } }],
    });
    expect(plan.steps[0]?.action).toEqual(plan.steps[0]?.before);
    expect(parsePlan(planText(plan))).toEqual(plan);
  });

  test.each([
    ['wrong', setting('TRUE', 'TRUE', 'TRUE'), 'manual'],
    ['right until the next boot', setting('TRUE', 'TRUE', 'FALSE'), 'manual'],
    ['with a runtime that was not read', setting('TRUE', 'FALSE', null), 'unknown'],
    ['not read', unread({ code: 'timeout', detail: 'no answer' }), 'unknown'],
  ] as const)('no host that is %s', (_, iovDisableIR, reason) => {
    const { steps, leftOut } = planOf([facts(gen8('esx-1'), { iovDisableIR })], HPE, pending);
    expect([steps, leftOut.map((left) => left.reason)]).toEqual([[], [reason]]);
  });

  test('no host whose boot time was not read, and none that is right', () => {
    const blind = planOf([facts(gen8('esx-1', { bootTime: null }), { iovDisableIR: WAITS })], HPE, pending);
    expect(blind).toMatchObject({ steps: [], leftOut: [{ reason: 'unknown' }] });
    expect(planOf([facts(gen8('esx-1'))], HPE, pending)).toMatchObject({ steps: [], leftOut: [] });
  });

  test('no host on which the same boot would bring something else out of order', () => {
    const [rule] = HPE.filter(({ id }) => id === GEN8);
    if (rule === undefined) throw new Error('the rule ships');
    const other: Rule = {
      ...rule,
      id: 'site/other',
      check: { kind: 'kernelSetting', name: 'other', operator: { op: 'equals', value: 'FALSE' } },
      remedy: { kind: 'kernelSetting', name: 'other', value: 'FALSE' },
    };
    const host = facts(gen8('esx-1'), { iovDisableIR: WAITS });
    const kernel = new Map([...host.kernel, ['other', setting('TRUE', 'TRUE', 'FALSE')] as const]);
    const { steps, leftOut } = planOf([{ ...host, kernel }], [rule, other], pending);
    expect(steps).toEqual([]);
    expect(leftOut.find((left) => left.rule === GEN8)).toMatchObject({ reason: 'conflicting-advice' });
  });

  test('a step that says it is a reboot alone, and changes something, is refused', () => {
    const { hash: _, ...plan } = planOf([facts(gen8('esx-1'), { iovDisableIR: WAITS })], HPE, pending);
    const steps = plan.steps.map((step) => {
      const before = { ...step.before, value: 'TRUE' } as typeof step.before;
      return { ...step, before, inverse: before };
    });
    expect(() => parsePlan(planText(sealed({ ...plan, steps })))).toThrow('The plan contradicts itself.');
  });
});
