import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { answerTo, campaign, corpusOf } from './campaign.ts';
import { isWhole } from '../support/sample.ts';
import { type FuzzTarget, fuzzTargets } from './targets.ts';

/** Inputs for a reader with the share 1. `npm run fuzz` goes on for as long as it is told to. */
const INPUTS = isWhole(process.env) ? 2000 : 500;
const SEED = isWhole(process.env) ? Date.now() % 1_000_000_000 : Number(process.env['ESXCHECK_SEED']);

const targets = await fuzzTargets();

describe.each(targets)('$name', (target) => {
  test('takes the seeds as they are, or the changed ones would show nothing', async () => {
    for (const seed of target.seeds.slice(0, 20)) expect((await answerTo(target, seed)).wrong).toBeNull();
  });

  test('answers whatever was found before', async () => {
    for (const input of corpusOf(target)) expect((await answerTo(target, input)).wrong).toBeNull();
  });

  test(`answers hostile inputs with an error for people (seed ${SEED})`, { timeout: 120_000 }, async () => {
    const tally = await campaign(target, {
      seed: SEED,
      goesOn: (inputs) => inputs < INPUTS * target.share,
      keep: false,
    });
    expect(tally.finds.map(({ what }) => what)).toEqual([]);
    expect(tally.inputs).toBeGreaterThan(INPUTS * target.share - 1);
    // `anonymised` and `known hosts` refuse nothing.
    if (!['anonymised', 'known hosts', 'a vCenter that lies'].includes(target.name))
      expect(tally.refused).toBeGreaterThan(0);
  });
});

/** A reader with a fault that only some inputs reach. */
function faulty(take: (text: string) => unknown): FuzzTarget {
  return {
    name: 'faulty',
    seeds: [Buffer.from('{"a": [1, 2, 3]}')],
    share: 1,
    take: (bytes) => take(bytes.toString('latin1')),
  };
}

const OPTIONS = { seed: 1, goesOn: (inputs: number) => inputs < 2000, keep: false };

test('a campaign finds an error that is no answer', async () => {
  const target = faulty((text) => {
    if (text.includes('__proto__')) throw new TypeError('x is undefined');
  });
  const { finds } = await campaign(target, OPTIONS);
  expect(finds.length).toBeGreaterThan(0);
  expect(finds[0]?.what).toContain('x is undefined');
});

test('a campaign finds a property that every object has got', async () => {
  const target = faulty((text) => {
    if (text.includes('constructor')) Reflect.set(Reflect.getPrototypeOf({}) ?? {}, 'polluted', 1);
  });
  const { finds } = await campaign(target, OPTIONS);
  Reflect.deleteProperty(Reflect.getPrototypeOf({}) ?? {}, 'polluted');
  expect(finds[0]?.what).toBe('every object has got a property');
});

test('a campaign is the same for the same seed', async () => {
  const seen: string[][] = [[], []];
  for (const list of seen)
    await campaign(
      faulty((text) => list.push(text)),
      { ...OPTIONS, goesOn: (n) => n < 50 },
    );
  expect(seen[0]).toEqual(seen[1]);
});

test('the documentation names every reader that is fuzzed', () => {
  const page = readFileSync('docs/security.md', 'utf8');
  for (const { name } of targets) expect(page).toContain(`| ${name} |`);
});
