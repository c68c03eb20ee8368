import { setTimeout as wait } from 'node:timers/promises';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { SIGNATURE_HEADERS } from '../../site/signatures.ts';
import { type ConnectionPool, inTransaction } from '../database/transaction.ts';
import { HEARTBEAT_SECONDS, type Queue, type Schedule } from '../queue/boss.ts';
import { bodyOf, enrolBody, failedBody, helloBody, jobsBody, rotateBody, shipmentQuery, taken } from './bodies.ts';
import { failAttempt, type GivenJob, type JobRequest, keepAlive, takeJobs } from './jobs.ts';
import { enrol, rotate } from './keys.ts';
import { attemptOver, refusalOf, requestInvalid, sendRefusal } from './refusal.ts';
import { takeShipment } from './shipments.ts';
import { type Claim, claimOf, proveClaim, type Signer } from './signature.ts';
import { claimTargets, neverTried, noteWorker, schedulesOf } from './targets.ts';

export interface SiteRoutesOptions {
  readonly pool: ConnectionPool;
  readonly queue: Queue;
  readonly schedules: readonly Schedule[];
  readonly version: string;
  readonly clock: () => Date;
  /** Aborted when the server is to end: nobody waits for jobs any more. */
  readonly ending: AbortSignal;
}

declare module 'fastify' {
  interface FastifyRequest {
    siteClaim: Claim | null;
    signer: Signer | null;
  }
}

const JSON_LIMIT = 256 * 1024;
const SHIPMENT_LIMIT = 32 * 1024 * 1024;

/** Tries of a code from one address; a code has 160 bits. */
const ENROL_LIMIT = { max: 20, timeWindow: '1 minute' };

/** The half of the centre that sites speak to: docs/internals/server.md 2 and 3. */
export async function registerSiteRoutes(app: FastifyInstance, options: SiteRoutesOptions): Promise<void> {
  await app.register(
    async (routes) => {
      // Bodies stay bytes until their signature holds.
      routes.removeAllContentTypeParsers();
      routes.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body));
      routes.setErrorHandler((error, request, reply) => refuse(error, request, reply));
      await routes.register(rateLimit, { global: false });
      addEnrol(routes, options);
      await routes.register(async (signed) => {
        requireSignature(signed, options);
        addKeyAndHello(signed, options);
        addJobs(signed, options);
        addShipments(signed, options);
      });
    },
    { prefix: '/site/v1' },
  );
}

function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = refusalOf(error);
  if (refusal.status === 500) request.log.error({ err: error }, 'a request of a site met a bug');
  return sendRefusal(reply, refusal);
}

function requireSignature(signed: FastifyInstance, { pool, clock }: SiteRoutesOptions): void {
  signed.decorateRequest('siteClaim', null);
  signed.decorateRequest('signer', null);
  // Whoever has no key sends no body.
  signed.addHook('onRequest', async (request) => {
    request.siteClaim = await claimOf(pool, request.headers, clock());
  });
  signed.addHook('preHandler', async (request) => {
    if (request.siteClaim === null) throw new Error('a request came past its signature');
    const { method, raw } = request;
    request.signer = await proveClaim(pool, request.siteClaim, {
      method,
      path: raw.url ?? '',
      body: bytesOfBody(request),
    });
  });
}

function signerOf({ signer }: FastifyRequest): Signer {
  if (signer === null) throw new Error('a request came past its signature');
  return signer;
}

function bytesOfBody({ body }: FastifyRequest): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}

function addEnrol(routes: FastifyInstance, { pool, clock, version }: SiteRoutesOptions): void {
  const server = `esxcheck-server ${version}`;
  routes.post('/enrol', { bodyLimit: JSON_LIMIT, config: { rateLimit: ENROL_LIMIT } }, async (request, reply) => {
    const wish = bodyOf(enrolBody, request.body);
    const key = await inTransaction(pool, (client) => enrol(client, wish, clock()));
    return reply.code(201).send({ ...key, server });
  });
}

