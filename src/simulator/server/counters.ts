/** A write as the server received it. */
export interface Write {
  readonly method: string;
  /** Name of the host; null for a write that concerns none. */
  readonly host: string | null;
  /** The request's parameters, or for esxcli its command and arguments. */
  readonly arguments: Readonly<Record<string, string>>;
}

/** What a server has seen and done, for tests and benchmarks. */
export class Counters {
  readonly #byMethod = new Map<string, number>();
  readonly writes: Write[] = [];
  /** Session cookies that were sent; those of lost answers are not among them. */
  readonly cookies = new Set<string>();
  bytesSent = 0;
  bytesReceived = 0;
  connections = 0;
  #inFlight = 0;
  /** Most calls that were being answered at one moment. */
  peak = 0;

  get byMethod(): ReadonlyMap<string, number> {
    return this.#byMethod;
  }

  count(method?: string): number {
    if (method !== undefined) return this.#byMethod.get(method) ?? 0;
    return [...this.#byMethod.values()].reduce((sum, count) => sum + count, 0);
  }

  began(method: string): void {
    this.#byMethod.set(method, this.count(method) + 1);
    this.#inFlight += 1;
    this.peak = Math.max(this.peak, this.#inFlight);
  }

  ended(): void {
    this.#inFlight -= 1;
  }
}
