import type { HostCallsReport, LimitChange } from './call-limiter.ts';

/** What a session has sent and received so far. */
export interface Traffic {
  /** SOAP calls, those that were repeated counted each time. */
  readonly calls: number;
  readonly byMethod: ReadonlyMap<string, number>;
  /** Bytes of answers as they came over the wire, without headers. */
  readonly bytesReceived: number;
  /** The same after decompression. */
  readonly bytesDecoded: number;
  readonly logins: number;
}

export class TrafficCounter implements Traffic {
  calls = 0;
  readonly byMethod = new Map<string, number>();
  bytesReceived = 0;
  bytesDecoded = 0;

  count(method: string): void {
    this.calls += 1;
    this.byMethod.set(method, (this.byMethod.get(method) ?? 0) + 1);
  }

  get logins(): number {
    return (this.byMethod.get('Login') ?? 0) + (this.byMethod.get('LoginByToken') ?? 0);
  }
}

interface SentCall {
  readonly url: string;
  readonly operationId: string;
  readonly method: string;
  readonly request: string;
}

/** Notes one call for the witness while it happens, and tells it once. */
export class CallRecord {
  readonly #witness: CallWitness;
  readonly #sent: SentCall;
  readonly #startedAt = performance.now();
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  #told = false;
  status: number | null = null;

  constructor(witness: CallWitness, sent: SentCall) {
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

/** One call and what became of it; repeated calls are told each time. */
export interface WitnessedCall {
  /** Of the server: `https://vc01.lab/sdk`. */
  readonly url: string;
  /** As it was sent, for the server's own logs: `esxcheck-1f2e3d4c-17`. */
  readonly operationId: string;
  readonly method: string;
  /** Milliseconds from sending to the end of the answer. */
  readonly durationMs: number;
  /** Of HTTP; null when no answer came. */
  readonly status: number | null;
  /** Of the answer's body, after decompression. */
  readonly bytes: number;
  /** Why it failed; null when it did not. A fault that the server answered with is a failure too. */
  readonly error: unknown;
  /** Bodies as they went over the line, for a witness that wants them. May hold secrets. */
  readonly bodies: { readonly request: string; readonly response: Buffer } | null;
}

/** Told of every call to a server: what logs and traces are made from. Must not throw. */
export interface CallWitness {
  readonly wantsBodies: boolean;
  readonly onCall: (call: WitnessedCall) => void;
  /** Told when the number of calls to hosts that may be in flight changes. */
  readonly onLimit?: (change: LimitChange & { readonly url: string }) => void;
  /** Told when a session that made calls to hosts ends: what the limit of its server was by then. */
  readonly onHostCalls?: (report: HostCallsReport & { readonly url: string }) => void;
}
