import { EsxcheckError } from '../model/errors.ts';
import { authorityOf, type Endpoint, MOST_RESPONSE_BYTES } from './endpoint.ts';

/** The code of a list that a server does not bring to an end. */
export const WITHOUT_END = 'ANSWER_WITHOUT_END';

/**
 * Of a list whose length nobody knows before. A vCenter has at most 2,500 hosts, with the folders, clusters and datacenters
 * around them some ten thousand objects; it sends them by the hundred.
 */
const MOST_LISTED = { objects: 50_000, pages: 3000 } as const;
/** Times the time-out of a single call. */
const MOST_TIMEOUTS = 10;
/** Real ones are some forty characters long. */
const LONGEST_TOKEN = 4096;

/**
 * How much one retrieval may be, over all of its pages and passes: a server that always promises one more page would keep
 * it going for ever. Time is what was spent waiting for the server.
 */
export class RetrievalBounds {
  readonly #endpoint: Endpoint;
  readonly #most: { readonly objects: number; readonly pages: number };
  readonly #tokens = new Set<string>();
  #objects = 0;
  #pages = 0;
  #bytes = 0;
  #waitedMs = 0;

  /** `named`: how many objects are asked for by name; null where nobody knows how many there are. */
  constructor(endpoint: Endpoint, named: number | null) {
    this.#endpoint = endpoint;
    // Each may come twice, and again in the passes that follow a broken connection.
    this.#most = named === null ? MOST_LISTED : { objects: 4 * named + 100, pages: 2 * named + 100 };
  }

  /** How long the next call may take. Throws where nothing is left. */
  get callMs(): number {
    const left = this.#mostMs - this.#waitedMs;
    if (left <= 0) throw this.withoutEnd(`it is not complete after ${this.#mostMs / 1000} s`);
    return Math.min(left, this.#endpoint.timeoutMs);
  }

  /** Does what waits for the server, on the clock of the whole retrieval. */
  async waiting<T>(work: () => Promise<T>): Promise<T> {
    const since = performance.now();
    try {
      return await work();
    } finally {
      this.#waitedMs += performance.now() - since;
    }
  }

  /** So many more bytes arrived. Throws where they are too many. */
  received(bytes: number): void {
    this.#bytes += bytes;
    const most = 2 * (this.#endpoint.maxResponseBytes ?? MOST_RESPONSE_BYTES);
    if (this.#bytes > most) throw this.withoutEnd(`it has more than ${Math.round(most / 1024 / 1024)} MiB`);
  }

  /** One more object arrived. Throws where there are too many. */
  object(): void {
    this.#objects += 1;
    if (this.#objects > this.#most.objects) throw this.withoutEnd(`it has more than ${this.#most.objects} objects`);
  }

  /** A page of so many objects promises another one under that token. Throws where it is not to be followed. */
  promise(token: string, objects: number): void {
    this.#pages += 1;
    if (objects === 0) throw this.withoutEnd('a page without any object promises another page');
    if (token.length > LONGEST_TOKEN) throw this.withoutEnd(`a page token has ${token.length} characters`);
    if (this.#tokens.has(token)) throw this.withoutEnd('a page token comes a second time');
    this.#tokens.add(token);
    if (this.#pages >= this.#most.pages) throw this.withoutEnd(`it has more than ${this.#most.pages} pages`);
  }

  withoutEnd(how: string): EsxcheckError {
    return new EsxcheckError(WITHOUT_END, `${authorityOf(this.#endpoint)} sends a list that does not end: ${how}`, {
      details: ['Nothing of it is taken. Check that this is the right server, and what stands before it (a proxy).'],
    });
  }

  get #mostMs(): number {
    return MOST_TIMEOUTS * this.#endpoint.timeoutMs;
  }
}
