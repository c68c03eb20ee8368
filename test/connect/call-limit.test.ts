import { assert, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { afterCall, type CallLimit, type EndedCall, firstLimit } from '../../src/connect/call-limit.ts';
import { randomFrom, type SimulatedServer, Simulation, type Work } from './support/simulated-calls.ts';

const MOST = 64;
/** Milliseconds that the host itself takes. */
const CALL_MS = 100;
const SWEEP = [4, 8, 12, 16, 24, 32, 48, 64];

const work = (hosts: number, seed = 1): Work => ({ hosts, kinds: ['a', 'b', 'c'], seed, timeoutMs: 60_000 });

/** About 1, sometimes more, sometimes less: e to the power of a normal number (Box and Muller). */
function jitter(random: () => number, spread: number): number {
  return Math.exp(spread * Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random()));
}

const slots = (count: number, spread = 0.2): SimulatedServer => ({
  slots: () => count,
  work: ({ random }) => CALL_MS * jitter(random, spread),
});
const endless = (spread: number): SimulatedServer => ({ work: ({ random }) => CALL_MS * jitter(random, spread) });
/** Each call in flight makes all of them slower; the more there are, the less another one adds. */
const slowing = (half: number): SimulatedServer => ({
  work: ({ random, inFlight }) => CALL_MS * (1 + inFlight / half) * jitter(random, 0.2),
});
/** Beyond so many calls less comes out than with fewer. */
const thrashing = (best: number): SimulatedServer => ({
  work: ({ random, inFlight }) => CALL_MS * Math.max(1, (inFlight / best) ** 2) * jitter(random, 0.2),
});
const refusing = (most: number): SimulatedServer => ({
  work: ({ random, inFlight }) => (inFlight > most ? null : CALL_MS * jitter(random, 0.2)),
});
const isBurst = (now: number): boolean => now % 10_000 < 2000;

const SERVERS: Readonly<Record<string, SimulatedServer>> = {
  'one slot': slots(1),
  '4 slots': slots(4),
  '12 slots': slots(12),
  '24 slots': slots(24),
  '48 slots': slots(48),
  '12 slots, and calls that differ much': slots(12, 0.6),
  'no end of slots': endless(0.1),
  'no end of slots, and calls that differ much': endless(0.8),
  'slower with each call': slowing(16),
  'hardly slower with each call': slowing(32),
  'overwhelmed beyond 12': thrashing(12),
  'overwhelmed beyond 24': thrashing(24),
  'refuses above 4': refusing(4),
  'refuses above 12': refusing(12),
  'refuses above 24': refusing(24),
  'bursts of other load': {
    slots: () => 24,
    work: ({ random, now }) => CALL_MS * jitter(random, 0.2) * (isBurst(now) ? 3 : 1),
  },
  'bursts that take three of four slots': {
    slots: (now) => (isBurst(now) ? 6 : 24),
    work: ({ random }) => CALL_MS * jitter(random, 0.2),
  },
  'every second host five times as slow': {
    work: ({ random, host }) => CALL_MS * jitter(random, 0.2) * (host % 2 === 0 ? 5 : 1),
  },
  'commands that differ eightyfold': {
    slots: () => 24,
    work: ({ random, kind }) => jitter(random, 0.2) * (kind === 'a' ? 5 : kind === 'b' ? 100 : 400),
  },
};

function comparison(shape: SimulatedServer, of: Work) {
  const fixed = SWEEP.map((each) => new Simulation(shape, of, { fixed: each }).run());
  const best = fixed.reduce((one, other) => (other.wallMs < one.wallMs ? other : one));
  const adaptive = new Simulation(shape, of, { most: MOST }).run();
  return { adaptive, ratio: adaptive.wallMs / best.wallMs };
}

describe('2,000 hosts take at most 1.15 times as long as with the best fixed number of calls', () => {
  test.each(Object.entries(SERVERS))('%s', (_name, shape) => {
    const { adaptive, ratio } = comparison(shape, work(2000));
    expect(ratio).toBeLessThanOrEqual(1.15);
    expect(adaptive.timeouts).toBe(0);
    expect(adaptive.highestInFlight).toBeLessThanOrEqual(MOST);
  });
});

test('512 hosts, of which the first tell how much can be asked, take at most 1.3 times as long', () => {
  for (const shape of Object.values(SERVERS)) expect(comparison(shape, work(512)).ratio).toBeLessThanOrEqual(1.3);
});

