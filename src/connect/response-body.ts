import { pipeline } from 'node:stream';
import { createGunzip, type Gunzip, gunzipSync } from 'node:zlib';
import { EsxcheckError } from '../model/errors.ts';
import type { AnswerReceiver } from './answer-receiver.ts';
import { codeOf, connectionError } from './connection-error.ts';
import type { Deadline } from './deadline.ts';
import { authorityOf, type Endpoint, MOST_RESPONSE_BYTES } from './endpoint.ts';
import type { TrafficCounter } from './traffic.ts';

export interface BodyContext {
  readonly endpoint: Endpoint;
  readonly traffic: TrafficCounter;
  readonly deadline: Deadline;
}

const CHUNK_BYTES = 64 * 1024;
/** Bodies up to this size are decompressed in one step where that makes no more of them than a few chunks. */
const SMALL_BYTES = 16 * 1024;
const SMALL_DECODED_BYTES = 4 * CHUNK_BYTES;

/** The body of an answer: decompressed while it arrives, and never more of it than the endpoint may send. */
export class ResponseBody {
  readonly #source: AnswerReceiver;
  readonly #encoding: string;
  readonly #context: BodyContext;
  #gunzip: Gunzip | null = null;

  constructor(source: AnswerReceiver, encoding: string, context: BodyContext) {
    this.#source = source;
    this.#encoding = encoding;
    this.#context = context;
  }

  /** Left early, the connection is closed: what was not read may be endless. */
  async *chunks(): AsyncGenerator<Uint8Array, void> {
    let decoded = 0;
    try {
      await this.#context.deadline.during(() => this.#source.arrival());
      const arrived = this.#source.take();
      const small = this.#decodeSmall(arrived);
      decoded = small?.byteLength ?? 0;
      if (small !== null) yield small;
      else
        for await (const chunk of this.#decodeStream(arrived)) {
          decoded += chunk.byteLength;
          if (decoded > this.#mostBytes) throw this.#tooLarge();
          yield chunk;
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
    this.#source.giveUp();
  }

  get #isZipped(): boolean {
    return this.#encoding === 'gzip' || this.#encoding === 'x-gzip';
  }

  /** The whole body at once; null where it is not all there yet, or not small. A stream costs far more than a small answer. */
  #decodeSmall(arrived: readonly Buffer[]): Uint8Array | null {
    const { ended, receivedBytes } = this.#source;
    if (!ended || receivedBytes === 0 || receivedBytes > SMALL_BYTES || !this.#isZipped) return null;
    try {
      return gunzipSync(joined(arrived), { maxOutputLength: Math.min(SMALL_DECODED_BYTES, this.#mostBytes) });
    } catch (error) {
      if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE') return null;
      throw error;
    }
  }

  async *#decodeStream(arrived: readonly Buffer[]): AsyncGenerator<Uint8Array, void> {
    const raw = this.#raw(arrived);
    if (!this.#isZipped && this.#encoding !== '' && this.#encoding !== 'identity')
      throw this.#garbled(`with the unknown encoding ${JSON.stringify(this.#encoding.slice(0, 40))}`);
    const stream: AsyncIterator<Uint8Array> = (this.#isZipped ? this.#unzipped(raw) : raw)[Symbol.asyncIterator]();
    for (;;) {
      const next = await this.#context.deadline.during(() => stream.next());
      if (next.done === true) return;
      yield next.value;
    }
  }

  async *#raw(arrived: readonly Buffer[]): AsyncGenerator<Uint8Array, void> {
    for (let next = arrived; next.length > 0; next = this.#source.take()) {
      yield* next;
      await this.#source.arrival();
    }
  }

  #unzipped(raw: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    this.#gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
    return pipeline(raw, this.#gunzip, () => {});
  }

  #count(decoded: number): void {
    this.#context.traffic.bytesDecoded += decoded;
    this.#context.traffic.bytesReceived += this.#source.receivedBytes;
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

function joined(chunks: readonly Buffer[]): Buffer {
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}
