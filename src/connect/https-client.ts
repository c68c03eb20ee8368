import { setMaxListeners } from 'node:events';
import { Pool } from 'undici';
import { EsxcheckError } from '../model/errors.ts';
import { connectionError } from './connection-error.ts';
import { judgingConnector } from './connector.ts';
import { authorityOf, type Endpoint, originOf } from './endpoint.ts';

/** A request to a server that is no vSphere. */
export interface PlainRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface PlainAnswer {
  readonly status: number;
  /** In lower case; '' when not said. */
  readonly contentType: string;
  readonly body: Buffer;
}

/** Bounds of one request; `timeoutMs` is for all of it, connecting and the body of the answer included. */
export interface PlainLimits {
  readonly timeoutMs: number;
  readonly mostBytes: number;
  readonly signal: AbortSignal;
}

/**
 * HTTPS to one server that is no vSphere, trusted as vSphere servers are. Follows no redirect, uses no proxy, asks for no compression,
 * and repeats nothing.
 */
export class HttpsClient {
  readonly #endpoint: Endpoint;
  readonly #pool: Pool;
  readonly #closing = new AbortController();

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
    setMaxListeners(0, this.#closing.signal);
    this.#pool = new Pool(originOf(endpoint), {
      connect: judgingConnector(endpoint, this.#closing.signal),
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /** Any status is an answer. Throws an EsxcheckError where none came, TIMEOUT and RESPONSE_TOO_LARGE among them, and INTERRUPTED. */
  async send(request: PlainRequest, limits: PlainLimits): Promise<PlainAnswer> {
    const late = AbortSignal.timeout(limits.timeoutMs);
    const signal = AbortSignal.any([limits.signal, late]);
    try {
      const { statusCode, headers, body } = await this.#pool.request({ ...request, signal });
      const contentType = [headers['content-type'] ?? ''].flat()[0]?.toLowerCase() ?? '';
      return { status: statusCode, contentType, body: await this.#bounded(body, limits) };
    } catch (error) {
      if (limits.signal.aborted) throw new EsxcheckError('INTERRUPTED', 'Interrupted.');
      if (late.aborted) throw this.#late(limits.timeoutMs);
      throw connectionError(error, this.#endpoint);
    }
  }

  async #bounded(body: AsyncIterable<Buffer>, { mostBytes }: PlainLimits): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let size = 0;
    // Left early, the connection is closed: what was not read may be endless.
    for await (const chunk of body) {
      size += chunk.length;
      if (size > mostBytes) throw this.#tooLarge(mostBytes);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }

  #late(timeoutMs: number): EsxcheckError {
    return new EsxcheckError('TIMEOUT', `${authorityOf(this.#endpoint)} did not answer within ${timeoutMs / 1000} s`);
  }

  #tooLarge(mostBytes: number): EsxcheckError {
    const sentence = `${authorityOf(this.#endpoint)} sent an answer of more than ${mostBytes} bytes`;
    return new EsxcheckError('RESPONSE_TOO_LARGE', sentence, { details: ['Check that this is the right server.'] });
  }

  /** Closes every connection at once. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#pool.destroy();
  }
}

/** Whether the server itself is not the one that is trusted: trying again does not help, and nothing was sent. */
export function isCertificateRefused(error: unknown): boolean {
  return error instanceof EsxcheckError && CERTIFICATE_CODES.has(error.code);
}

const CERTIFICATE_CODES = new Set(['CERTIFICATE_UNTRUSTED', 'CERTIFICATE_MISMATCH', 'CERTIFICATE_EXPIRED']);
