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
