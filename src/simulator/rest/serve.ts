import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Trouble } from '../estate/trouble.ts';
import { holds } from '../methods/method.ts';
import { deliver } from '../server/deliver.ts';
import type { Reply } from '../server/reply.ts';
import type { Sdk } from '../server/sdk.ts';
import { goDown } from '../server/sdk.ts';
import { operationOf, type RestForm, type RestOperation } from './operations.ts';

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly signal: AbortSignal;
}

const STATUS_OF = { NOT_FOUND: 404, UNAUTHORIZED: 403, INVALID_ARGUMENT: 400, UNAUTHENTICATED: 401 } as const;
type RestErrorType = keyof typeof STATUS_OF;

/** The form of REST that a path belongs to (docs/internals/rest.md 1); null: none. */
export function restFormOf(path: string): RestForm | null {
  const [, form] = /^\/(api|rest)\//.exec(path) ?? [];
  return form === 'api' || form === 'rest' ? form : null;
}

/** Answers one REST request, troubles included. */
export async function serveRest(sdk: Sdk, exchange: Exchange, form: RestForm, body: string): Promise<void> {
  const { incoming, outgoing, signal } = exchange;
  const operation = operationOf(incoming.method ?? 'GET', incoming.url ?? '/', form);
  const hasForm = sdk.world.estate.rest === 'both' || sdk.world.estate.rest === form;
  const name = operation?.name ?? 'rest-unknown';
  sdk.counters.began(name);
  sdk.onCall?.({ method: name, host: null });
  try {
    const troubles = sdk.disturbances.takeRest(name);
    if (troubles.some(({ kind }) => kind === 'restart' || kind === 'stop')) return goDown(sdk, troubles);
    if (troubles.some(({ kind }) => kind === 'expire')) sdk.restSessions.clear();
    const slow = troubles.reduce((sum, { kind, milliseconds }) => sum + (kind === 'slow' ? milliseconds : 0), 0);
    await delay(sdk.settings.latency + slow, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    const status = troubles.find(({ kind }) => kind === 'status')?.status;
    const asked = hasForm && operation !== null ? { operation, form, body } : null;
    // Refused in the form of the API, and nothing is done.
    const reply = status === undefined ? replyTo(sdk, exchange, asked) : refusedBy(sdk, status, form);
    const harmed = withTroubles(reply, troubles, form);
    await deliver({ outgoing, signal }, harmed, { troubles: troubles.filter(notStatus), proxied: {} });
  } finally {
    sdk.counters.ended();
  }
}

interface Asked {
  readonly operation: RestOperation;
  readonly form: RestForm;
  readonly body: string;
}

function replyTo(sdk: Sdk, exchange: Exchange, asked: Asked | null): Reply {
  return asked === null ? nothingThere(sdk) : answered(sdk, exchange, asked);
}

function refusedBy(sdk: Sdk, status: number, form: RestForm): Reply {
  return json(sdk, status, errorBody(typeOf(status), form));
}

function answered(sdk: Sdk, { incoming }: Exchange, { operation, form, body }: Asked): Reply {
  const session = incoming.headers['vmware-api-session-id'];
  const id = typeof session === 'string' ? session : '';
  if (operation.name === 'rest-login') {
    const begun = sdk.restSessions.begin(incoming.headers.authorization, sdk.world.estate.accounts);
    if (begun === null) return refused(sdk, 'UNAUTHENTICATED', form);
    return json(sdk, form === 'api' ? 201 : 200, wrapped(begun, form));
  }
  const account = sdk.restSessions.accountOf(id);
  if (account === undefined) return refused(sdk, 'UNAUTHENTICATED', form);
  if (operation.name === 'rest-logout') {
    sdk.restSessions.end(id);
    return { ...json(sdk, form === 'api' ? 204 : 200, null), text: '' };
  }
  const { privilege } = operation;
  if (privilege !== null && !holds(account, privilege)) return refused(sdk, 'UNAUTHORIZED', form);
  const answer = operation.answer(sdk.world, parsed(body));
  return 'error' in answer ? refused(sdk, answer.error, form) : json(sdk, 200, wrapped(answer.value, form));
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body === '' ? 'null' : body) as unknown;
  } catch {
    return null;
  }
}

function wrapped(value: unknown, form: RestForm): unknown {
  return form === 'api' ? value : { value };
}

function json({ counters, settings }: Sdk, status: number, value: unknown): Reply {
  return { status, type: 'application/json', text: JSON.stringify(value), cookies: [], gzip: settings.gzip, counters };
}

/** A path that the server does not have: 404 without an error of the API's form. */
function nothingThere({ counters }: Sdk): Reply {
  return { status: 404, type: 'text/plain', text: '404 page not found\n', cookies: [], gzip: false, counters };
}

function refused(sdk: Sdk, type: RestErrorType, form: RestForm): Reply {
  return json(sdk, STATUS_OF[type], errorBody(type, form));
}

function errorBody(type: string, form: RestForm): unknown {
  const id = `com.vmware.vapi.std.errors.${type.toLowerCase()}`;
  const messages = [{ id, default_message: `The request was refused: ${type}.`, args: [] }];
  return form === 'api' ? { error_type: type, messages } : { type: id, value: { messages } };
}

function withTroubles(reply: Reply, troubles: readonly Trouble[], form: RestForm): Reply {
  let told = reply;
  for (const { kind, json: text } of troubles) {
    if (kind === 'json') told = { ...told, status: 200, text };
    else if (kind === 'omits') told = { ...told, text: changedList(told.text, form, (list) => list.slice(0, -1)) };
    else if (kind === 'doubles')
      told = { ...told, text: changedList(told.text, form, (list) => [...list, ...list.slice(-1)]) };
  }
  return told;
}

function typeOf(status: number): string {
  return Object.entries(STATUS_OF).find(([, each]) => each === status)?.[0] ?? 'ERROR';
}

function changedList(text: string, form: RestForm, change: (list: readonly unknown[]) => readonly unknown[]): string {
  const answer = parsed(text) as { readonly value?: unknown };
  const list = form === 'api' ? answer : answer.value;
  return Array.isArray(list) ? JSON.stringify(wrapped(change(list), form)) : text;
}

function notStatus({ kind }: Trouble): boolean {
  return kind !== 'status';
}
