import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { audit } from '../../audit/append.ts';
import { inTransaction } from '../../database/transaction.ts';
import type { WebContext } from '../context.ts';
import { notFound, Refusal } from '../errors.ts';
import { loggedOutPage } from '../pages/logged-out.ts';
import { LOGIN_COOKIE, LOGIN_SECONDS, type OidcLogin } from './oidc.ts';
import { hasRole, readerOf } from './reader.ts';
import { beginSession, endSession, findSession, SESSION_COOKIE } from './sessions.ts';

const COOKIE: CookieSerializeOptions = { path: '/', secure: true, httpOnly: true, sameSite: 'lax' };

/** So many logins may be tried from one address within a minute. */
const LOGINS_PER_MINUTE = 30;

const OPEN = { needs: 'nobody', rateLimit: { max: LOGINS_PER_MINUTE, timeWindow: '1 minute' } } as const;

/** Login and logout. */
export function addLoginRoutes(web: FastifyInstance, context: WebContext): void {
  // What the button of a page sends; nothing of it is read.
  web.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: 1024 }, (_, __, done) =>
    done(null),
  );
  web.get<{ Querystring: { to?: unknown } }>('/login', { config: OPEN }, async (request, reply) => {
    const { to } = request.query;
    const { url, cookie } = await oidcOf(context).begin(typeof to === 'string' ? to : '/');
    return reply.setCookie(LOGIN_COOKIE, cookie, { ...COOKIE, maxAge: LOGIN_SECONDS }).redirect(url);
  });
  web.get('/login/callback', { config: OPEN }, (request, reply) => finish(context, request, reply));
  web.post('/logout', { config: OPEN }, (request, reply) => logout(context, request, reply));
}

function oidcOf({ oidc }: WebContext): OidcLogin {
  if (oidc === null) throw notFound();
  return oidc;
}

/** A session that the browser had before is over; the new one has an id of its own. */
async function finish(context: WebContext, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const oidc = oidcOf(context);
  void reply.clearCookie(LOGIN_COOKIE, COOKIE);
  const person = await oidc.finish(request.url, request.cookies[LOGIN_COOKIE]).catch(async (error: unknown) => {
    if (error instanceof Refusal && error.code === 'LOGIN_REFUSED') await tell(context, 'unknown', error.code);
    throw error;
  });
  const roles = context.config.login?.oidc?.roles ?? [];
  if (!hasRole(readerOf({ ...person, hasSession: true }, roles))) {
    await tell(context, person.subject, 'NO_ROLE');
    throw new Refusal(
      403,
      'NO_ROLE',
      'You are logged in, but none of your groups has a role here; ask who runs this server.',
    );
  }
  const before = request.cookies[SESSION_COOKIE];
  const id = await inTransaction(context.pool, async (client) => {
    if (before !== undefined) await endSession(client, before);
    await audit(client, { actor: `person:${person.subject}`, action: 'login', detail: {} });
    return beginSession(client, person, context.config.session);
  });
  return reply.setCookie(SESSION_COOKIE, id, COOKIE).redirect(person.to);
}

function tell(context: WebContext, subject: string, code: string): Promise<void> {
  const event = { actor: `person:${subject}`, action: 'login-refused', detail: { code } };
  return inTransaction(context.pool, (client) => audit(client, event));
}

/** Only from a page of this server: a page of another cannot log anybody out. */
async function logout(context: WebContext, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const from = request.headers['sec-fetch-site'];
  if (from !== undefined && from !== 'same-origin' && from !== 'none') {
    throw new Refusal(403, 'ORIGIN_REFUSED', 'Log out by the button of a page of this server.');
  }
  const id = request.cookies[SESSION_COOKIE];
  if (id !== undefined) await forget(context, id);
  return reply.clearCookie(SESSION_COOKIE, COOKIE).type('text/html; charset=utf-8').send(loggedOutPage());
}

async function forget({ pool, config }: WebContext, id: string): Promise<void> {
  await inTransaction(pool, async (client) => {
    const found = await findSession(client, id, config.session);
    await endSession(client, id);
    if (found !== null) await audit(client, { actor: `person:${found.subject}`, action: 'logout', detail: {} });
  });
}
