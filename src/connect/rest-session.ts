import { gzipSync } from 'node:zlib';
import { EsxcheckError } from '../model/errors.ts';
import { type RestCall, SESSION_PATHS } from '../rest/call.ts';
import { RestAnswerError } from '../rest/json.ts';
import { RestRefusal } from '../rest/refusal.ts';
import { type Deadline, deadlineFor } from './deadline.ts';
import { authorityOf, type Credentials, type Endpoint } from './endpoint.ts';
import type { RestRequest, RestWire } from './rest-wire.ts';
import { retrying } from './retrying.ts';
import type { CallOptions, RestReader } from './session-contract.ts';

export interface RestSessionOptions {
  readonly endpoint: Endpoint;
  readonly credentials: Credentials;
  readonly wire: RestWire;
  /** An ESXi host has no such API (docs/internals/rest.md 1.1). */
  readonly hasRest: boolean;
  /** Between 0 and 1: spreads repeated calls. */
  readonly random: () => number;
  /** Milliseconds on a clock that never goes back. */
  readonly now: () => number;
  /** Whichever is given ends every call, but not the logout. */
  readonly signals: readonly (AbortSignal | undefined)[];
}

/** A login at the REST API: the form it was made under, and what stands for it. */
interface RestLogin {
  readonly form: 'api' | 'rest';
  /** A secret. */
  readonly id: string;
}

const MOST_LOGOUT_MS = 3000;
/** Sessions last longer than a scan; one that ends again and again is a fault of the server. */
const MOST_LOGINS = 3;
/** Real ones have some 32 characters; it goes into a header. */
const SESSION_ID = /^[\x21-\x7e]{1,512}$/;

/** REST calls of one target, under one login that is made for the first of them. */
export class RestSession implements RestReader {
  readonly #options: RestSessionOptions;
  #current: RestLogin | null = null;
  #underWay: Promise<RestLogin> | null = null;
  /** Set when the account was refused, and at the end: it is never sent again. */
  #refused: EsxcheckError | null = null;
  #logins = 0;
  /** The server has no such path under `/api`, though sessions are there. */
  #prefersRest = false;

  constructor(options: RestSessionOptions) {
    this.#options = options;
  }

