import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Continuation } from '../collector/continuation.ts';
import type { Watch } from '../collector/watch.ts';
import type { Account } from '../estate/estate.ts';
import type { ExpiryFace } from '../estate/trouble.ts';
import type { ManagedObject } from '../world/objects.ts';

/** One login. Views, collectors, filters and paging tokens live and die with it. */
export interface Session {
  /** Value of the cookie, without its quotes: 40 hexadecimal digits. */
  readonly cookie: string;
  /** `UserSession.key`: differs from the cookie. */
  readonly key: string;
  readonly account: Account;
  readonly loginTime: number;
  /** Who logged in from where, as the client said. */
  readonly userAgent: string;
  readonly address: string;
  /** Which node behind a load balancer knows it; null without one. */
  readonly node: string | null;
  lastActive: number;
  calls: number;
  /** Set once it has expired: what the client sees of that. */
  expired: ExpiryFace | null;
  readonly objects: Map<string, ManagedObject>;
  readonly tokens: Map<string, Continuation>;
  /** What a property collector was asked to watch, by the collector's id. */
  readonly watches: Map<string, Watch>;
}

/** All sessions that are neither logged out nor, for the client, gone. */
export class SessionTable {
  readonly #sessions = new Map<string, Session>();
  logins = 0;
  refusedLogins = 0;
  /** Paging tokens that a client left behind when it logged out. */
  abandonedTokens = 0;

  open(
    account: Account,
    client: {
      readonly now: number;
      readonly userAgent: string;
      readonly address: string;
      readonly node: string | null;
    },
  ): Session {
    const session: Session = {
      cookie: createHash('sha1').update(randomBytes(32)).digest('hex'),
      key: randomUUID(),
      account,
      loginTime: client.now,
      lastActive: client.now,
      userAgent: client.userAgent,
      address: client.address,
      node: client.node,
      calls: 0,
      expired: null,
      objects: new Map(),
      tokens: new Map(),
      watches: new Map(),
    };
    this.#sessions.set(session.cookie, session);
    this.logins += 1;
    return session;
  }

  /** The session that a Cookie header names, expired ones too, if that node knows it; quotes are accepted or missing. */
  find(header: string | undefined, node: string | null): Session | undefined {
    const [, cookie] = /vmware_soap_session="?([0-9a-f]{40})"?/.exec(header ?? '') ?? [];
    const found = cookie === undefined ? undefined : this.#sessions.get(cookie);
    return found?.node === node ? found : undefined;
  }

  close(session: Session): void {
    if (session.expired === null) this.abandonedTokens += session.tokens.size;
    this.#sessions.delete(session.cookie);
  }

  /** Ends a session as idleness or a restart would. */
  expire(session: Session, face: ExpiryFace): void {
    session.expired = face;
    session.watches.clear();
    if (face === 'missing') return;
    session.objects.clear();
    session.tokens.clear();
  }

  /** Forgets everything, as a server that is started again. */
  clear(): void {
    this.#sessions.clear();
  }

  live(): readonly Session[] {
    return [...this.#sessions.values()].filter(({ expired }) => expired === null);
  }
}

export function cookieHeader({ cookie }: Session): string {
  return `vmware_soap_session="${cookie}"; Path=/; HttpOnly; Secure; `;
}
