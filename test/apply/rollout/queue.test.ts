import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { admit, type Gate, type LaneNow } from '../../../src/apply/rollout/cluster-queue.ts';
import { type RoomReading, roomOf } from '../../../src/apply/rollout/room.ts';
import type { Candidate, Member } from '../../../src/apply/rollout/situations.ts';
import { failed, type HostState, done, isEnded } from '../../../src/apply/rollout/state.ts';
import { runs } from '../../support/sample.ts';

const MOIDS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'];

function candidateOf(moid: string): Candidate {
  return { host: { moid, name: moid, id: moid } } as unknown as Candidate;
}

function inPhase(phase: 'recording' | 'asking DRS' | 'entering maintenance' | 'returning' | 'settling'): HostState {
  return { phase } as HostState;
}

const IN_SERVICE = { connection: 'connected', inMaintenance: false, haState: 'connectedToMaster' } as const;

/** What may happen between two looks at a queue. */
const stepArbitrary = fc.record({
  /** Which of the hosts on their way goes on, and how. */
  host: fc.nat(3),
  to: fc.oneof(
    { weight: 20, arbitrary: fc.constant('on') },
    { weight: 4, arbitrary: fc.constantFrom('nothing', 'done') },
    { weight: 1, arbitrary: fc.constantFrom('fails', 'fails and stays out') },
  ),
  room: fc.option(fc.integer({ min: 1, max: 6 }), { nil: null }),
  /** Somebody else takes a host out, or it loses HA. */
  other: fc.oneof(
    { weight: 20, arbitrary: fc.constant('nothing') },
    { weight: 1, arbitrary: fc.constantFrom('maintenance', 'disconnected', 'unread', 'no HA') },
  ),
  interrupted: fc.nat(29).map((chance) => chance === 0),
  open: fc.nat(9).map((chance) => chance > 0),
});

const ORDER = ['recording', 'asking DRS', 'entering maintenance', 'returning', 'settling'] as const;

function goneOn(state: HostState, to: string): HostState {
  if (to === 'done') return done('');
  if (to === 'fails') return failed('worse', '', false);
  if (to === 'fails and stays out') return failed('worse', '', null);
  const index = ORDER.findIndex((phase) => phase === state.phase);
  return to === 'on' ? inPhase(ORDER[Math.min(index + 1, ORDER.length - 1)] ?? 'settling') : state;
}

function memberOf(moid: string, started: ReadonlyMap<string, HostState>, other: string): Member {
  const state = started.get(moid);
  const isOut = state !== undefined && !isEnded(state) && ['returning', 'settling'].includes(state.phase);
  const base = { moid, name: moid, ...IN_SERVICE, ...(isOut ? { inMaintenance: true, haState: null } : {}) };
  if (moid !== 'h6' || state !== undefined) return base;
  if (other === 'maintenance') return { ...base, inMaintenance: true };
  if (other === 'disconnected') return { ...base, connection: 'disconnected' };
  if (other === 'unread') return { ...base, inMaintenance: null };
  return other === 'no HA' ? { ...base, haState: 'election' } : base;
}

test('never more than were asked for, never more than was read for the one that is started, and nothing after a failure', () => {
  let most = 0;
  fc.assert(
    fc.property(
      fc.array(stepArbitrary, { minLength: 20, maxLength: 60 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 3 }),
      (steps, parallel, maxFailures) => {
        const started = new Map<string, HostState>();
        let waiting = MOIDS.slice(0, 5).map(candidateOf);
        for (const { host, to, room, other, interrupted, open } of steps) {
          const rollingNow = (): readonly HostState[] => [...started.values()].filter((state) => !isEnded(state));
          const moid = [...started.keys()][host];
          const state = moid === undefined ? undefined : started.get(moid);
          if (moid !== undefined && state !== undefined && !isEnded(state)) started.set(moid, goneOn(state, to));
          const lane: LaneNow = {
            waiting,
            started: [...started].map(([id, each]) => ({ moid: id, state: each })),
            begun: new Set(),
            ha: true,
            isCluster: true,
          };
          const gate: Gate = { interrupted, open, maxFailures, parallel };
          const members = MOIDS.map((id) => memberOf(id, started, other));
          const seen = { members, room: room === null ? null : { most: room, why: '' } };
          const admission = admit(lane, seen, gate);
          const rolling = rollingNow();
          const ends = [...started.values()].filter(isEnded);
          if (admission.kind === 'stop') waiting = [];
          if (admission.kind !== 'start') continue;
          // Each of these would be one host too many.
          expect(rolling.length).toBeLessThan(parallel);
          if (rolling.length > 0) expect(rolling.length).toBeLessThan(room ?? 1);
          expect(rolling.every(({ phase }) => ['returning', 'settling'].includes(phase))).toBe(true);
          expect(ends.some((end) => end.inMaintenance !== false)).toBe(false);
          expect(ends.filter(({ phase }) => phase === 'failed').length).toBeLessThan(maxFailures);
          expect([interrupted, open, other]).toEqual([false, true, 'nothing']);
          most = Math.max(most, rolling.length + 1);
          started.set(admission.candidate.host.moid, inPhase('recording'));
          waiting = waiting.filter((each) => each !== admission.candidate);
        }
      },
    ),
    { numRuns: runs(400) },
  );
  // Else it would say nothing.
  expect(most).toBeGreaterThan(1);
});