test('whatever the number of slots, the time of a call and the chance, that holds', () => {
  const world = record({ count: integer({ min: 1, max: 100 }), seed: integer(), most: constantFrom(1, 8, 64) });
  assert(
    property(world, ({ count, seed, most }) => {
      const of = work(1000, seed);
      const adaptive = new Simulation(slots(count), of, { most }).run();
      const ideal = new Simulation(slots(count), of, { fixed: most }).run();
      expect(adaptive.wallMs).toBeLessThanOrEqual(1.15 * ideal.wallMs);
      expect(adaptive.highestInFlight).toBeLessThanOrEqual(most);
    }),
    { numRuns: 15 },
  );
});

/** Share of the later half of the time in which the limit was higher. */
function shareAbove(bound: number, trace: Simulation['trace']): number {
  const end = trace.at(-1)?.at ?? 0;
  const spans = trace.map(({ at, limit }, i) => ({ limit, from: Math.max(at, end / 2), to: trace[i + 1]?.at ?? end }));
  const above = spans.filter(({ limit }) => limit > bound);
  return above.reduce((sum, { from, to }) => sum + Math.max(0, to - from), 0) / (end / 2 || 1);
}

test('a server that refuses calls is soon given no more than it bears', () => {
  assert(
    property(integer({ min: 1, max: 60 }), integer(), (most, seed) => {
      const simulation = new Simulation(refusing(most), work(1000, seed), { most: MOST });
      const { refusals, calls, last } = simulation.run();
      expect(refusals).toBeLessThanOrEqual(64 + calls * 0.03);
      expect(last?.backedOff.refused).toBeGreaterThan(0);
      // More is tried now and then, also when the end is near: what it came to is what it was most of the time.
      expect(shareAbove(most + 1, simulation.trace)).toBeLessThan(0.35);
    }),
    { numRuns: 15 },
  );
});

test('hosts that hang until their time is over take nothing from the others', () => {
  const hanging: SimulatedServer = {
    work: ({ random, host }) => (host % 100 === 7 ? 60_001 : CALL_MS * jitter(random, 0.2)),
  };
  const { last, timeouts } = new Simulation(hanging, work(2000), { most: MOST }).run();
  expect(timeouts).toBe(20);
  expect(last).toMatchObject({ limit: MOST, backedOff: { refused: 0, timedOut: 0 } });
});

const isDown = (now: number): boolean => now > 5000 && now < 9000;

test('a server that answers nobody for a while is asked less, and as much as before when it is well', () => {
  const shape: SimulatedServer = { work: ({ now, random }) => (isDown(now) ? null : CALL_MS * jitter(random, 0.1)) };
  const simulation = new Simulation(shape, work(3000), { most: MOST });
  const { last } = simulation.run();
  expect(simulation.trace.filter(({ at }) => isDown(at)).at(-1)?.limit).toBe(1);
  expect(last?.limit).toBeGreaterThanOrEqual(48);
});

test('a server where every call times out is asked ever less, and never nothing', () => {
  const { last } = new Simulation({ work: () => 60_001 }, work(100), { most: MOST }).run();
  expect(last).toMatchObject({ limit: 1, backedOff: { refused: 0 } });
  expect(last?.backedOff.timedOut).toBeGreaterThan(0);
});

test('more calls are not tried where they might time out only for being so many', () => {
  const shape: SimulatedServer = { slots: () => 4, work: ({ random }) => 10_000 * jitter(random, 0.1) };
  expect(new Simulation(shape, work(100), { most: MOST }).run()).toMatchObject({ timeouts: 0, highestInFlight: 16 });
});

test('a limit of one asks one host after the other', () => {
  const { wallMs, calls, highestInFlight } = new Simulation(endless(0), work(20), { most: 1 }).run();
  expect([wallMs, calls, highestInFlight]).toEqual([60 * CALL_MS, 60, 1]);
});

test('whatever is told, in whatever order, the limit stays within its bounds', () => {
  assert(
    property(integer(), integer({ min: 1, max: 128 }), (seed, most) => {
      const random = randomFrom(seed);
      const bounds = { most, timeoutMs: 60_000 };
      let state: CallLimit = firstLimit(bounds);
      for (let now = 0; now < 500; now += 1) {
        state = afterCall(state, someCall(random, now), bounds);
        expect(Number.isInteger(state.limit) && state.limit >= 1 && state.limit <= most).toBe(true);
        expect(state.highest).toBeLessThanOrEqual(most);
      }
    }),
    { numRuns: 20 },
  );
});

const OUTCOMES = ['answered', 'answered', 'answered', 'refused', 'timed-out', 'failed'] as const;

function someCall(random: () => number, now: number): EndedCall {
  const below = (most: number): number => Math.floor(random() * most);
  return {
    kind: `kind ${below(100)}`,
    sentAt: now - below(50),
    endedAt: now,
    tookMs: random() * 10 ** below(6),
    inFlight: 1 + below(140),
    answeredMeanwhile: below(200),
    outcome: OUTCOMES[below(OUTCOMES.length)] ?? 'answered',
  };
}
