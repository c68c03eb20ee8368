import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isWhole } from '../support/sample.ts';
import { chanceOf, driftAlone } from './drift.ts';
import { allCrossings, DRIFT_CASES, DRIFT_FLEETS, radarReport, someCrossings } from './report.ts';

const SEED = isWhole(process.env) ? Date.now() % 1_000_000_000 : Number(process.env['ESXCHECK_SEED']);

test('every default that a measured release changed is found, though nobody tells the radar, and nothing else is', () => {
  const crossings = isWhole(process.env) ? allCrossings() : someCrossings({ seed: SEED, size: 20 });
  expect(radarReport(crossings, SEED).broken, `seed ${SEED}`).toEqual([]);
}, 600_000);

test('drift alone is told as the doing of a patch no more often than chance has every host drift alike', () => {
  for (const drift of DRIFT_CASES) {
    const expected = DRIFT_FLEETS * chanceOf(drift);
    const alarms = driftAlone(drift, DRIFT_FLEETS, SEED).get('all') ?? 0;
    // Five standard deviations, and two for what is next to impossible.
    const most = expected + 5 * Math.sqrt(expected) + 2;
    expect(alarms, `seed ${SEED}, ${JSON.stringify(drift)}`).toBeLessThanOrEqual(most);
  }
});

test('the page shows what the command prints', () => {
  const page = readFileSync('docs/internals/measurements.md', 'utf8');
  expect(page).toContain(radarReport(someCrossings({ seed: 1, size: 0 }), 1).text);
}, 60_000);