  /** One call; where the session turns out to have ended, one login and one more try. */
  async call<T>(call: RestCall<T>, { signal, timeoutMs }: CallOptions = {}): Promise<T> {
    const { endpoint, signals, random } = this.#options;
    using deadline = deadlineFor(endpoint, { signals: [...signals, signal], timeoutMs });
    const login = await deadline.during(() => this.#login());
    const once = (under: RestLogin) => retrying(() => this.#send(call, under, deadline), { deadline, random });
    try {
      return await once(login);
    } catch (error) {
      if (!isRefusal(error, 'unauthenticated') || this.#logins >= MOST_LOGINS) throw error;
      if (this.#current === login) this.#current = null;
    }
    return await once(await deadline.during(() => this.#login()));
  }

  /** Ends the session in the server, where there is one; never throws. */
  async end(): Promise<void> {
    this.#refused ??= new EsxcheckError('INTERRUPTED', 'The session is closed');
    const login = await (this.#underWay ?? Promise.resolve(this.#current)).catch(() => null);
    this.#current = null;
    if (login === null) return;
    using limit = deadlineFor(this.#options.endpoint, { timeoutMs: MOST_LOGOUT_MS });
    const path = SESSION_PATHS[login.form];
    try {
      await this.#options.wire.send(
        { name: 'rest-logout', method: 'DELETE', path, body: null, headers: headersOf(login) },
        () => null,
        limit,
      );
    } catch {
      // The session is gone already, or the server is: there is nothing left to end.
    }
  }

  /** Under `/api`, and where the server lacks the path, as it was called before (docs/internals/rest.md 1). */
  async #send<T>(call: RestCall<T>, login: RestLogin, deadline: Deadline): Promise<T> {
    const { name, method, body, api, rest, decode } = call;
    const request = { name, method, body, headers: headersOf(login) };
    const send = (path: string): Promise<T> => this.#options.wire.send({ ...request, path }, decode, deadline);
    if (rest === null) return await send(api);
    if (login.form === 'rest' || this.#prefersRest) return await send(rest);
    try {
      return await send(api);
    } catch (error) {
      if (!isRefusal(error, 'absent')) throw error;
    }
    const result = await send(rest);
    this.#prefersRest = true;
    return result;
  }

  /** However many calls ask at a time, one login is made; no caller's signal cuts it short, or its session would stay behind. */
  #login(): Promise<RestLogin> {
    if (this.#refused !== null) return Promise.reject(this.#refused);
    if (!this.#options.hasRest) return Promise.reject(this.#absent('is a single host, which has'));
    if (this.#current !== null) return Promise.resolve(this.#current);
    this.#underWay ??= this.#loginOnce().finally(() => {
      this.#underWay = null;
    });
    return this.#underWay;
  }

  async #loginOnce(): Promise<RestLogin> {
    this.#logins += 1;
    try {
      this.#current = (await this.#loginAt('api')) ?? (await this.#loginAt('rest'));
    } catch (error) {
      this.#refused ??= this.#refusal(error);
      throw this.#refused ?? error;
    }
    if (this.#current === null) throw (this.#refused = this.#absent('has'));
    return this.#current;
  }

  /** Null where the server has no such path. Sent once: nobody knows what came of a login whose answer was lost. */
  async #loginAt(form: RestLogin['form']): Promise<RestLogin | null> {
    const { endpoint, credentials, wire } = this.#options;
    using limit = deadlineFor(endpoint, {});
    const request: RestRequest = {
      name: 'rest-login',
      method: 'POST',
      path: SESSION_PATHS[form],
      body: null,
      headers: { authorization: authorizationOf(credentials, endpoint), 'vmware-use-header-authn': 'true' },
      isSecret: true,
    };
    try {
      return { form, id: await wire.send(request, sessionIdIn, limit) };
    } catch (error) {
      if (isRefusal(error, 'absent')) return null;
      throw error;
    }
  }

  /** Null for what may pass: only what the server made of the account is remembered. */
  #refusal(error: unknown): EsxcheckError | null {
    if (!(error instanceof RestRefusal)) return null;
    const { endpoint, credentials } = this.#options;
    const sentence = `${authorityOf(endpoint)} does not let ${credentials.user} use its REST API (HTTP ${error.status})`;
    return new EsxcheckError('REST_LOGIN_REFUSED', sentence, {
      details: [
        'It was tried once and is not tried again: repeated failures may lock an account.',
        'token' in credentials
          ? 'A token that SOAP takes need not be taken here: it must be delegable, and the vCenter must take bearer tokens. Try a user name and a password.'
          : 'The same account was let in over SOAP. Look at what stands before the vCenter, and at its log (vapi-endpoint).',
      ],
    });
  }

  #absent(what: string): EsxcheckError {
    const sentence = `${authorityOf(this.#options.endpoint)} ${what} no REST API that is known here`;
    return new EsxcheckError('REST_ABSENT', sentence, {
      details: ['vCenter has one since 6.5, at /rest and /api. A proxy in front of it may pass on /sdk alone.'],
    });
  }
}

function headersOf({ id }: RestLogin): Readonly<Record<string, string>> {
  return { 'vmware-api-session-id': id };
}

function isRefusal(error: unknown, kind: RestRefusal['kind']): boolean {
  return error instanceof RestRefusal && error.kind === kind;
}

function sessionIdIn(value: unknown): string {
  if (typeof value === 'string' && SESSION_ID.test(value)) return value;
  throw new RestAnswerError('the answer to the login holds no session');
}

/** The account for the one request that makes a session of it (docs/internals/rest.md 1.1). A secret. */
function authorizationOf(credentials: Credentials, endpoint: Endpoint): string {
  if ('token' in credentials) return `SIGN token="${gzipSync(credentials.token).toString('base64')}"`;
  const { user, password } = credentials;
  if (user.includes(':')) {
    throw new EsxcheckError(
      'REST_LOGIN_REFUSED',
      `${authorityOf(endpoint)} cannot be asked over REST as ${user}: a user name with a colon does not fit there`,
    );
  }
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
