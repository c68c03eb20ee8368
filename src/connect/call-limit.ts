import { type Estimate, kindAmong, middleOf, slowness, type Timing, type UsualTimes, withTiming } from './slowness.ts';

/**
 * How many calls to hosts one server is given at a time, found out while it is asked: a limit as Netflix's concurrency-limits has them (github.com/Netflix/concurrency-limits: AIMDLimit, Gradient2Limit,
 * WindowedLimit): it backs off where calls are refused or time out, as TCP does (Chiu and Jain 1989; slow start of RFC 5681),
 * and else compares how long calls took in one window of answers with how long they took in the one before. By Little's law
 * calls in flight = answers a second * seconds a call: where twice the calls in flight take twice as long each, nothing is
 * gained. So another limit is tried for one window, and kept where enough of what it adds comes out as answers.
 *
 * Pure: a state, and a step for each call that ended.
 */
export interface CallLimit {
  /** Calls that may be in flight. */
  readonly limit: number;
  /** The highest limit that was kept. */
  readonly highest: number;
  readonly backedOff: BackOffs;
  /** When the server last pushed back; the end of a call that was sent before says nothing new. */
  readonly pushedBackAt: number;
  /**
   * Since when the window is open: answers to calls that were sent before do not count. So each window has missed as many of
   * those that take long, and they can be compared.
   */
  readonly since: number;
  readonly window: readonly Timing[];
  readonly usual: UsualTimes;
  /** The window to compare with; null before the first is full. */
  readonly before: MeasuredLimit | null;
  readonly onTrial: boolean;
  /** Place in GROWTH of the next step up. */
  readonly pace: number;
  /** Windows until the next trial, and after the next one in vain. */
  readonly rest: number;
  readonly patience: number;
  /** Whether a trial was in vain, or the server pushed back: from then on windows are longer. */
  readonly settled: boolean;
  /** The next trial of a settled limit is of fewer calls. */
  readonly looksDown: boolean;
  /** What the server bore when it last refused a call; beyond it the limit goes up by one. Null: it refused none. */
  readonly ceiling: number | null;
}

/** How often the limit went down, and why. */
export interface BackOffs {
  /** Times that a server answered that it is busy, such as HTTP 503: one for calls that were in flight together. */
  readonly refused: number;
  /** Times that calls ran out of time and too few others were answered meanwhile. */
  readonly timedOut: number;
  /** Times that calls took much longer than a moment before, with as many in flight. */
  readonly slower: number;
}

interface MeasuredLimit {
  readonly limit: number;
  readonly timings: readonly Timing[];
}

export interface LimitBounds {
  readonly most: number;
  /** Of one call, in milliseconds. */
  readonly timeoutMs: number;
}

/** One call that ended. Times are milliseconds on one clock that never goes back. */
export interface EndedCall {
  /** What was asked, such as the method and the command: calls of one kind are compared with each other. */
  readonly kind: string;
  readonly sentAt: number;
  readonly endedAt: number;
  /** From when it went over the connection until the answer began: the time that the server took. */
  readonly tookMs: number;
  /** In flight when it ended, itself included. */
  readonly inFlight: number;
  /** Calls that were answered between its start and its end. */
  readonly answeredMeanwhile: number;
  /** `refused`: not worked on, the server is busy. `failed`: says nothing of how busy the server is. */
  readonly outcome: 'answered' | 'refused' | 'timed-out' | 'failed';
}

/** What a vCenter bears without being felt (docs/internals/wire.md 8, point 11). */
export const FIRST_LIMIT = 8;

