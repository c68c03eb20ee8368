import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PLAN_EXPORTS, PLAN_REPORTERS } from '../../../reports/plan.ts';
import type { Plan } from '../../../src/model/plan.ts';
import { hostileText, poisoned } from '../hostile.ts';
import { aPlan, fullPlan, planHost, stepsOn, PAIRS } from './fixture.ts';
import { runs } from '../../support/sample.ts';

const REPORTERS = [...new Set([...PLAN_REPORTERS, ...PLAN_EXPORTS])];
const HARMFUL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const NASTY = '\u001b[31m\n\u202e\ud800=';
const widths = fc.option(fc.integer({ min: 1, max: 220 }));

/** Values that are words of the model stay as they are. */
function hostilePlan(hostile: string): Plan {
  const plan = fullPlan();
  const poison = poisoned(plan, hostile);
  const steps = poison.steps.map((step, index) => {
    const original = plan.steps[index];
    const typed = original?.action.kind === 'advancedOption' ? { type: original.action.type } : {};
    const policy = original?.action.kind === 'service' ? { policy: original.action.policy } : {};
    return {
      ...step,
      action: { ...step.action, ...typed, ...policy },
      before: { ...step.before, ...typed, ...policy },
    };
  });
  return { ...poison, steps };
}

describe.each(REPORTERS)('$name', ({ name, render }) => {
  const text = (plan: Plan, width: number | null = null, colour = false): string =>
    [...render(plan, { width, colour })].join('');

  test('lets nothing through that a terminal or a script obeys, ends in a newline, and is the same for the same plan', () => {
    fc.assert(
      fc.property(hostileText(), widths, (hostile, width) => {
        const shown = text(hostilePlan(hostile), width);
        expect(shown.replaceAll('\n', '')).not.toMatch(HARMFUL);
        expect(shown.endsWith('\n')).toBe(true);
        expect(text(hostilePlan(hostile), width)).toBe(shown);
      }),
      {
        numRuns: runs(60),
        examples: [
          [NASTY, null],
          [NASTY, 80],
          [NASTY, 120],
        ],
      },
    );
  });

  test('names every rule, value and reason of the plan', () => {
    const shown = text(fullPlan()).replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
    for (const part of ['iovDisableIR', 'FALSE', 'vic-engine', '10.9.0.0/16', fullPlan().hash])
      expect(shown).toContain(part);
    if (name === 'table' || name === 'markdown') expect(shown).toContain('only needs a reboot');
  });

  test('renders a plan without steps', () => {
    expect(text(aPlan([]))).toContain('Nothing to change');
  });

  test('renders 3,000 steps at once', () => {
    const steps = Array.from({ length: 500 }, (_, index) => stepsOn(planHost(`esx-${index}`), PAIRS)).flat();
    expect(text(aPlan(steps), 100).length).toBeGreaterThan(500);
  });
});

test('the same change on many hosts is one row, and the same reason one line', () => {
  const [table] = PLAN_REPORTERS;
  const shown = [...(table?.render(fullPlan(), { width: 160, colour: false }) ?? [])].join('');
  expect(shown).toMatch(/│ esx-01, esx-02, esx-03 +│ kernel setting iovDisableIR +│ TRUE +│ FALSE +│ yes/);
  expect(shown).toContain('esx-04, esx-05 could not be read (hpe/gen8): It could not be read');
  expect(shown).toContain(
    '8 steps on 3 hosts, 3 need a reboot; 3 findings left out: 2 could not be read, 1 only needs a reboot.',
  );
});
