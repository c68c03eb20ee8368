import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { addApi } from './api/register.ts';
import { contextOf, type WebContext, type WebOptions } from './context.ts';
import { notFound, Refusal, refusalOf } from './errors.ts';
import { addAuthentication, isForPrograms } from './login/authenticate.ts';
import { addLoginRoutes } from './login/routes.ts';
import { addMetrics } from './metrics.ts';
import { refusalPage } from './pages/logged-out.ts';
import { addPages } from './pages/routes.ts';

/** No script at all, style from here alone, and nobody frames a page or is sent a form. */
const POLICY = {
  useDefaults: false,
  directives: {
    'default-src': ["'none'"],
    'style-src': ["'self'"],
    'img-src': ['data:'],
    'form-action': ["'self'"],
    'base-uri': ["'none'"],
    'frame-ancestors': ["'none'"],
  },
};

/**
 * The web: pages, login, read API and metrics. Throws `LOGIN_MISSING` and `PUBLIC_URL_MISSING`.
 * What it says in errors, its limits and its headers are its own; routes beside it have theirs.
 */
export async function registerWeb(app: FastifyInstance, options: WebOptions): Promise<void> {
  const context = contextOf(options);
  await app.register(async (web) => {
    web.setValidatorCompiler(validatorCompiler);
    web.setSerializerCompiler(serializerCompiler);
    web.setErrorHandler((error, request, reply) => refuse(context, error, { request, reply }));
    await addHeaders(web, context);
    await web.register(cookie);
    addAuthentication(web, context);
    addLoginRoutes(web, context);
    addPages(web, context);
    addMetrics(web, context);
    await web.register((api) => addApi(api, context), { prefix: '/api/v1' });
  });
  app.setNotFoundHandler((request, reply) => refuse(context, notFound(), { request, reply }));
}

async function addHeaders(web: FastifyInstance, context: WebContext): Promise<void> {
  await web.register(helmet, { contentSecurityPolicy: POLICY, referrerPolicy: { policy: 'no-referrer' } });
  // What one reader sees is kept nowhere on the way; a route that is for all says so itself.
  web.addHook('onSend', async (_, reply) => {
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
  });
  await web.register(rateLimit, {
    max: context.config.requestsPerMinute,
    timeWindow: '1 minute',
    keyGenerator: (request) => whoKnocks(context, request),
    errorResponseBuilder: (_, { after }) =>
      new Refusal(429, 'TOO_MANY_REQUESTS', `Too many requests; try again in ${after}.`),
  });
}

/** People behind one proxy are told apart. */
function whoKnocks({ proxy, config }: WebContext, request: FastifyRequest): string {
  const address = request.socket.remoteAddress ?? '';
  const name = request.headers[config.login?.proxy?.header.toLowerCase() ?? ''];
  return proxy?.isListed(address) === true && typeof name === 'string' ? `person:${name}` : address;
}

/** The same refusal as data for programs and as a page for people; who is to log in is led there. */
async function refuse(
  context: WebContext,
  error: unknown,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
): Promise<FastifyReply> {
  const refusal = refusalOf(error);
  if (refusal.statusCode >= 500) request.log.error({ err: refusal.cause ?? (error as FastifyError) }, refusal.code);
  const { statusCode, code, message } = refusal;
  if (isForPrograms(request) || request.url.startsWith('/site/')) {
    return reply.code(statusCode).type('application/json; charset=utf-8').send(JSON.stringify({ code, message }));
  }
  if (code === 'LOGIN_NEEDED' && context.oidc !== null && request.method === 'GET') {
    return reply.redirect(`/login?to=${encodeURIComponent(request.url)}`);
  }
  return reply
    .code(statusCode)
    .type('text/html; charset=utf-8')
    .send(refusalPage(refusal, context.oidc !== null));
}