/** Steps up: doubled at first, and closer where that was too much. */
const GROWTH = [2, 1.5, 1.25] as const;
const CLOSEST = GROWTH.length - 1;
const STEP_DOWN = 0.75;
/** A share of the calls that a trial adds: as many have to come out as answers, or they only wait elsewhere. */
const WORTH = 0.25;
/** Slower than the window before by this: something has changed, and fewer calls are tried at once. */
const MUCH_SLOWER = Math.log(1.5);
/** That fewer calls do as well, or that a server has become slower, has to stand out of chance by so many standard errors. */
const DOUBT = 1.5;
const SHORTEST_REST = 2;
const LONGEST_REST = 16;
/** An answer tells of a limit only where so much of it was used. */
const USED = 0.75;
/** More calls are not tried where they might then take more than this share of the time that a call has. */
const SAFE_SHARE = 0.5;

export function firstLimit({ most }: LimitBounds): CallLimit {
  const limit = Math.min(FIRST_LIMIT, most);
  return {
    limit,
    highest: limit,
    backedOff: { refused: 0, timedOut: 0, slower: 0 },
    pushedBackAt: Number.NEGATIVE_INFINITY,
    since: Number.NEGATIVE_INFINITY,
    window: [],
    usual: new Map(),
    before: null,
    onTrial: false,
    pace: 0,
    rest: 0,
    patience: SHORTEST_REST,
    settled: false,
    looksDown: false,
    ceiling: null,
  };
}

/** The limit after a call has ended. Never below 1, never beyond the bounds. */
export function afterCall(state: CallLimit, call: EndedCall, bounds: LimitBounds): CallLimit {
  switch (call.outcome) {
    case 'refused':
      return afterRefusal(state, call);
    case 'timed-out':
      return afterTimeout(state, call);
    case 'answered':
      return afterAnswer(state, call, bounds);
    case 'failed':
      return state;
  }
}

/** What was in flight beside it is what the server bears. */
function afterRefusal(state: CallLimit, { sentAt, endedAt, inFlight }: EndedCall): CallLimit {
  const limit = Math.max(1, Math.min(state.limit, inFlight - 1));
  const refused = state.backedOff.refused + (sentAt >= state.pushedBackAt ? 1 : 0);
  return { ...pushedBack(state, limit, endedAt), backedOff: { ...state.backedOff, refused }, ceiling: limit };
}

/** One host that hangs says nothing of the server, and the others are answered; where they are not, it is the server. */
function afterTimeout(state: CallLimit, { sentAt, endedAt, inFlight, answeredMeanwhile }: EndedCall): CallLimit {
  if (sentAt < state.pushedBackAt || answeredMeanwhile >= Math.min(inFlight, state.limit)) return state;
  const timedOut = state.backedOff.timedOut + 1;
  const limit = Math.max(1, Math.floor(state.limit / 2));
  return { ...pushedBack(state, limit, endedAt), backedOff: { ...state.backedOff, timedOut } };
}

function pushedBack(state: CallLimit, limit: number, now: number): CallLimit {
  const settled = { settled: true, looksDown: false, pace: CLOSEST, before: null, onTrial: false };
  return resting({ ...withLimit(state, limit, now), ...settled, pushedBackAt: now });
}

function resting(state: CallLimit): CallLimit {
  return { ...state, rest: state.patience, patience: Math.min(LONGEST_REST, state.patience * 2) };
}

function withLimit(state: CallLimit, limit: number, now: number): CallLimit {
  return { ...state, limit, since: now, window: [] };
}

function afterAnswer(state: CallLimit, call: EndedCall, bounds: LimitBounds): CallLimit {
  const timing = { kind: kindAmong(state.usual, call.kind), log: Math.log(Math.max(call.tookMs, 0.1)) };
  const known = { ...state, usual: withTiming(state.usual, timing) };
  if (call.sentAt < state.since || call.inFlight < state.limit * USED) return known;
  const window = [...state.window, timing];
  if (window.length < answersNeeded(state)) return { ...known, window };
  return afterWindow(
    withLimit(known, state.limit, call.endedAt),
    { limit: state.limit, timings: window },
    { ...bounds, now: call.endedAt },
  );
}

