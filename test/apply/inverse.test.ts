import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Action } from '../../src/model/plan.ts';
import { inversePlan } from '../../src/plan/inverse.ts';
import { simulatedVcenter } from '../support/simulated-vcenter.ts';
import { ALL_KINDS, appliedOnce, type Change, planOf, settingsOf, wrongEstate } from './support.ts';
import { runs } from '../support/sample.ts';

const address = fc.ipV4();
const network = fc.tuple(fc.ipV4(), fc.integer({ min: 8, max: 32 })).map(([ip, length]) => `${ip}/${length}`);

const allowed = fc.record({
  all: fc.constant(false),
  addresses: fc.uniqueArray(address, { minLength: 1, maxLength: 3 }),
  networks: fc.uniqueArray(network, { maxLength: 3 }),
});

/** Any wanted state of each thing; what stands before it is what the estate begins with. */
const wanted: readonly fc.Arbitrary<Action>[] = [
  fc.constantFrom('TRUE', 'FALSE', 'false').map((value) => ({ kind: 'kernelSetting', name: 'iovDisableIR', value })),
  allowed.map((list) => ({ kind: 'allowedHosts', ruleset: 'vic-engine', allowed: list })),
  fc.boolean().map((enabled) => ({ kind: 'ruleset', ruleset: 'vic-engine', enabled })),
  fc
    .record({ running: fc.boolean(), policy: fc.constantFrom('on' as const, 'off' as const, 'automatic' as const) })
    .map((state) => ({ kind: 'service', service: 'ntpd', ...state })),
  fc.integer({ min: 0, max: 3 }).map((value) => ({
    kind: 'advancedOption',
    key: 'UserVars.SuppressShellWarning',
    type: 'long',
    value: String(value),
  })),
];

const changes = fc
  .tuple(...wanted.map((action) => fc.option(action)))
  .map((actions) => actions.flatMap((action, index): Change[] => withBefore(action, ALL_KINDS[index])))
  .chain((some) => fc.shuffledSubarray(some, { minLength: some.length }));

function withBefore(action: Action | null, change: Change | undefined): Change[] {
  return action === null || change === undefined ? [] : [[action, change[1]]];
}

test('any plan that is applied and then undone leaves every host as it was', async () => {
  await using vcenter = await simulatedVcenter(wrongEstate(2));
  const before = vcenter.hosts.map(settingsOf);
  await fc.assert(
    fc.asyncProperty(changes, async (some) => {
      const plan = planOf(vcenter, some);
      const forth = await appliedOnce(vcenter, plan);
      expect(forth.every(({ kind }) => kind === 'done' || kind === 'already-so')).toBe(true);
      const back = await appliedOnce(vcenter, inversePlan(plan));
      expect(back.every(({ kind }) => kind === 'done' || kind === 'already-so')).toBe(true);
      expect(vcenter.hosts.map(settingsOf)).toEqual(before);
    }),
    { numRuns: runs(25) },
  );
}, 120_000);