function addKeyAndHello(routes: FastifyInstance, { pool, clock, version, queue, schedules }: SiteRoutesOptions): void {
  routes.post('/key', { bodyLimit: JSON_LIMIT }, async (request, reply) => {
    const wish = bodyOf(rotateBody, request.body);
    const key = await inTransaction(pool, (client) => rotate(client, signerOf(request), wish, clock()));
    return reply.code(201).send({ ...key, server: `esxcheck-server ${version}` });
  });
  routes.post('/hello', { bodyLimit: JSON_LIMIT }, async (request) => {
    const { site } = signerOf(request);
    const hello = bodyOf(helloBody, request.body);
    const { ids, refused } = await inTransaction(pool, async (client) => {
      const claims = await claimTargets(client, site, hello.targets);
      await noteWorker(client, site, [...claims.ids.values()], hello);
      return claims;
    });
    const own = schedulesOf(schedules, site);
    for (const id of ids.values()) {
      await queue.addTarget(id);
      await queue.schedule(id, own);
    }
    for (const id of await neverTried(pool, [...ids.values()])) await queue.read(id);
    const told = own.map(({ cron, zone, spreadMinutes }) => ({ cron, zone, spreadMinutes }));
    return { heartbeatSeconds: HEARTBEAT_SECONDS, schedules: told, refused };
  });
}

function addJobs(routes: FastifyInstance, options: SiteRoutesOptions): void {
  const { pool, queue } = options;
  routes.post('/jobs', { bodyLimit: JSON_LIMIT }, async (request) => {
    const { site } = signerOf(request);
    const wish = bodyOf(jobsBody, request.body);
    await pool.query(
      "UPDATE site SET heard_at = now() WHERE name = $1 AND (heard_at IS NULL OR heard_at < now() - interval '20 seconds')",
      [site],
    );
    return { jobs: await waitForJobs(options, { site, ...wish }, () => request.raw.socket.destroyed) };
  });
  routes.post<{ Params: { attempt: string } }>(
    '/jobs/:attempt/alive',
    { bodyLimit: JSON_LIMIT },
    async (request, reply) => {
      const { site } = signerOf(request);
      await inTransaction(pool, (client) => keepAlive(client, queue, site, attemptId(request.params.attempt)));
      return reply.code(204).send();
    },
  );
  routes.post<{ Params: { attempt: string } }>(
    '/jobs/:attempt/failed',
    { bodyLimit: JSON_LIMIT },
    async (request, reply) => {
      const { site } = signerOf(request);
      const why = bodyOf(failedBody, request.body);
      const attempt = attemptId(request.params.attempt);
      await inTransaction(pool, (client) => failAttempt(client, queue, { site, attempt, ...why }));
      return reply.code(204).send();
    },
  );
}

const POLL_MS = 500;
const POLLS = 40;

/** Twenty seconds at most; a worker that hung up takes nothing with it. */
async function waitForJobs(
  { pool, queue, ending }: SiteRoutesOptions,
  wish: JobRequest,
  isGone: () => boolean,
): Promise<readonly GivenJob[]> {
  for (let poll = 0; poll < POLLS && !isGone(); poll++) {
    const jobs = await takeJobs(pool, queue, wish);
    if (jobs.length > 0 || wish.slots === 0 || ending.aborted) return jobs;
    await wait(POLL_MS, undefined, { signal: ending }).catch(() => undefined);
  }
  return [];
}

function addShipments(routes: FastifyInstance, { pool, queue, clock }: SiteRoutesOptions): void {
  routes.put<{ Params: { sha256: string } }>(
    '/shipments/:sha256',
    { bodyLimit: SHIPMENT_LIMIT },
    async (request, reply) => {
      const { target, attempt = null } = taken(shipmentQuery, request.query);
      const { sha256 } = request.params;
      if (!/^[0-9a-f]{64}$/.test(sha256)) throw requestInvalid('The path names no SHA-256 in hexadecimal.');
      if (request.headers['content-encoding'] !== 'gzip') throw requestInvalid('A snapshot is packed by gzip.');
      const signature = String(request.headers[SIGNATURE_HEADERS.shipment] ?? '');
      const arrival = { signer: signerOf(request), sha256, target, attempt, signature, packed: bytesOfBody(request) };
      const receipt = await takeShipment(pool, queue, arrival, clock());
      return reply.code(receipt.known ? 200 : 201).send(receipt);
    },
  );
}

function attemptId(text: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)) throw attemptOver();
  return text;
}
