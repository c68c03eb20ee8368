import type { CallWitness, WitnessedCall } from './call-witness.ts';

interface Sent {
  readonly url: string;
  readonly operationId: string;
  readonly method: string;
  readonly request: string;
}

/** Notes one call for the witness while it happens, and tells it once. */
export class CallRecord {
  readonly #witness: CallWitness;
  readonly #sent: Sent;
  readonly #startedAt = performance.now();
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  #told = false;
  status: number | null = null;

  constructor(witness: CallWitness, sent: Sent) {
    this.#witness = witness;
    this.#sent = sent;
  }

  received(chunk: Uint8Array): void {
    this.#bytes += chunk.byteLength;
    // A chunk is only lent: the next one may be written into the same memory.
    if (this.#witness.wantsBodies) this.#chunks.push(Buffer.from(chunk));
  }

  ended(error: unknown = null): void {
    if (this.#told) return;
    this.#told = true;
    const { request, ...sent } = this.#sent;
    const call: WitnessedCall = {
      ...sent,
      durationMs: performance.now() - this.#startedAt,
      status: this.status,
      bytes: this.#bytes,
      error,
      bodies: this.#witness.wantsBodies ? { request, response: Buffer.concat(this.#chunks) } : null,
    };
    this.#witness.onCall(call);
  }
}
