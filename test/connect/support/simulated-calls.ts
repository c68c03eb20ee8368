import {
  afterCall,
  type CallLimit,
  type EndedCall,
  firstLimit,
  type LimitBounds,
} from '../../../src/connect/call-limit.ts';

/** A server as a simulation knows it: what becomes of a call that comes in while others are being worked on. */
export interface SimulatedServer {
  /** Milliseconds of work, and whether it waits for a slot, from the calls in flight with it; null: refused. */
  readonly work: (arrival: Arrival) => number | null;
  /** Calls that are worked on at a time; others wait. None: no such number. */
  readonly slots?: (now: number) => number;
}

export interface Arrival {
  readonly now: number;
  readonly inFlight: number;
  readonly kind: string;
  readonly host: number;
  /** Between 0 and 1. */
  readonly random: () => number;
}

export interface SimulatedRun {
  readonly wallMs: number;
  readonly refusals: number;
  readonly timeouts: number;
  readonly highestInFlight: number;
  readonly calls: number;
  readonly last: CallLimit | null;
}

export interface Work {
  readonly hosts: number;
  /** The kinds of call that each host is asked, one after the other. */
  readonly kinds: readonly string[];
  readonly seed: number;
  readonly timeoutMs: number;
}

interface Waiting {
  readonly host: number;
  readonly step: number;
}

interface Flying extends Waiting {
  readonly sentAt: number;
  readonly answeredBefore: number;
}

/** Reproducible numbers between 0 and 1 (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Hosts are asked, each one call at a time, by a limit that adapts, or by a fixed number. No clock but its own. */
export class Simulation {
  readonly #server: SimulatedServer;
  readonly #work: Work;
  readonly #bounds: LimitBounds;
  readonly #random: () => number;
  readonly #events: { readonly at: number; readonly order: number; readonly run: () => void }[] = [];
  readonly #ready: Waiting[] = [];
  readonly #queued: (() => void)[] = [];
  #limit: CallLimit | null;
  readonly #fixed: number;
  #now = 0;
  #orders = 0;
  #nextHost = 0;
  #hostsUnderWay = 0;
  #inFlight = 0;
  #worked = 0;
  #answered = 0;
  #refusals = 0;
  #timeouts = 0;
  #calls = 0;
  #highest = 0;
  #lastEnd = 0;
  readonly trace: { readonly at: number; readonly limit: number }[] = [];

  constructor(server: SimulatedServer, work: Work, how: { readonly fixed: number } | { readonly most: number }) {
    this.#server = server;
    this.#work = work;
    this.#random = randomFrom(work.seed);
    const most = 'most' in how ? how.most : how.fixed;
    this.#bounds = { most, timeoutMs: work.timeoutMs };
    this.#limit = 'most' in how ? firstLimit(this.#bounds) : null;
    this.#fixed = most;
  }

  run(): SimulatedRun {
    this.#admit();
    for (let steps = 0; this.#events.length > 0; steps += 1) {
      if (steps > 5_000_000) throw new Error('the simulation does not end');
      const event = this.#pop();
      this.#now = event.at;
      event.run();
      this.#admit();
    }
    const left = this.#work.hosts - this.#nextHost + this.#hostsUnderWay;
    if (left > 0) throw new Error(`${left} hosts were never asked to the end`);
    return {
      wallMs: this.#lastEnd,
      refusals: this.#refusals,
      timeouts: this.#timeouts,
      highestInFlight: this.#highest,
      calls: this.#calls,
      last: this.#limit,
    };
  }

  get #most(): number {
    return this.#limit?.limit ?? this.#fixed;
  }

  #admit(): void {
    while (this.#inFlight < this.#most) {
      const call = this.#ready.shift() ?? this.#newHost();
      if (call === null) return;
      this.#send(call);
    }
  }

  #newHost(): Waiting | null {
    if (this.#nextHost === this.#work.hosts || this.#hostsUnderWay >= this.#most) return null;
    this.#hostsUnderWay += 1;
    this.#nextHost += 1;
    return { host: this.#nextHost - 1, step: 0 };
  }

  #send(call: Waiting): void {
    this.#inFlight += 1;
    this.#calls += 1;
    this.#highest = Math.max(this.#highest, this.#inFlight);
    const flying: Flying = { ...call, sentAt: this.#now, answeredBefore: this.#answered };
    const slots = this.#server.slots;
    const begin = (): void => {
      const kind = this.#kindOf(call);
      const ms = this.#server.work({
        now: this.#now,
        inFlight: this.#inFlight,
        kind,
        host: call.host,
        random: this.#random,
      });
      if (ms === null) return this.#at(1, () => this.#refused(flying));
      this.#worked += 1;
      this.#at(ms, () => {
        this.#worked -= 1;
        this.#next();
        this.#ended(flying);
      });
    };
    if (slots === undefined || this.#worked < slots(this.#now)) begin();
    else this.#queued.push(begin);
  }

  #next(): void {
    while (this.#queued.length > 0 && this.#worked < (this.#server.slots?.(this.#now) ?? Infinity)) {
      this.#queued.shift()?.();
    }
  }

  #kindOf({ step }: Waiting): string {
    return this.#work.kinds[step] ?? '';
  }

  #refused(call: Flying): void {
    this.#refusals += 1;
    this.#tell(call, 'refused');
    const pause = this.#random() * 500;
    this.#at(pause, () => this.#ready.push(call));
  }

  #ended(call: Flying): void {
    const late = this.#now - call.sentAt >= this.#work.timeoutMs;
    if (late) this.#timeouts += 1;
    else this.#answered += 1;
    this.#tell(call, late ? 'timed-out' : 'answered');
    this.#lastEnd = this.#now;
    if (!late && call.step + 1 < this.#work.kinds.length) this.#ready.push({ host: call.host, step: call.step + 1 });
    else this.#hostsUnderWay -= 1;
  }

  #tell(call: Flying, outcome: EndedCall['outcome']): void {
    const ended: EndedCall = {
      kind: this.#kindOf(call),
      sentAt: call.sentAt,
      endedAt: this.#now,
      tookMs: this.#now - call.sentAt,
      inFlight: this.#inFlight,
      answeredMeanwhile: this.#answered - call.answeredBefore,
      outcome,
    };
    this.#inFlight -= 1;
    if (this.#limit === null) return;
    const { limit } = this.#limit;
    this.#limit = afterCall(this.#limit, ended, this.#bounds);
    if (this.#limit.limit !== limit) this.trace.push({ at: this.#now, limit: this.#limit.limit });
  }

  #at(ms: number, run: () => void): void {
    const event = { at: this.#now + ms, order: (this.#orders += 1), run };
    let [low, high] = [0, this.#events.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#events[middle];
      if (other !== undefined && other.at > event.at) low = middle + 1;
      else high = middle;
    }
    this.#events.splice(low, 0, event);
  }

  #pop(): { readonly at: number; readonly run: () => void } {
    const event = this.#events.pop();
    if (event === undefined) throw new Error('nothing is to come');
    return event;
  }
}
