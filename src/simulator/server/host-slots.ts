import { once } from 'node:events';

/** How many calls to hosts a server takes at a time. */
export interface HostCallSettings {
  /** Calls to hosts that are worked on at a time, the others wait; null: all. */
  slots: number | null;
  /** Calls to hosts beyond so many in flight are refused as too many (HTTP 503); null: none. */
  refuseAbove: number | null;
}

/** A call to a host that is in the server. */
export interface HostSlot extends Disposable {
  /** Resolves when it is its turn to be worked on, or the client gives up. */
  readonly turn: (signal: AbortSignal) => Promise<void>;
}

const NO_SLOT: HostSlot = { turn: async () => {}, [Symbol.dispose]: () => {} };

/** How a server hands calls on to hosts: so many at a time, the others wait, or are refused. */
export class HostSlots {
  #inside = 0;
  #working = 0;
  #highest = 0;
  refused = 0;
  readonly #waiting = new Set<AbortController>();

  /** Most calls to hosts that were inside at a time; those that were refused are not counted. */
  get highest(): number {
    return this.#highest;
  }

  /** Null: refused. */
  enter(isHostCall: boolean, { slots, refuseAbove }: HostCallSettings): HostSlot | null {
    if (!isHostCall) return NO_SLOT;
    if (refuseAbove !== null && this.#inside >= refuseAbove) {
      this.refused += 1;
      return null;
    }
    this.#inside += 1;
    this.#highest = Math.max(this.#highest, this.#inside);
    let isWorking = false;
    return {
      turn: async (signal) => {
        while (this.#isFull(slots) && !signal.aborted) await this.#free(signal);
        isWorking = true;
        this.#working += 1;
      },
      [Symbol.dispose]: () => {
        this.#inside -= 1;
        if (!isWorking) return;
        this.#working -= 1;
        this.#next();
      },
    };
  }

  #isFull(slots: number | null): boolean {
    return slots !== null && this.#working >= slots;
  }

  async #free(signal: AbortSignal): Promise<void> {
    const place = new AbortController();
    this.#waiting.add(place);
    try {
      await once(AbortSignal.any([signal, place.signal]), 'abort');
    } finally {
      this.#waiting.delete(place);
    }
  }

  #next(): void {
    const [first] = this.#waiting;
    if (first === undefined) return;
    this.#waiting.delete(first);
    first.abort();
  }
}