/** At first half a round, so that the limit can double each time that its calls come back. */
function answersNeeded({ limit, settled }: CallLimit): number {
  return settled ? Math.max(6, 2 * limit) : Math.max(4, Math.ceil(limit / 2));
}

type Then = LimitBounds & { readonly now: number };
function afterWindow(state: CallLimit, measured: MeasuredLimit, then: Then): CallLimit {
  const { before } = state;
  if (before === null) return nextTrial({ ...state, before: measured, rest: state.rest - 1 }, then);
  const slower = difference(slowness(before.timings, state.usual), slowness(measured.timings, state.usual));
  if (state.onTrial) return afterTrial(state, measured, { ...then, before, slower });
  const settled = { ...state, before: measured, rest: state.rest - 1 };
  if (slower.mean - DOUBT * slower.error <= MUCH_SLOWER || state.limit === 1) return nextTrial(settled, then);
  const backedOff = { ...state.backedOff, slower: state.backedOff.slower + 1 };
  return trialOf({ ...settled, backedOff, looksDown: true }, stepDown(state.limit), then.now);
}

function difference(one: Estimate, other: Estimate): Estimate {
  return { mean: other.mean - one.mean, error: Math.hypot(one.error, other.error) };
}

interface Comparison extends Then {
  readonly before: MeasuredLimit;
  readonly slower: Estimate;
}

/** Kept where what comes out grows with what goes in, or, of fewer calls, hardly falls. */
function afterTrial(state: CallLimit, measured: MeasuredLimit, comparison: Comparison): CallLimit {
  const { before, slower, now } = comparison;
  const added = Math.log(measured.limit / before.limit);
  const isUp = added > 0;
  const doubt = isUp ? 0 : DOUBT * slower.error;
  if (added - slower.mean - doubt >= WORTH * added) {
    const kept = { ...state, before: measured, onTrial: false, patience: SHORTEST_REST, rest: 0 };
    return nextTrial(isUp ? growing(kept) : { ...kept, looksDown: true }, comparison);
  }
  const back = { ...withLimit(state, before.limit, now), onTrial: false };
  if (isUp && state.pace < CLOSEST) return nextTrial({ ...back, pace: state.pace + 1, rest: 0 }, comparison);
  return resting({ ...back, settled: true, looksDown: isUp });
}

/** The server bears more: the next step may be longer. */
function growing(state: CallLimit): CallLimit {
  const { limit, settled, pace, ceiling } = state;
  const highest = Math.max(state.highest, limit);
  if (ceiling !== null && limit > ceiling) return { ...state, highest, ceiling: null };
  return { ...state, highest, pace: settled ? Math.max(0, pace - 1) : pace };
}

function nextTrial(state: CallLimit, then: Then): CallLimit {
  if (state.rest > 0) return state;
  const up = stepUp(state, then);
  const down = stepDown(state.limit);
  const isDown = state.settled && (state.looksDown ? down < state.limit : up === state.limit);
  const limit = isDown ? down : up;
  return limit === state.limit
    ? resting({ ...state, settled: true, patience: LONGEST_REST })
    : trialOf(state, limit, then.now);
}

function trialOf(state: CallLimit, limit: number, now: number): CallLimit {
  return { ...withLimit(state, limit, now), onTrial: true };
}

function stepUp({ limit, pace, ceiling, before }: CallLimit, { most, timeoutMs }: Then): number {
  const grown = Math.max(limit + 1, Math.floor(limit * (GROWTH[pace] ?? 1)));
  const tookMs = Math.exp(middleOf((before?.timings ?? []).map(({ log }) => log)).mean);
  if (tookMs * (grown / limit) > timeoutMs * SAFE_SHARE) return limit;
  return Math.min(most, ceiling === null ? grown : Math.min(grown, Math.max(ceiling, limit + 1)));
}

function stepDown(limit: number): number {
  return Math.max(1, Math.floor(limit * STEP_DOWN));
}
