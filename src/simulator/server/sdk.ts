import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { endlessPage } from '../collector/page.ts';
import type { Trouble } from '../estate/trouble.ts';
import type { RestSessions } from '../rest/sessions.ts';
import type { Hearing } from '../lies/heard.ts';
import type { Answer, Liar } from '../lies/liar.ts';
import type { Element } from '../wire/element.ts';
import { readRequest, type ReadRequest, withForeignPrefix, wrapBody } from '../wire/envelope.ts';
import { noPermission, renderFault, RequestFault, taskInProgress, VimFault } from '../wire/fault.ts';
import { negotiatedVersion } from '../wire/versions.ts';
import type { World } from '../world/world.ts';
import type { Counters } from './counters.ts';
import { deliver } from './deliver.ts';
import { answerCall, isExpected, isProxied, type Receiver, receiverOf } from './dispatch.ts';
import { type Disturbances, hangUp } from './disturbance.ts';
import type { HostCallSettings, HostSlots } from './host-slots.ts';
import { type Balancer, type Routed, UNBALANCED } from './https-listener.ts';
import { type Reply, send } from './reply.ts';
import type { Session, SessionTable } from './session.ts';

/** What a running server holds together. */
export interface Sdk {
  readonly world: World;
  readonly sessions: SessionTable;
  readonly restSessions: RestSessions;
  readonly counters: Counters;
  readonly disturbances: Disturbances;
  readonly settings: Settings;
  readonly hostSlots: HostSlots;
  /** Ends every connection at once, as when the process ends. */
  endConnections: () => void;
  /** Null where clients reach the server itself. */
  readonly balancer: Balancer | null;
  /** Tells the lies of the estate. */
  readonly liar: Liar;
  /** Remembers what is asked; null where nobody wants to know. */
  readonly hearing: Hearing | null;
  /** Told of every call before it is answered. */
  readonly onCall: ((call: { readonly method: string; readonly host: string | null }) => void) | null;
}

/** Switches that tests may turn while the server runs. */
export interface Settings extends HostCallSettings {
  latency: number;
  pageSize: number;
  gzip: boolean;
  foreignPrefix: boolean;
}

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly signal: AbortSignal;
}

/** Answers one POST to /sdk, troubles included. */
export async function serveSdk(sdk: Sdk, exchange: Exchange, body: string): Promise<void> {
  const version = negotiatedVersion(
    exchange.incoming.headers['soapaction'] as string | undefined,
    sdk.world.estate.apiVersion,
  );
  let asked: ReadRequest;
  try {
    asked = readRequest(body);
  } catch (error) {
    if (!isExpected(error)) throw error;
    return send(exchange.outgoing, faultReply(error, sdk, exchange));
  }
  const { method: request, tokenSubject } = asked;
  sdk.counters.began(request.name);
  try {
    await serveCall(sdk, exchange, { request, tokenSubject, version });
  } finally {
    sdk.counters.ended();
  }
}

async function serveCall(sdk: Sdk, exchange: Exchange, asked: Omit<SdkRequest, 'session' | 'routed'>): Promise<void> {
  const { request } = asked;
  const routed = sdk.balancer?.route(exchange.incoming.headers.cookie) ?? UNBALANCED;
  const session = sdk.sessions.find(exchange.incoming.headers.cookie, routed.node) ?? null;
  const receiver = peek(request, session, sdk);
  const host = receiver?.object?.host;
  const occasion = { method: request.name, host: host?.spec.name ?? null };
  sdk.onCall?.(occasion);
  const troubles = sdk.disturbances.take(occasion);
  if (session !== null) session.calls += 1;
  for (const trouble of troubles)
    if (trouble.kind === 'expire' && session?.expired === null) sdk.sessions.expire(session, trouble.face);
  if (troubles.some(({ kind }) => kind === 'restart' || kind === 'stop')) return goDown(sdk, troubles);
  const proxied =
    receiver !== null && isProxied(request.name, receiver) && host?.connection === 'connected' ? host.trouble : {};
  using slot = sdk.hostSlots.enter(receiver !== null && isProxied(request.name, receiver), sdk.settings);
  if (slot === null) return send(exchange.outgoing, busyReply(sdk));
  await slot.turn(exchange.signal);
  await wait(sdk.settings.latency + slowness(troubles) + (proxied.slow ?? 0), exchange.signal);
  if (proxied.hanging === true) await hangUp(exchange.signal);
  if (exchange.signal.aborted) return;
  const reply =
    insteadOf(request, troubles, sdk, exchange) ?? (await replyTo(sdk, exchange, { ...asked, session, routed }));
  await deliver(exchange, withCookie(reply, routed), { troubles, proxied });
}

