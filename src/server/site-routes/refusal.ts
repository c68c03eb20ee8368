import type { FastifyReply } from 'fastify';
import { EsxcheckError } from '../../model/errors.ts';
import { isDatabaseAway } from '../database/pool.ts';

/** Why a request of a site is not taken: a status, a code and a sentence, and what helps to go on. */
export class SiteRefusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly more: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, more: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.more = more;
  }
}

/** That try of a job came to its end, or is another's. */
export function attemptOver(): SiteRefusal {
  return new SiteRefusal(409, 'ATTEMPT_OVER', 'This attempt is over: nothing of it is taken any more.');
}

/** What the caller did not write as it should be. */
export function requestInvalid(message: string): SiteRefusal {
  return new SiteRefusal(400, 'REQUEST_INVALID', message);
}

/** Any error as what the site is told. A bug is told as such, without its words. */
export function refusalOf(error: unknown): SiteRefusal {
  if (error instanceof SiteRefusal) return error;
  if (isDatabaseAway(error)) return new SiteRefusal(503, 'DATABASE_AWAY', 'The database is away; try again later.');
  if (error instanceof EsxcheckError) return new SiteRefusal(422, error.code, error.message);
  const { statusCode, code } = error as { statusCode?: number; code?: string };
  if (code === '40P01' || code === '40001') {
    return new SiteRefusal(503, 'DATABASE_BUSY', 'Two requests were in the way of each other; try again.');
  }
  if (statusCode === 413) return new SiteRefusal(413, 'TOO_LARGE', 'The body is larger than the centre takes.');
  if (statusCode === 429) return new SiteRefusal(429, 'TOO_MANY_REQUESTS', 'Too many tries; wait a minute.');
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new SiteRefusal(statusCode, 'REQUEST_INVALID', 'The request is not understood.');
  }
  return new SiteRefusal(500, 'SERVER_FAULT', 'The server made a mistake; its log says more.');
}

/** Answers with a refusal, in the form of docs/internals/server.md 1. */
export function sendRefusal(reply: FastifyReply, { status, code, message, more }: SiteRefusal): FastifyReply {
  return reply
    .code(status)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ code, message, ...more }));
}
