import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HostFacts } from '../../src/model/facts.ts';
import type { Action, Step } from '../../src/model/plan.ts';
import type { Scan } from '../../src/model/scan.ts';
import type { PlanOptions } from '../../src/plan/decision.ts';
import { planFor } from '../../src/plan/plan-for.ts';
import { shippedRules } from '../support/scans.ts';
import { asked, circumstances, hostsArbitrary } from './arbitrary.ts';
import { CALM, optionsFor, scanOf } from './estate.ts';
import { runs } from '../support/sample.ts';

const RULES = await shippedRules();
const RUNS = { numRuns: runs(400) };

interface Planned {
  readonly scan: Scan;
  readonly options: PlanOptions;
  readonly steps: readonly Step[];
  readonly leftOut: readonly {
    readonly host: { readonly id: string };
    readonly rule: string;
    readonly reason: string;
  }[];
}

type Asked = Omit<Partial<PlanOptions>, 'allowed'> & Pick<PlanOptions, 'allowed'> & { readonly vch: string | null };

function planned(hosts: readonly HostFacts[], { vch, ...parts }: Asked): Planned {
  const scan = scanOf(hosts, RULES, vch === null ? new Map() : new Map([['vch-address', vch]]));
  const options = optionsFor(scan, RULES, parts);
  return { scan, options, ...planFor(scan, RULES, options) };
}

/** For every mixture of hosts and wishes. */
function always(holds: (plan: Planned) => void): void {
  fc.assert(
    fc.property(hostsArbitrary(), asked, (hosts, wishes) => {
      holds(planned(hosts, wishes));
    }),
    RUNS,
  );
}

test('the mixtures give plans with and without steps, or the laws below would show little', () => {
  const plans = fc
    .sample(fc.tuple(hostsArbitrary(), asked), { numRuns: 400, seed: 7 })
    .map(([hosts, wishes]) => planned(hosts, wishes));
  const kinds = plans.map(({ steps }) => new Set(steps.map(({ action }) => action.kind)));
  for (const kind of ['kernelSetting', 'ruleset', 'allowedHosts'] as const) {
    expect(kinds.filter((each) => each.has(kind)).length).toBeGreaterThan(10);
  }
  expect(plans.filter(({ leftOut }) => leftOut.length > 0).length).toBeGreaterThan(50);
});

/** The same thing as the scan read it; null when it did not. */
function readIn({ hosts }: Scan, { host, action }: Step): Action | null {
  const scanned = hosts.find(({ id }) => id === host.id);
  if (scanned === undefined || scanned.trouble !== null) return null;
  if (action.kind === 'kernelSetting') {
    const reading = scanned.kernel.get(action.name);
    const value = reading?.kind === 'read' ? reading.value.configured : null;
    return value === null ? null : { ...action, value };
  }
  if (action.kind !== 'ruleset' && action.kind !== 'allowedHosts') return null;
  const rulesets = scanned.firewall?.kind === 'read' ? scanned.firewall.value.rulesets : [];
  const found = rulesets.find(({ key }) => key === action.ruleset);
  if (found === undefined) return null;
  return action.kind === 'ruleset'
    ? { ...action, enabled: found.enabled }
    : { ...action, allowed: found.allowed ?? { all: true, addresses: [], networks: [] } };
}

test('no step stands on a host value that was not read: before is what the scan read, on a host that is told apart', () => {
  always(({ scan, steps }) => {
    for (const step of steps) {
      expect(step.before).toEqual(readIn(scan, step));
      expect(step.host.uuid).not.toBeNull();
    }
  });
});

test('only a fail becomes a step, unless pinning or closing was asked for; an undecided rule never does', () => {
  always(({ scan, steps, options }) => {
    for (const { host, why, action } of steps) {
      const finding = scan.findings.find((each) => each.host === host.id && each.rule === why.rule);
      const closes = options.deny && action.kind === 'ruleset';
      if (finding?.verdict === 'unknown') expect([closes, finding.reason]).toEqual([true, 'vch-address-needed']);
      else if (finding?.verdict !== 'fail') expect(closes || (options.pin && finding?.verdict === 'pass')).toBe(true);
    }
  });
});

test('every finding that wants a change is a step or is left out with a reason', () => {
  always(({ scan, steps, leftOut, options }) => {
    if (options.deny) return;
    for (const { host, rule, verdict } of scan.findings) {
      if (verdict === 'pass' || verdict === 'not-applicable') continue;
      const done = steps.some((step) => step.host.id === host && step.why.rule === rule);
      expect(done || leftOut.some((left) => left.host.id === host && left.rule === rule)).toBe(true);
    }
  });
});

test('nothing is opened that was not asked for: no broad ruleset without a word, no ruleset of the system, no list after its ruleset', () => {
  always(({ scan, steps, options }) => {
    for (const [index, { host, action }] of steps.entries()) {
      if (action.kind !== 'ruleset' && action.kind !== 'allowedHosts') continue;
      const scanned = scan.hosts.find(({ id }) => id === host.id);
      const covering = scanned?.covering.find(({ ruleset }) => ruleset === action.ruleset);
      expect(covering?.userControllable).not.toBe(false);
      if (action.kind === 'allowedHosts') {
        expect(covering?.broad === true && covering.enabled).toBe(false);
        const before = steps.slice(0, index).filter((step) => step.host.id === host.id);
        expect(before.some((step) => step.action.kind === 'ruleset' && step.action.ruleset === action.ruleset)).toBe(
          false,
        );
      } else if (action.enabled && covering?.broad === true) expect(options.allowBroadRuleset).toBe(true);
    }
  });
});

test('a host has no step where any circumstance is unread or stands against it, and an obstacle never adds one', () => {
  fc.assert(
    fc.property(hostsArbitrary(), asked, circumstances, (hosts, wishes, around) => {
      const calm = planned(hosts, wishes).steps;
      const { steps } = planned(hosts, {
        ...wishes,
        circumstances: new Map(hosts.map(({ host }) => [host.id, around])),
      });
      const isCalm = JSON.stringify(around) === JSON.stringify(CALM);
      expect(steps).toEqual(isCalm ? calm : []);
    }),
    RUNS,
  );
});

test('a host of which no circumstances were read has no step', () => {
  always(({ scan, options }) => {
    expect(planFor(scan, RULES, { ...options, circumstances: new Map() }).steps).toEqual([]);
  });
});

test('the same scan, rules and options give the same plan', () => {
  always(({ scan, options }) => {
    expect(planFor(structuredClone(scan), RULES, options)).toEqual(planFor(scan, RULES, options));
  });
});

test('steps have ids in order, and one host changes one thing once', () => {
  always(({ steps }) => {
    expect(steps.map(({ id }) => id)).toEqual(steps.map((_, index) => String(index + 1)));
    const subjects = steps.map(({ host, action }) =>
      JSON.stringify([host.id, action.kind, 'ruleset' in action ? action.ruleset : '']),
    );
    expect(new Set(subjects).size).toBe(subjects.length);
  });
});