test('what an earlier run left in maintenance mode goes first, one as if it were alone, and no other beside it without room', () => {
  const lane: LaneNow = {
    waiting: MOIDS.slice(0, 4).map(candidateOf),
    started: [],
    begun: new Set(['h2', 'h3', 'h4']),
    ha: true,
    isCluster: true,
  };
  const gate: Gate = { interrupted: false, open: true, maxFailures: 1, parallel: 1 };
  const members = MOIDS.map((moid) => ({
    ...memberOf(moid, new Map(), 'nothing'),
    inMaintenance: moid === 'h2' || moid === 'h3',
  }));
  expect(admit(lane, { members, room: null }, gate)).toMatchObject({
    kind: 'start',
    candidate: { host: { moid: 'h2' } },
  });
  const rolling = {
    ...lane,
    waiting: lane.waiting.filter(({ host }) => host.moid !== 'h2'),
    started: [{ moid: 'h2', state: inPhase('returning') }],
  };
  const two = { ...gate, parallel: 2 };
  expect(admit(rolling, { members, room: { most: 1, why: '' } }, two)).toEqual({ kind: 'wait' });
  expect(admit(rolling, { members, room: { most: 2, why: '' } }, two)).toMatchObject({
    candidate: { host: { moid: 'h3' } },
  });
  // In maintenance mode by somebody else: no run of ours asked for it.
  const strange = members.map((member) => (member.moid === 'h1' ? { ...member, inMaintenance: true } : member));
  expect(admit(lane, { members: strange, room: null }, gate)).toMatchObject({
    kind: 'stop',
    reason: 'host-out-of-service',
  });
});

const readingArbitrary = fc.record({
  situation: fc.record({
    drs: fc.constantFrom('fullyAutomated', 'manual', 'off', null),
    ha: fc.constantFrom(true, false, null),
    vsan: fc.constantFrom(true, false, null),
    members: fc.option(
      fc.integer({ min: 1, max: 8 }).map((count) => Array.from({ length: count }, () => ({}) as Member)),
      { nil: null },
    ),
  }),
  admission: fc.option(
    fc.record({ enabled: fc.boolean(), failures: fc.option(fc.integer({ min: 0, max: 9 }), { nil: null }) }),
    { nil: null },
  ),
  faultTolerance: fc.constantFrom(true, false, null),
});

test('room for more than one takes everything read and everything well; nothing else does', () => {
  fc.assert(
    fc.property(readingArbitrary, (reading: RoomReading) => {
      const { situation, admission, faultTolerance } = reading;
      const { most, why } = roomOf(reading);
      expect(why).not.toBe('');
      expect(most).toBeGreaterThanOrEqual(1);
      if (most === 1) return;
      expect(situation).toMatchObject({ drs: 'fullyAutomated', ha: true, vsan: false });
      expect(faultTolerance).toBe(false);
      expect(admission?.enabled).toBe(true);
      expect(most).toBeLessThanOrEqual(admission?.failures ?? 0);
      expect(most).toBeLessThan(situation.members?.length ?? 0);
    }),
    { numRuns: runs(500) },
  );
});
