import { pipeline, type Readable } from 'node:stream';
import { createGunzip, type Gunzip } from 'node:zlib';
import { EsxcheckError } from '../model/errors.ts';
import { codeOf, connectionError } from './connection-error.ts';
import type { Deadline } from './deadline.ts';
import { authorityOf, MOST_RESPONSE_BYTES, type Endpoint } from './endpoint.ts';
import type { TrafficCounter } from './traffic.ts';

export interface BodyContext {
  readonly endpoint: Endpoint;
  readonly traffic: TrafficCounter;
  readonly deadline: Deadline;
}

const CHUNK_BYTES = 64 * 1024;

/** The body of an answer: decompressed while it arrives, and never more of it than the endpoint may send. */
export class ResponseBody {
  readonly #source: Readable;
  readonly #gunzip: Gunzip | null;
  readonly #encoding: string;
  readonly #context: BodyContext;

  constructor(source: Readable, encoding: string, context: BodyContext) {
    this.#source = source;
    this.#encoding = encoding;
    this.#gunzip = encoding === 'gzip' || encoding === 'x-gzip' ? createGunzip({ chunkSize: CHUNK_BYTES }) : null;
    this.#context = context;
    source.on('error', () => {});
  }

  /** Left early, the connection is closed: what was not read may be endless. */
  async *chunks(): AsyncGenerator<Uint8Array, void> {
    const stream = this.#decoded();
    const iterator: AsyncIterator<Uint8Array> = stream[Symbol.asyncIterator]();
    let decoded = 0;
    try {
      for (;;) {
        const next = await this.#context.deadline.during(() => iterator.next());
        if (next.done === true) return;
        decoded += next.value.byteLength;
        if (decoded > this.#mostBytes) throw this.#tooLarge();
        yield next.value;
      }
    } catch (error) {
      throw this.#explain(error);
    } finally {
      this.#count(decoded);
      this.discard();
    }
  }

  async text(): Promise<string> {
    const parts: Uint8Array[] = [];
    for await (const chunk of this.chunks()) parts.push(chunk);
    return Buffer.concat(parts).toString('utf8');
  }

  /** Closes the connection without reading on. */
  discard(): void {
    this.#gunzip?.destroy();
    this.#source.destroy();
  }

  #decoded(): Readable {
    if (this.#gunzip !== null) return pipeline(this.#source, this.#gunzip, () => {});
    if (this.#encoding === '' || this.#encoding === 'identity') return this.#source;
    throw this.#garbled(`with the unknown encoding ${JSON.stringify(this.#encoding.slice(0, 40))}`);
  }

  #count(decoded: number): void {
    this.#context.traffic.bytesDecoded += decoded;
    this.#context.traffic.bytesReceived += this.#gunzip?.bytesWritten ?? decoded;
  }

  get #mostBytes(): number {
    return this.#context.endpoint.maxResponseBytes ?? MOST_RESPONSE_BYTES;
  }

  #explain(error: unknown): EsxcheckError {
    if (codeOf(error) === 'Z_BUF_ERROR') return this.#garbled('that is cut short');
    if (codeOf(error).startsWith('Z_')) return this.#garbled('that is compressed wrongly');
    return connectionError(error, this.#context.endpoint);
  }

  #garbled(how: string): EsxcheckError {
    const authority = authorityOf(this.#context.endpoint);
    return new EsxcheckError('UNEXPECTED_ANSWER', `${authority} sent an answer ${how}`);
  }

  #tooLarge(): EsxcheckError {
    const authority = authorityOf(this.#context.endpoint);
    const mebibytes = Math.round(this.#mostBytes / 1024 / 1024);
    return new EsxcheckError('RESPONSE_TOO_LARGE', `${authority} sent an answer of more than ${mebibytes} MiB`, {
      details: ['No answer to what is asked is that large. Check that this is the right server.'],
    });
  }
}
