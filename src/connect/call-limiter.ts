import { EsxcheckError } from '../model/errors.ts';
import {
  afterCall,
  type BackOffs,
  type CallLimit,
  type EndedCall,
  FIRST_LIMIT,
  firstLimit,
  type LimitBounds,
} from './call-limit.ts';
import type { Deadline } from './deadline.ts';
import type { Endpoint } from './endpoint.ts';

/** Unless `--max-calls` says otherwise: calls to hosts in flight, however much the server bears. */
export const MOST_CALLS = 64;

/** What became of the limit so far. */
export interface HostCallsReport {
  /** Calls to hosts that may be in flight now. */
  readonly limit: number;
  /** The highest limit that was kept, or that holds now. */
  readonly highest: number;
  readonly most: number;
  readonly backedOff: BackOffs;
}

/** A call that may be sent; to be ended once, whatever became of it. */
export interface CallPermit {
  end(ended: Pick<EndedCall, 'outcome' | 'tookMs'>): PermitEnd;
}

export interface PermitEnd {
  /** Whether other calls to hosts were in flight when it ended. */
  readonly isCrowded: boolean;
  /** What it made of the limit; null: nothing. */
  readonly change: LimitChange | null;
}

/** Another limit of calls to hosts, and why: `trial` where nothing was wrong. */
export interface LimitChange {
  readonly from: number;
  readonly to: number;
  readonly why: keyof BackOffs | 'trial';
}

interface LimiterOptions {
  readonly fixed?: number | null;
  /** Milliseconds on a clock that never goes back. */
  readonly now?: () => number;
}

interface WaitingCall {
  go: (() => void) | null;
  turnAway: ((error: EsxcheckError) => void) | null;
  isAdmitted: boolean;
}

/**
 * Admits calls to hosts, as many at a time as the limit says, first come, first served. One for each server in a run,
 * however many sessions and readings there are.
 */
export class CallLimiter {
  readonly #bounds: LimitBounds;
  readonly #now: () => number;
  readonly #isFixed: boolean;
  readonly #queue: WaitingCall[] = [];
  readonly #onRoom = new Set<() => void>();
  #state: CallLimit;
  #inFlight = 0;
  #answered = 0;

  /** A fixed number, if one is given, is kept whatever happens. */
  constructor(bounds: LimitBounds, { fixed = null, now = () => performance.now() }: LimiterOptions = {}) {
    this.#bounds = bounds;
    this.#now = now;
    this.#isFixed = fixed !== null;
    this.#state = fixed === null ? firstLimit(bounds) : { ...firstLimit(bounds), limit: fixed, highest: fixed };
  }

  get limit(): number {
    return this.#state.limit;
  }

  /** Hosts worth having under way: pauses between the tries of one are time for others, however few calls may be in flight. */
  get hostsUnderWay(): number {
    return Math.max(this.#state.limit, Math.min(FIRST_LIMIT, this.#bounds.most));
  }

  get report(): HostCallsReport {
    const { limit, highest, backedOff } = this.#state;
    return { limit, highest: Math.max(limit, highest), most: this.#bounds.most, backedOff };
  }

  /** Tells whoever has work to begin that there may be room for it; returns how to stop that. */
  onRoom(listener: () => void): () => void {
    this.#onRoom.add(listener);
    return () => void this.#onRoom.delete(listener);
  }

  /** Waits for its turn, off the clock of the deadline; throws what interrupts it. */
  async admit(kind: string, deadline: Deadline): Promise<CallPermit> {
    if (this.#inFlight < this.#state.limit && this.#queue.length === 0) this.#inFlight += 1;
    else await this.#turn(deadline);
    const [sentAt, answeredBefore] = [this.#now(), this.#answered];
    let isOver = false;
    return {
      end: ({ outcome, tookMs }) => {
        if (isOver) return { isCrowded: false, change: null };
        isOver = true;
        if (tookMs > 0) this.#answered += 1;
        const answeredMeanwhile = this.#answered - answeredBefore;
        return this.#ended({ kind, sentAt, outcome, tookMs, answeredMeanwhile, ...this.#present() });
      },
    };
  }

  #present(): Pick<EndedCall, 'endedAt' | 'inFlight'> {
    return { endedAt: this.#now(), inFlight: this.#inFlight };
  }

  async #turn(deadline: Deadline): Promise<void> {
    const waiting: WaitingCall = { go: null, turnAway: null, isAdmitted: false };
    this.#queue.push(waiting);
    try {
      await deadline.aside(
        () =>
          new Promise<void>((resolve, reject) => {
            waiting.go = resolve;
            waiting.turnAway = reject;
          }),
      );
    } catch (error) {
      this.#withdraw(waiting);
      throw error;
    }
  }

  /** The server is gone: calls that wait for their turn end with that error, since each would only wait for its time-out. */
  turnAway(error: EsxcheckError): void {
    for (const waiting of this.#queue.splice(0)) waiting.turnAway?.(error);
  }

  /** Interrupted: its place is free again, or its turn. */
  #withdraw(waiting: WaitingCall): void {
    const place = this.#queue.indexOf(waiting);
    if (place >= 0) this.#queue.splice(place, 1);
    if (!waiting.isAdmitted) return;
    this.#inFlight -= 1;
    this.#admitWaiting();
  }

  #ended(call: EndedCall): PermitEnd {
    const before = this.#state;
    if (!this.#isFixed) this.#state = afterCall(before, call, this.#bounds);
    const change = changeBetween(before, this.#state);
    this.#inFlight -= 1;
    this.#admitWaiting();
    return { isCrowded: call.inFlight > 1 && !this.#isFixed, change };
  }

  #admitWaiting(): void {
    while (this.#inFlight < this.#state.limit) {
      const next = this.#queue.shift();
      if (next === undefined) break;
      this.#inFlight += 1;
      next.isAdmitted = true;
      next.go?.();
    }
    for (const listener of this.#onRoom) listener();
  }
}

function changeBetween(before: CallLimit, after: CallLimit): LimitChange | null {
  if (before.limit === after.limit) return null;
  const pushes = (['refused', 'timedOut', 'slower'] as const).find(
    (why) => after.backedOff[why] > before.backedOff[why],
  );
  // More refusals of calls that were in flight together count once, and go on lowering the limit.
  const why = pushes ?? (after.pushedBackAt > before.pushedBackAt ? 'refused' : 'trial');
  return { from: before.limit, to: after.limit, why };
}

const limiters = new WeakMap<Endpoint, CallLimiter>();

/** The one limiter of an endpoint: what a first session found out holds for the next. */
export function limiterOf(endpoint: Endpoint): CallLimiter {
  const known = limiters.get(endpoint);
  if (known !== undefined) return known;
  const { maxCalls, timeoutMs, fixedCalls = null } = endpoint;
  const made = new CallLimiter({ most: fixedCalls ?? maxCalls ?? MOST_CALLS, timeoutMs }, { fixed: fixedCalls });
  limiters.set(endpoint, made);
  return made;
}

/** What a failed call says of how busy the server is. */
export function outcomeOf(error: unknown): EndedCall['outcome'] {
  if (!(error instanceof EsxcheckError)) return 'failed';
  if (error.code === 'SERVICE_UNAVAILABLE') return 'refused';
  return error.code === 'TIMEOUT' ? 'timed-out' : 'failed';
}
