import { isIP } from 'node:net';

/** The cookie that stands for a login. */
const SESSION = 'vmware_soap_session';
/** Of one cookie, and of all that go into one request: servers refuse longer headers. */
const LONGEST = 4096;
const LONGEST_HEADER = 16 * 1024;

export interface Cookie {
  /** `name=value` as it was set, quotes included. */
  readonly pair: string;
  readonly path: string;
  /** Milliseconds since 1970; null: until the session ends. */
  readonly until: number | null;
}

interface Attributes {
  readonly domain: string;
  readonly path: string;
  readonly until: number | null;
}

/**
 * The cookies that one server has set in one login, by RFC 6265: that of the session, and those by which a load balancer
 * finds the node again that knows it. All of them are secrets.
 *
 * They go to that server alone, and over HTTPS alone, so `Secure` and `HttpOnly` ask for nothing more.
 */
export class Cookies {
  readonly #host: string;
  readonly #cookies: Map<string, Cookie>;

  constructor(host: string, cookies: ReadonlyMap<string, Cookie> = new Map()) {
    this.#host = host.toLowerCase();
    this.#cookies = new Map(cookies);
  }

  /** All of them, for whoever goes on with the login in another process. Secrets. */
  get all(): ReadonlyMap<string, Cookie> {
    return this.#cookies;
  }

  /** Whether the server has given the login a session. */
  get hasSession(): boolean {
    return this.#cookies.has(SESSION);
  }

  /** Those that a new login begins with: everything but the session of the old one. */
  withoutSession(): Cookies {
    return new Cookies(this.#host, new Map([...this.#cookies].filter(([key]) => key !== SESSION)));
  }

  /** Takes the `Set-Cookie` headers of an answer to a request for that path. */
  take(headers: readonly string[], path: string, now: number): void {
    for (const header of headers) this.#takeOne(header, path, now);
  }

  /** The `Cookie` header of a request for that path, the most specific first; null where there is none. */
  headerFor(path: string, now: number): string | null {
    const fitting = [...this.#cookies.values()]
      .filter((cookie) => (cookie.until === null || cookie.until > now) && isBelow(path, cookie.path))
      .sort((one, other) => other.path.length - one.path.length);
    return fitting.length === 0 ? null : fitting.map(({ pair }) => pair).join('; ');
  }

  #takeOne(header: string, requested: string, now: number): void {
    const [first = '', ...rest] = header.split(';');
    const pair = first.trim();
    const name = pair.slice(0, Math.max(pair.indexOf('='), 0)).trim();
    if (name === '' || pair.length > LONGEST || !/^[ -~]*$/.test(pair)) return;
    const { domain, path, until } = attributesOf(rest, { requested, now });
    const isSession = name === SESSION;
    if (!isSession && !this.#isOfHost(domain)) return;
    // The session is the server's own, wherever it says that it belongs.
    const cookie = { pair, until, path: isSession ? '/' : path };
    const key = isSession ? SESSION : `${name};${path}`;
    this.#cookies.delete(key);
    if ((until === null || until > now) && this.#hasRoomFor(pair)) this.#cookies.set(key, cookie);
  }

  #isOfHost(domain: string): boolean {
    if (domain === '' || domain === this.#host) return true;
    return isIP(this.#host) === 0 && this.#host.endsWith(`.${domain}`);
  }

  #hasRoomFor(pair: string): boolean {
    const used = [...this.#cookies.values()].reduce((sum, cookie) => sum + cookie.pair.length + 2, 0);
    return used + pair.length <= LONGEST_HEADER;
  }
}

/** A blank or an odd attribute says nothing; of two the last one counts. */
function attributesOf(
  texts: readonly string[],
  { requested, now }: { readonly requested: string; readonly now: number },
): Attributes {
  const told = new Map(
    texts.map((text) => {
      const [name = '', ...value] = text.split('=');
      return [name.trim().toLowerCase(), value.join('=').trim()] as const;
    }),
  );
  const path = told.get('path') ?? '';
  return {
    domain: (told.get('domain') ?? '').replace(/^\./, '').toLowerCase(),
    path: path.startsWith('/') ? path : defaultPath(requested),
    until: untilOf(told, now),
  };
}

function untilOf(told: ReadonlyMap<string, string>, now: number): number | null {
  const seconds = told.get('max-age') ?? '';
  if (/^-?\d{1,10}$/.test(seconds)) return now + Number(seconds) * 1000;
  const date = Date.parse(told.get('expires') ?? '');
  return Number.isNaN(date) ? null : date;
}

/** The folder of what was asked for. */
function defaultPath(requested: string): string {
  const end = requested.lastIndexOf('/');
  return end <= 0 ? '/' : requested.slice(0, end);
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}