/** What is answered without carrying anything out; null where no trouble is of that kind. */
function insteadOf(request: Element, troubles: readonly Trouble[], sdk: Sdk, exchange: Exchange): Reply | null {
  const refused = troubles.find(({ kind }) => kind === 'refused');
  if (refused !== undefined) return faultReply(refusal(refused.fault, sdk), sdk, exchange);
  if (troubles.some(({ kind }) => kind === 'busy'))
    return faultReply(taskInProgress({ type: 'Task', id: 'task-0' }), sdk, exchange);
  const endless = troubles.find(({ kind }) => kind === 'endless');
  return endless === undefined ? null : replyWith(200, endlessPage(request, endless.pages), sdk, exchange);
}

function refusal(type: string, { world }: Sdk): VimFault {
  if (type === 'NoPermission') return noPermission(world.inventory.root, 'System.View');
  return new VimFault(type, `The call was refused: ${type}.`);
}

function busyReply({ counters }: Sdk): Reply {
  return { status: 503, type: 'text/plain', text: 'Service Unavailable\n', cookies: [], gzip: false, counters };
}

function withCookie(reply: Reply, { cookie }: Routed): Reply {
  return cookie === null ? reply : { ...reply, cookies: [...reply.cookies, cookie] };
}

/** The server as a whole ends, and what it keeps in memory with it; its world stays as it is. */
export function goDown({ sessions, restSessions, world, endConnections }: Sdk, troubles: readonly Trouble[]): void {
  sessions.clear();
  restSessions.clear();
  world.away = true;
  endConnections();
  if (troubles.some(({ kind }) => kind === 'stop')) return;
  const milliseconds = Math.max(...troubles.map((trouble) => (trouble.kind === 'restart' ? trouble.milliseconds : 0)));
  setTimeout(() => (world.away = false), milliseconds).unref();
}

/** The receiver, null for a request without one: that is refused later. */
function peek(request: Element, session: Session | null, sdk: Sdk): Receiver | null {
  try {
    return receiverOf(request, { ...sdk, session });
  } catch (error) {
    if (isExpected(error)) return null;
    throw error;
  }
}

interface SdkRequest {
  readonly request: Element;
  readonly tokenSubject: string | null;
  readonly version: string | null;
  readonly session: Session | null;
  readonly routed: Routed;
}

async function replyTo(
  sdk: Sdk,
  exchange: Exchange,
  { request, tokenSubject, version, session, routed }: SdkRequest,
): Promise<Reply> {
  const { incoming, signal } = exchange;
  const cookies: string[] = [];
  try {
    if (version === null) {
      throw new RequestFault(
        `Unsupported version URI "${String(incoming.headers['soapaction'])}"`,
        'VersionMismatchFaultCode',
      );
    }
    if (session !== null && session.expired === null) session.lastActive = sdk.world.now();
    const call = {
      ...sdk,
      request,
      tokenSubject,
      session,
      version,
      signal,
      node: routed.node,
      pageSize: sdk.settings.pageSize,
      userAgent: incoming.headers['user-agent'] ?? '',
      address: incoming.socket.remoteAddress ?? '',
      setCookie: (header: string) => cookies.push(header),
    };
    const content = await answerCall(call, receiverOf(request, call));
    return { ...answerReply(request, { status: 200, content }, sdk, exchange), cookies };
  } catch (error) {
    if (!isExpected(error)) throw error;
    const content = renderFault(error, sdk.world.estate.apiVersion);
    return answerReply(request, { status: 500, content }, sdk, exchange);
  }
}

/** Heard as it is true, told as the lies of the estate have it. */
function answerReply(request: Element, answer: Answer, sdk: Sdk, exchange: Exchange): Reply {
  sdk.hearing?.note(request, answer);
  const told = sdk.liar.rewrite(request, answer);
  return replyWith(told.status, told.content, sdk, exchange);
}

function faultReply(error: VimFault | RequestFault, sdk: Sdk, exchange: Exchange): Reply {
  return replyWith(500, renderFault(error, sdk.world.estate.apiVersion), sdk, exchange);
}

function replyWith(status: number, content: string, { settings, counters }: Sdk, { incoming }: Exchange): Reply {
  const text = wrapBody(content);
  return {
    status,
    type: 'text/xml; charset=utf-8',
    text: settings.foreignPrefix ? withForeignPrefix(text) : text,
    cookies: [],
    gzip: settings.gzip && /\bgzip\b/.test(incoming.headers['accept-encoding'] ?? ''),
    counters,
  };
}

function slowness(troubles: readonly Trouble[]): number {
  return troubles.reduce((sum, trouble) => sum + (trouble.kind === 'slow' ? trouble.milliseconds : 0), 0);
}

async function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds <= 0) return;
  try {
    await delay(milliseconds, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
