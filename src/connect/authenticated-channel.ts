import type { Call } from '../vim/call.ts';
import { isFault, SoapFault } from '../vim/fault.ts';
import type { Item } from '../vim/response-reader.ts';
import type { ServiceContent } from '../vim/service-content.ts';
import type { Endpoint } from './endpoint.ts';
import type { Debt } from './pending-resources.ts';
import type { SessionCookie } from './wire.ts';

/** What ends a call whose answer is read item by item. */
export interface StreamLimits {
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number;
  /** Told of the bytes of the answer as they arrive; what it throws ends the call. */
  readonly onBytes: (bytes: number) => void;
}

/** What reading many objects needs of a session: calls under one ticket, without hidden logins. */
export interface AuthenticatedChannel {
  readonly endpoint: Endpoint;
  readonly content: ServiceContent;
  /** The ticket to use now; waits for a login under way. */
  ticket(signal?: AbortSignal): Promise<SessionCookie>;
  send<T>(call: Call<T>, ticket: SessionCookie, signal?: AbortSignal): Promise<T>;
  stream<T>(call: Call<T>, items: string, ticket: SessionCookie, limits: StreamLimits): AsyncGenerator<Item, T>;
  /** See Authentication.renew. */
  renew(ticket: SessionCookie): Promise<boolean>;
  persisted(): void;
  /** The call frees something in the server. It is bounded in time and heeds no signal. */
  owe(call: Call<void>, ticket: SessionCookie): Debt;
  /** Waits a little longer after each attempt. */
  pauseBefore(attempt: number, signal?: AbortSignal): Promise<void>;
}

/** Whether an error says that the session is not logged in (any longer). */
export function isNotAuthenticated(error: unknown): boolean {
  return error instanceof SoapFault && isFault(error.fault, 'NotAuthenticated');
}
