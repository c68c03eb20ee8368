import { setInterval } from 'node:timers';
import helmet from '@fastify/helmet';
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { databaseAddress, readTls, requireSafeListening, type ServerConfig } from './config/load.ts';
import { requireSchema } from './database/migrations.ts';
import { isDatabaseAway, openPool } from './database/pool.ts';
import type { Queryable } from './database/queryable.ts';
import type { Judging, PartContext, ServerParts } from './parts.ts';
import type { EsxcheckError } from '../model/errors.ts';
import { Queue } from './queue/boss.ts';
import { judgeHandlers } from './queue/handlers.ts';
import { refusalOf, sendRefusal } from './site-routes/refusal.ts';
import { registerSiteRoutes } from './site-routes/register.ts';
import { scheduleAll } from './site-routes/targets.ts';
import type { Environment } from '../target/environment.ts';

export interface ServeOptions {
  readonly config: ServerConfig;
  readonly around: Environment;
  readonly parts: ServerParts;
  readonly version: string;
  /** Told once, when it listens. */
  readonly onListening: (address: string) => void;
}

/** A body is sent within this, head and all; the largest shipment over a slow line takes minutes. */
const REQUEST_MS = 300_000;
const SWEEP_MS = 30_000;
const TELL_MS = 300_000;

/**
 * Serves until it is interrupted; then no job is given any more, and what runs comes to its end.
 * Throws CERTIFICATE_MISSING, LOGIN_MISSING, SCHEMA_OLD, SCHEMA_NEWER and what the database says, before it listens.
 */
export async function serve({ config, around, parts, version, onListening }: ServeOptions): Promise<void> {
  requireSafeListening(config.sections);
  const tls = await readTls(config);
  const address = await databaseAddress(config, around);
  const pool = openPool(address);
  let judging: Judging | null = null;
  try {
    await requireSchema(pool);
    const app = openApp(tls);
    const onMistake = (mistake: EsxcheckError): void => app.log.error({ err: mistake }, 'the last good rules go on');
    const context: PartContext = { pool, config, around, version, clock: () => new Date(), onMistake };
    judging = (await parts.judging?.(context)) ?? null;
    const queue = new Queue(address, (error) => {
      if (!isDatabaseAway(error)) app.log.error({ err: error }, 'the queue met an error');
    });
    await queue.start();
    try {
      await scheduleAll(pool, queue, config.sections.schedules);
      await register(app, { context, queue, parts, judging, ending: around.signal });
      const telling = await tellEvery(parts, context, app.log);
      const { address: host, port } = config.sections.listen;
      onListening(await app.listen({ host, port }));
      const sweeping = sweepEvery(pool, app.log);
      await interrupted(around.signal);
      clearInterval(sweeping);
      clearInterval(telling);
      await app.close();
    } finally {
      await queue.stop();
    }
  } finally {
    await judging?.[Symbol.asyncDispose]();
    await pool.end();
  }
}

function openApp(tls: { readonly cert: string; readonly key: string } | null): FastifyInstance {
  const options = {
    logger: { level: 'warn' },
    bodyLimit: 1024 * 1024,
    requestTimeout: REQUEST_MS,
    connectionTimeout: REQUEST_MS,
    keepAliveTimeout: 30_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 300 },
  } as const;
  if (tls === null) return Fastify(options);
  return Fastify({ ...options, https: { ...tls, minVersion: 'TLSv1.2' } });
}

interface Registration {
  readonly context: PartContext;
  readonly queue: Queue;
  readonly parts: ServerParts;
  readonly judging: Judging | null;
  readonly ending: AbortSignal;
}

async function register(app: FastifyInstance, { context, queue, parts, judging, ending }: Registration): Promise<void> {
  const { pool, config, version, clock } = context;
  // Or the end would wait until connections that were busy when it came have been idle for long enough.
  app.addHook('onSend', async (_, reply) => {
    if (ending.aborted) reply.header('connection', 'close');
  });
  app.setErrorHandler((error, request, reply) => {
    const refusal = refusalOf(error);
    if (refusal.status === 500) request.log.error({ err: error }, 'a request met a bug');
    return sendRefusal(reply, refusal);
  });
  await app.register(async (scope) => {
    await scope.register(helmet);
    addProbes(scope, pool);
    await registerSiteRoutes(scope, { pool, queue, schedules: config.sections.schedules, version, clock, ending });
  });
  if (parts.registerWeb !== undefined) await parts.registerWeb(app, context);
  if (judging !== null) await queue.workOnJudging(judgeHandlers(pool, judging.judge));
}

/** Whether the process lives, and whether it can do its work. Nothing else is told. */
function addProbes(app: FastifyInstance, pool: Queryable): void {
  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/readyz', async (_, reply) => {
    try {
      await requireSchema(pool);
      return { status: 'ok' };
    } catch (error) {
      const { code, message } = refusalOf(error);
      return reply.code(503).send({ code, message });
    }
  });
}

function sweepEvery(pool: Queryable, log: FastifyBaseLogger): NodeJS.Timeout {
  const timer = setInterval(() => {
    sweep(pool).catch((error: unknown) => {
      if (!isDatabaseAway(error)) log.error({ err: error }, 'old nonces and attempts could not be swept');
    });
  }, SWEEP_MS);
  return timer.unref();
}

/** Tells the channels what is new from time to time; one that cannot be reached is tried the next time. */
async function tellEvery(
  { alerts }: ServerParts,
  context: PartContext,
  log: FastifyBaseLogger,
): Promise<NodeJS.Timeout | undefined> {
  if (alerts === undefined || context.config.sections.alerts.length === 0) return undefined;
  const tell = await alerts(context);
  const tellOnce = async (): Promise<void> => {
    for (const { channel, error } of await tell(context.around.signal)) {
      if (error !== null) log.error(`${channel} was not told: ${error}`);
    }
  };
  const timer = setInterval(() => {
    tellOnce().catch((error: unknown) => {
      if (!isDatabaseAway(error)) log.error({ err: error }, 'alerts could not be told');
    });
  }, TELL_MS);
  return timer.unref();
}

/** A nonce is kept for longer than its time is taken; an attempt that nobody heard of for ten minutes is lost. */
async function sweep(pool: Queryable): Promise<void> {
  await pool.query("DELETE FROM site_nonce WHERE seen_at < now() - interval '11 minutes'");
  await pool.query(
    "UPDATE attempt SET ended_at = now(), outcome = 'lost' WHERE ended_at IS NULL AND heard_at < now() - interval '10 minutes'",
  );
}

async function interrupted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }));
}
