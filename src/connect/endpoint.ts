/** What a certificate must be to be trusted. Holds for one endpoint; nothing is ever switched process-wide. */
export interface Trust {
  /**
   * Pins, normalised (`AA:BB:...`), SHA-256 or SHA-1: one of them must match. They replace chain and name checking, and
   * hold beside `insecure`.
   */
  readonly thumbprints: readonly string[];
  /** Certificates in PEM form that are trusted instead of the built-in authorities. */
  readonly ca: string | null;
  /** From a known-hosts file: consulted only where chain or name checking failed (protocol.md 1.6). */
  readonly knownThumbprints: readonly string[];
  /** No checking, except for pins. */
  readonly insecure: boolean;
  /** TLS 1.0 and OpenSSL security level 0, for vCenter 5.5 and 6.0. */
  readonly legacyTls: boolean;
}

/** A vCenter or ESXi host, and how to speak with it. */
export interface Endpoint {
  /** For people: `https://vc01.lab/sdk`. */
  readonly url: string;
  /** Name or address; an IPv6 address without brackets. */
  readonly host: string;
  readonly port: number;
  readonly trust: Trust;
  /** For one call, waiting and repeating included. */
  readonly timeoutMs: number;
  /** Most bytes of one answer, after decompression; MOST_RESPONSE_BYTES unless said. */
  readonly maxResponseBytes?: number;
}

/**
 * 256 MiB. A page of 100 hosts is about 5 MB; a server that knows no pages sends about 45 KB for each of the 2,500
 * hosts that a vCenter can have, 112 MB. What is larger is not meant for us.
 */
export const MOST_RESPONSE_BYTES = 256 * 1024 * 1024;

export const STRICT_TRUST: Trust = {
  thumbprints: [],
  ca: null,
  knownThumbprints: [],
  insecure: false,
  legacyTls: false,
};

/** `host`, `host:8443` or `[::1]:8443`: as URLs and known-hosts files write it; the port only where it is not 443. */
export function authorityOf({ host, port }: Pick<Endpoint, 'host' | 'port'>): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return port === 443 ? name : `${name}:${port}`;
}

/** `https://host:port`, without a path. */
export function originOf(endpoint: Pick<Endpoint, 'host' | 'port'>): string {
  return `https://${authorityOf(endpoint)}`;
}
