import { EsxcheckError } from '../model/errors.ts';
import { SoapFault } from '../vim/fault.ts';
import { asMoment } from '../vim/element.ts';
import { currentTime, login, loginByToken, logout, type UserSession } from '../vim/methods/session.ts';
import type { Moref } from '../vim/moref.ts';
import type { Cookies } from './cookies.ts';
import type { Deadline } from './deadline.ts';
import { type Credentials, type Endpoint, hidingSecrets } from './endpoint.ts';
import { loginError } from './login-error.ts';
import type { LoginRecord } from './session-contract.ts';
import type { SessionCookie, Wire } from './wire.ts';

export interface AuthenticationOptions {
  readonly wire: Wire;
  readonly endpoint: Endpoint;
  readonly credentials: Credentials;
  readonly sessionManager: Moref;
  /** Set before the first login. */
  readonly cookies: Cookies;
  /** A login that another process made and will end, to go on with; null: there is none yet. */
  readonly adopted: SessionCookie | null;
  /** A deadline of its own for each step: no caller's signal may cut a login short, or its session would stay behind. */
  readonly deadline: (most?: number) => Deadline;
  /** Milliseconds on a clock that never goes back. */
  readonly now: () => number;
}

/** More would not be expiry but a fault of the server. */
const MOST_RENEWALS = 5;
const RENEWAL_WINDOW_MS = 10 * 60_000;
const MOST_LOGOUT_MS = 3000;
/** Characters of an account's name; directories have shorter ones. */
const LONGEST_ACCOUNT = 256;

/** Logs in, again when the session ended, and out. However many calls ask at a time, one login is made. */
export class Authentication {
  readonly #options: AuthenticationOptions;
  #ticket: SessionCookie | null = null;
  #underWay: Promise<SessionCookie> | null = null;
  /** Set when the server refused the credentials, and at the end: they are never sent again. */
  #refused: EsxcheckError | null = null;
  /** The newest ticket whose very first use was refused; asking for another without evidence would be a loop. */
  #futile = false;
  /** A login was made for a call that was refused: another one takes evidence that the session is dead. */
  #renewed = false;
  /** Number of the newest ticket that a call needing a login succeeded with. */
  #proved = 0;
  readonly #renewals: number[] = [];
  #record: LoginRecord | null = null;

  constructor(options: AuthenticationOptions) {
    this.#options = options;
    this.#ticket = options.adopted;
  }

  /** What the server said of the first login. */
  get record(): LoginRecord {
    return this.#record ?? { account: null, clock: null };
  }

  /** The ticket to use now; null when there is none, or another is under way. */
  get ticketAtHand(): SessionCookie | null {
    return this.#underWay === null ? this.#ticket : null;
  }

  /** The ticket to use now; waits for a login under way. */
  async ticket(): Promise<SessionCookie> {
    return this.#underWay ?? this.#ticket ?? this.#login();
  }

  /** A call that needs a login succeeded with that ticket. */
  succeeded(ticket: SessionCookie): void {
    this.#proved = Math.max(this.#proved, ticket.number);
  }

  /** A call was refused as not authenticated again, right after a login made for it. */
  persisted(): void {
    this.#futile = true;
  }

