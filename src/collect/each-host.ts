import type { CallLimiter } from '../connect/call-limiter.ts';

export interface EachHostOptions {
  readonly hostCalls: CallLimiter;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Does the work of each host, begun in their order, and returns what came of it in the same. About so many hosts are under way
 * as calls to hosts may be in flight, since the work of a host is one call after the other: few are begun only to wait.
 *
 * Rejects with the first error, or the reason of the signal; no more is begun then, and what is under way ends by itself.
 */
export async function eachHost<Host, Result>(
  hosts: readonly Host[],
  work: (host: Host) => Promise<Result>,
  { hostCalls, signal }: EachHostOptions,
): Promise<readonly Result[]> {
  signal?.throwIfAborted();
  if (hosts.length === 0) return [];
  const undo: (() => void)[] = [];
  try {
    return await new Promise<readonly Result[]>((resolve, reject) => {
      const under = new HostsUnderWay(hosts, work, { mostNow: () => hostCalls.hostsUnderWay, resolve, reject });
      const interrupt = (): void => under.end(signal?.reason);
      undo.push(hostCalls.onRoom(() => under.begin()));
      signal?.addEventListener('abort', interrupt, { once: true });
      undo.push(() => signal?.removeEventListener('abort', interrupt));
      under.begin();
    });
  } finally {
    for (const each of undo) each();
  }
}

interface Outlet<Result> {
  readonly mostNow: () => number;
  readonly resolve: (results: readonly Result[]) => void;
  readonly reject: (reason: unknown) => void;
}

class HostsUnderWay<Host, Result> {
  readonly #hosts: Iterator<[number, Host]>;
  readonly #work: (host: Host) => Promise<Result>;
  readonly #outlet: Outlet<Result>;
  readonly #results: Result[];
  #left: number;
  #underWay = 0;
  #isOver = false;

  constructor(hosts: readonly Host[], work: (host: Host) => Promise<Result>, outlet: Outlet<Result>) {
    this.#hosts = hosts.entries();
    this.#work = work;
    this.#outlet = outlet;
    this.#results = Array.from<Result>({ length: hosts.length });
    this.#left = hosts.length;
  }

  /** Begins as many as there is room for. */
  begin(): void {
    while (!this.#isOver && this.#underWay < this.#outlet.mostNow()) {
      const next = this.#hosts.next();
      if (next.done === true) return;
      this.#underWay += 1;
      void this.#one(...next.value);
    }
  }

  end(reason: unknown): void {
    this.#isOver = true;
    this.#outlet.reject(reason);
  }

  async #one(place: number, host: Host): Promise<void> {
    try {
      this.#results[place] = await this.#work(host);
    } catch (error) {
      return this.end(error);
    }
    this.#underWay -= 1;
    this.#left -= 1;
    if (this.#left === 0) this.#outlet.resolve(this.#results);
    else this.begin();
  }
}
