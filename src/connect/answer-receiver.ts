import type { Dispatcher } from 'undici';

export type AnswerHeaders = Readonly<Record<string, string | string[] | undefined>>;

export interface AnswerHead {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: AnswerHeaders;
  /** Milliseconds since the request went over the connection, which was open by then. */
  readonly tookMs: number;
}

/** Bytes that may wait for a reader before the server is made to wait. */
const MOST_WAITING_BYTES = 256 * 1024;
const NOBODY_WAITS = new Error('nobody waits for the answer');

/**
 * Takes one answer in from the connection. Most answers are a few hundred bytes and arrive at once, so nothing but one
 * promise stands between the socket and the reader.
 */
export class AnswerReceiver implements Dispatcher.DispatchHandler {
  #controller: Dispatcher.DispatchController | null = null;
  #sentAt = 0;
  #head: AnswerHead | null = null;
  #chunks: Buffer[] = [];
  #waitingBytes = 0;
  #receivedBytes = 0;
  #ended = false;
  #givenUp = false;
  #failure: { readonly error: unknown } | null = null;
  #wake: (() => void) | null = null;

  /** Of the body, as they came over the wire. */
  get receivedBytes(): number {
    return this.#receivedBytes;
  }

  /** The whole body is in, read or not. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Status and headers. Throws what the connection threw. */
  async head(): Promise<AnswerHead> {
    for (;;) {
      this.#check();
      if (this.#head !== null) return this.#head;
      await this.#news();
    }
  }

  /** Waits until bytes are there to be taken, or the end has come. Throws what the connection threw. */
  async arrival(): Promise<void> {
    for (;;) {
      this.#check();
      if (this.#ended || this.#chunks.length > 0) return;
      await this.#news();
    }
  }

  /** The bytes that have arrived since the last time; after an arrival, none means the end. */
  take(): readonly Buffer[] {
    const taken = this.#chunks;
    this.#chunks = [];
    this.#waitingBytes = 0;
    this.#controller?.resume();
    return taken;
  }

  /** Closes the connection unless all has been received: what was not read may be endless. */
  giveUp(): void {
    if (this.#ended || this.#givenUp) return;
    this.#givenUp = true;
    this.#chunks = [];
    this.#controller?.abort(NOBODY_WAITS);
    this.onResponseError(null, NOBODY_WAITS);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    this.#sentAt = performance.now();
    // While a connection was being made, the request could not be taken back.
    if (this.#givenUp) controller.abort(NOBODY_WAITS);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: AnswerHeaders): void {
    if (status < 200) return;
    this.#head = { status, headers, tookMs: performance.now() - this.#sentAt };
    this.#tell();
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#receivedBytes += chunk.byteLength;
    this.#waitingBytes += chunk.byteLength;
    this.#chunks.push(chunk);
    if (this.#waitingBytes > MOST_WAITING_BYTES) controller.pause();
    this.#tell();
  }

  onResponseEnd(): void {
    this.#ended = true;
    this.#tell();
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    this.#failure ??= { error };
    this.#tell();
  }

  #check(): void {
    if (this.#failure !== null) throw this.#failure.error;
  }

  #news(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #tell(): void {
    this.#wake?.();
    this.#wake = null;
  }
}