  /**
   * A call with that ticket was refused as not authenticated. True: there is a newer one, try again. False: another
   * login would not help, it is the call's own trouble: hosts behind a gateway may say so while the session lives. Throws what logging in
   * throws, also where it was refused before.
   */
  async renew(ticket: SessionCookie): Promise<boolean> {
    if (this.#underWay !== null || ticket !== this.#ticket) return true;
    if (this.#refused === null && this.#renewed && !(await this.#isDead(ticket))) return false;
    if (this.#underWay !== null || ticket !== this.#ticket) return true;
    // However many calls find that out together: each fails for what the login failed for.
    if (this.#refused !== null) throw this.#refused;
    if (!this.#mayRenew()) return false;
    this.#renewed = true;
    const left = this.#ticket;
    await this.#login();
    await this.#logout(left);
    return true;
  }

  /** Ends a session that was made here, and leaves one that was adopted to whoever made it; never throws. */
  async leave(): Promise<void> {
    if (this.#underWay === null && this.#ticket === this.#options.adopted) this.#ticket = null;
    await this.end();
  }

  /** Ends the session in the server; never throws. */
  async end(): Promise<void> {
    this.#refused ??= new EsxcheckError('INTERRUPTED', 'The session is closed');
    const ticket = await (this.#underWay ?? Promise.resolve(this.#ticket)).catch(() => null);
    this.#ticket = null;
    if (ticket !== null) await this.#logout(ticket);
  }

  #login(): Promise<SessionCookie> {
    if (this.#refused !== null) return Promise.reject(this.#refused);
    this.#underWay ??= this.#loginOnce().finally(() => {
      this.#underWay = null;
    });
    return this.#underWay;
  }

  async #loginOnce(): Promise<SessionCookie> {
    const { wire, endpoint, credentials, sessionManager, deadline, cookies } = this.#options;
    const ticket: SessionCookie = {
      number: (this.#ticket?.number ?? 0) + 1,
      cookies: (this.#ticket?.cookies ?? cookies).withoutSession(),
    };
    using limit = deadline();
    try {
      const call =
        'token' in credentials
          ? loginByToken(sessionManager, credentials.token)
          : login(sessionManager, credentials.user, credentials.password);
      const said = await wire.send(call, ticket, limit);
      this.#record ??= recordOf(said, credentials);
    } catch (error) {
      // The head of the answer came and the rest did not: the server keeps a session that nobody else will end.
      if (ticket.cookies.hasSession && !(error instanceof SoapFault)) await this.#logout(ticket);
      throw this.#refusal(loginError(error, endpoint, credentials));
    }
    this.#ticket = ticket;
    return ticket;
  }

  #refusal(error: unknown): unknown {
    if (error instanceof EsxcheckError && (error.code === 'INVALID_LOGIN' || error.code === 'LOGIN_FAILED')) {
      this.#refused = error;
    }
    return error;
  }

  /** Whether the session itself is dead; after a login that did not help, only one that was alive before. */
  async #isDead(ticket: SessionCookie): Promise<boolean> {
    if (this.#futile && this.#proved < ticket.number) return false;
    using limit = this.#options.deadline();
    try {
      await this.#options.wire.send(currentTime(), ticket, limit);
      return false;
    } catch {
      return true;
    }
  }

  #mayRenew(): boolean {
    const now = this.#options.now();
    while ((this.#renewals[0] ?? now) < now - RENEWAL_WINDOW_MS) this.#renewals.shift();
    if (this.#renewals.length >= MOST_RENEWALS) return false;
    this.#renewals.push(now);
    return true;
  }

  async #logout(ticket: SessionCookie): Promise<void> {
    using limit = this.#options.deadline(MOST_LOGOUT_MS);
    try {
      await this.#options.wire.send(logout(this.#options.sessionManager), ticket, limit);
    } catch {
      // The session is gone already, or the server is: there is nothing left to end.
    }
  }
}

/** The clocks are those of one moment but for the way of the answer: its login is the newest thing that the server did. */
function recordOf({ userName, loginTime }: UserSession, credentials: Credentials): LoginRecord {
  const account = userName === null ? '' : hidingSecrets(userName, credentials).trim().slice(0, LONGEST_ACCOUNT);
  const server = new Date(asMoment(loginTime) ?? Number.NaN);
  const clock = isWritable(server) ? { server: server.toISOString(), local: new Date().toISOString() } : null;
  return { account: account === '' ? null : account, clock };
}

/** A year of four digits, as every reader of such times expects. */
function isWritable(time: Date): boolean {
  return time.getTime() >= 0 && time.getUTCFullYear() < 10_000;
}
