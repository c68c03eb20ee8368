import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isLoopback } from '../config.ts';
import type { WebContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { LOCAL, mayRead, type Need, type Reader, readerOf } from './reader.ts';
import { findSession, SESSION_COOKIE } from './sessions.ts';
import { readerOfToken } from './tokens.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a route asks of its reader. A route of the web that does not say it cannot be registered. */
    needs?: Need;
  }
  interface FastifyRequest {
    reader: Reader | null;
  }
}

/** Every request is by a reader who may make it, or is refused before anything is looked up. */
export function addAuthentication(web: FastifyInstance, context: WebContext): void {
  web.decorateRequest('reader', null);
  web.addHook('onRoute', ({ config, url }) => {
    if (config?.needs === undefined) throw new Error(`the route ${url} does not say what it needs of its reader`);
  });
  web.addHook('onRequest', async (request) => {
    const need = request.routeOptions.config.needs;
    if (need === undefined || need === 'nobody') return;
    const reader = await identify(context, request);
    if (reader === null) throw new Refusal(401, 'LOGIN_NEEDED', 'Log in to see this.');
    if (!mayRead(reader, need)) throw new Refusal(403, 'NOT_ALLOWED', 'None of your roles lets you see this.');
    request.reader = reader;
  });
}

/** The reader of a request that was let in. */
export function readerIn(request: FastifyRequest): Reader {
  if (request.reader === null) throw new Error(`nobody was identified at ${request.routeOptions.url}`);
  return request.reader;
}

/** Who asks; null where nobody is known. A token is for programs: it opens no page. */
export async function identify(context: WebContext, request: FastifyRequest): Promise<Reader | null> {
  const bearer = /^Bearer ([\w-]{1,200})$/.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return isForPrograms(request) ? readerOfToken(context.pool, bearer) : null;
  const { login, session } = context.config;
  if (login === undefined) return local(request);
  if (context.proxy !== null) {
    const person = context.proxy.person(request.headers, request.socket.remoteAddress ?? '');
    return person === null ? null : readerOf({ ...person, hasSession: false }, login.proxy?.roles ?? []);
  }
  const id = request.cookies[SESSION_COOKIE];
  const found = id === undefined ? null : await findSession(context.pool, id, session);
  return found === null ? null : readerOf({ ...found, hasSession: true }, login.oidc?.roles ?? []);
}

/** `/metrics` and the API. */
export function isForPrograms({ url }: Pick<FastifyRequest, 'url'>): boolean {
  return /^\/(api\/v1\/|metrics(\?|$))/.test(url);
}

/** A page of somebody else, whose name was made to lead here, is told by the name under which it asks. */
function local(request: FastifyRequest): Reader {
  if (isLoopback(request.hostname)) return LOCAL;
  throw new Refusal(421, 'HOST_UNKNOWN', 'Without a login the server answers under the name localhost alone.');
}
