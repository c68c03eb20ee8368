import { expect, test } from 'vitest';
import { planFor } from '../../src/plan/plan-for.ts';
import { shippedRules } from '../support/scans.ts';
import { facts, firewall, gen8, optionsFor, planOf, ruleset, scanOf, setting } from './estate.ts';

const RULES = await shippedRules();
const WRONG = { iovDisableIR: setting('TRUE', 'TRUE', 'TRUE') };
const SCAN = scanOf([facts(gen8('esx-1'), WRONG)], RULES);
const [TARGET] = SCAN.targets;

test.each([
  ['no target', { targets: [] }, 'PLAN_NEEDS_ONE_TARGET'],
  ['two targets', { targets: [TARGET, TARGET] }, 'PLAN_NEEDS_ONE_TARGET'],
  ['a target that did not say who it is', { targets: [{ ...TARGET, identity: null }] }, 'TARGET_UNKNOWN'],
  [
    'a target that could not be asked',
    { targets: [{ ...TARGET, error: { code: 'TIMEOUT', message: 'late' } }] },
    'TIMEOUT',
  ],
])('a scan of %s makes no plan', (_name, parts, code) => {
  const scan = { ...SCAN, ...parts } as typeof SCAN;
  expect(() => planFor(scan, RULES, optionsFor(scan, RULES))).toThrow(expect.objectContaining({ code }));
});

test('findings of rules that are not planned, or not known, make no step and are not left out', () => {
  const planned = new Set(['vic/outbound-2377']);
  expect(planFor(SCAN, RULES, optionsFor(SCAN, RULES, { planned })).steps).toEqual([]);
  const unknown = planFor(SCAN, [], optionsFor(SCAN, RULES));
  expect(unknown).toMatchObject({ steps: [], leftOut: [], rules: [] });
});

test('two firewall rules that want the same of one ruleset have one step that names both', () => {
  const [vic] = RULES.filter(({ pack }) => pack === 'vic');
  if (vic === undefined) throw new Error('no rule');
  const hosts = [facts(gen8('esx-1'), { firewall: firewall(ruleset('vic-engine')) })];
  const both = [vic, { ...vic, id: 'site/again' }];
  const { steps, leftOut } = planOf(hosts, both);
  expect(steps).toMatchObject([
    { action: { enabled: true }, why: { message: expect.stringContaining('site/again wants the same') } },
  ]);
  expect(leftOut).toEqual([]);
});

test('a host is planned by its own rows only, and hosts stand in the order of the scan', () => {
  const hosts = ['esx-3', 'esx-1', 'esx-2'].map((name) => facts(gen8(name), WRONG));
  const { steps } = planOf(hosts, RULES);
  expect(steps.map(({ id, host }) => [id, host.name])).toEqual([
    ['1', 'esx-3'],
    ['2', 'esx-1'],
    ['3', 'esx-2'],
  ]);
});
