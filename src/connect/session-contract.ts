import type { ClockReading } from '../model/scan.ts';
import type { RestCall } from '../rest/call.ts';
import type { Call } from '../vim/call.ts';
import type { ObjectContent } from '../vim/object-content.ts';
import type { ServiceContent } from '../vim/service-content.ts';
import type { CallLimiter } from './call-limiter.ts';
import type { Cookie } from './cookies.ts';
import type { Endpoint } from './endpoint.ts';
import type { RetrieveRequest } from './retrieval.ts';
import type { Traffic } from './traffic.ts';

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

/** What the server said when it let us in, secrets removed; null: it did not say. */
export interface LoginRecord {
  /** The account as the server names it. */
  readonly account: string | null;
  /** The server's clock at that moment and ours, ISO 8601 in UTC; null where it told no time that can be read. */
  readonly clock: ClockReading | null;
}

/** What a vCenter tells over REST. A login of its own is made for the first call, and ended with the session. */
export interface RestReader {
  /**
   * Throws a RestRefusal for what the server refuses, an EsxcheckError for everything below: REST_ABSENT where there is no such API,
   * REST_LOGIN_REFUSED where the account is not let in. Nothing can be changed: calls that do more throw a WriteRefusedError.
   */
  call<T>(call: RestCall<T>, options?: CallOptions): Promise<T>;
}

/** A login at one vCenter or ESXi host. */
export interface Session extends AsyncDisposable {
  readonly endpoint: Endpoint;
  readonly content: ServiceContent;
  /** Negotiated, such as `8.0.2.0`. */
  readonly apiVersion: string;
  readonly traffic: Traffic;
  /** Of the first login; a session that is renewed is the same account's. */
  readonly login: LoginRecord;
  readonly rest: RestReader;
  /** How many calls to hosts may be in flight; shared by all sessions of the endpoint. */
  readonly hostCalls: CallLimiter;
  /** Whether esxcli is not to be asked. */
  readonly propertiesOnly: boolean;
  /**
   * Throws a SoapFault, an EsxcliFault, or an EsxcheckError for everything below SOAP; a WriteRefusedError where the session
   * only reads and the call does more.
   */
  call<T>(call: Call<T>, options?: CallOptions): Promise<T>;
  /** Objects as they arrive, each once; every page token is followed, or cancelled when the loop is left early. */
  retrieve(request: RetrieveRequest, options?: Pick<CallOptions, 'signal'>): AsyncIterable<ObjectContent>;
  /** What another process needs to go on in this login, which stays this one's to end. Waits for a login under way. */
  handover(): Promise<SessionHandover>;
  /** Logs out, always; bounded in time; never throws. */
  close(): Promise<void>;
}

/** How a server is spoken with, and the cookies of a login there. Plain data that can be sent to another process; a secret. */
export interface SessionHandover {
  readonly apiVersion: string;
  readonly content: ServiceContent;
  readonly cookies: ReadonlyMap<string, Cookie>;
}

/** A session in a login that another process made. */
export interface AdoptedSession extends Session {
  /** Gives back what it holds in the server, and logs out of logins of its own alone; bounded in time; never throws. */
  leave(): Promise<void>;
}
