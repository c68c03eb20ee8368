/** What makes a server's certificate trusted (protocol.md 1.6). */
export interface Trust {
  /** Pins as `AA:BB:..`, SHA-256 (32 bytes) or SHA-1 (20): any one must match. They replace chain checking and hold beside `insecure`. */
  readonly thumbprints: readonly string[];
  /** Certificate authorities as PEM text, instead of Node's own. */
  readonly ca: string | null;
  /** From known-hosts files: consulted only when the chain could not be verified. */
  readonly knownThumbprints: readonly string[];
  readonly insecure: boolean;
  /** TLS 1.0 and weak ciphers, for vSphere 5.5 and 6.0. */
  readonly legacyTls: boolean;
}

/** A server to talk to. */
export interface Endpoint {
  /** `https://host:port/sdk`, as shown to people; it never holds a password. */
  readonly url: string;
  /** A name or an address; IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  readonly trust: Trust;
  /** For each call, in milliseconds. */
  readonly timeoutMs: number;
  /** Of one response after decompression. */
  readonly maxResponseBytes?: number;
}

export interface Credentials {
  readonly user: string;
  readonly password: string;
}
