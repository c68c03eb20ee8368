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
}
