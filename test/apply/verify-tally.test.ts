import { expect, test } from 'vitest';
import { tallySteps, tallyWords } from '../../src/apply/verify-tally.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { ScannedHost } from '../../src/model/scan.ts';
import { PAIRS, planHost, stepsOn } from '../reports/plan/fixture.ts';

const [KERNEL, , OPEN] = PAIRS;

function stepOn(name: string, kind: 'kernel' | 'ruleset' = 'kernel') {
  const pair = kind === 'kernel' ? KERNEL : OPEN;
  if (pair === undefined) throw new Error('no pair');
  return stepsOn(planHost(name), [pair]).map((step) => ({ id: name, ...step }));
}

function hostOf(name: string): ScannedHost {
  const { id, moid } = planHost(name);
  return { id, moid } as ScannedHost;
}

function findingOn(name: string, parts: Partial<Finding>): Finding {
  const horizons = { now: 'pass', nextBoot: 'pass', nextPatch: null } as const;
  return {
    rule: 'hpe/gen8',
    host: planHost(name).id,
    verdict: 'pass',
    state: 'compliant',
    horizons,
    ...parts,
  } as Finding;
}

const horizons = (now: 'pass' | 'fail' | 'unknown', nextBoot: 'pass' | 'fail' | 'unknown' | null) =>
  ({ horizons: { now, nextBoot, nextPatch: null } }) as const;

/** What the line says of one step with that finding; undefined: its host or rule was not judged. */
function wordsOf(parts: Partial<Finding> | undefined, kind: 'kernel' | 'ruleset' = 'kernel'): string {
  const findings = parts === undefined ? [] : [findingOn('esx-1', parts)];
  return tallyWords(tallySteps({ steps: stepOn('esx-1', kind) }, { hosts: [hostOf('esx-1')], findings }));
}

test.each([
  [{}, '1 of 1 applied'],
  [{ verdict: 'warn', state: 'may-regress-on-patch' }, '1 of 1 applied'],
  [{ verdict: 'fail', state: 'reboot-pending', ...horizons('fail', 'pass') }, '1 of 1 applied, 1 waits for its reboot'],
  [
    { verdict: 'fail', state: 'not-taking-effect', ...horizons('fail', 'pass') },
    '1 of 1 applied, 1 did not take effect by its reboot',
  ],
  [{ verdict: 'fail', state: 'non-compliant', ...horizons('fail', 'fail') }, '0 of 1 applied, 1 not applied'],
  [{ verdict: 'fail', state: 'regresses-on-reboot', ...horizons('pass', 'fail') }, '0 of 1 applied, 1 not applied'],
  [{ verdict: 'waived', state: null, ...horizons('fail', 'fail') }, '0 of 1 applied, 1 waived'],
  [{ verdict: 'unknown', state: 'unknown', ...horizons('unknown', 'pass') }, '0 of 1 applied, 1 could not be judged'],
  [{ verdict: 'unknown', state: 'unknown', ...horizons('pass', 'unknown') }, '0 of 1 applied, 1 could not be judged'],
  [{ verdict: 'not-applicable', state: null }, '0 of 1 applied, 1 could not be judged'],
  [undefined, '0 of 1 applied, 1 could not be judged'],
] as const)('a kernel setting whose finding is %j: %s', (parts, words) => {
  expect(wordsOf(parts)).toBe(words);
});

test('what takes effect at once never waits for a reboot', () => {
  expect(wordsOf({ verdict: 'fail', state: 'non-compliant', ...horizons('fail', 'pass') }, 'ruleset')).toBe(
    '0 of 1 applied, 1 not applied',
  );
  expect(wordsOf({ ...horizons('pass', null) }, 'ruleset')).toBe('1 of 1 applied');
});

test('a host that is not surely that of the plan is never counted as applied', () => {
  const tally = tallySteps({ steps: [...stepOn('esx-1'), ...stepOn('esx-2')] }, { hosts: [], findings: [] });
  expect(tallyWords(tally)).toBe('0 of 2 applied, 2 could not be judged');
});
