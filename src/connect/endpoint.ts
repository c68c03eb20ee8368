import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';

/** What a certificate must be to be trusted. Holds for one endpoint; nothing is ever switched process-wide. */
export interface Trust {
  /**
   * Pins, normalised (`AA:BB:...`), SHA-256 or SHA-1: one of them must match. They replace chain and name checking, and
   * hold beside `insecure`.
   */
  readonly thumbprints: readonly string[];
  /** Certificates in PEM form that are trusted instead of the built-in authorities. */
  readonly ca: string | null;
  /** From a known-hosts file: consulted only where chain or name checking failed (docs/internals/wire.md 1.6). */
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
  /** Most calls to hosts in flight; MOST_CALLS unless said. */
  readonly maxCalls?: number;
  /** So many at a time, whatever the server says to it: what measurements compare an adapting number with. */
  readonly fixedCalls?: number;
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

/** A user name and its password. */
export interface PasswordCredentials {
  readonly user: string;
  readonly password: string;
}

/** A SAML assertion that an identity provider issued: whoever holds it is its subject until it ends. */
export interface TokenCredentials {
  /** The subject of the assertion. */
  readonly user: string;
  /** The assertion, one well-formed XML element whose namespaces are declared inside it. A secret. */
  readonly token: string;
}

/** What a login is made with. Its secrets never reach output, logs or files. */
export type Credentials = PasswordCredentials | TokenCredentials;

/** The texts of the credentials that nobody may see. */
export function secretsOf(credentials: Credentials): readonly string[] {
  return 'token' in credentials ? [credentials.token] : [credentials.password];
}

/** A text of a server, which may repeat what was sent to it, without the secrets of the credentials. */
export function hidingSecrets(text: string, credentials: Credentials): string {
  const secrets = secretsOf(credentials).filter((secret) => secret !== '');
  return secrets.reduce((shown, secret) => shown.replaceAll(secret, '(removed)'), text);
}

/** TLS 1.0 alone is not enough: OpenSSL refuses it at its default security level (docs/internals/wire.md 1.6). */
const LEGACY: ConnectionOptions = { minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' };

/**
 * How to open a TLS connection to the endpoint. Node verifies chain and name by itself unless the endpoint has another
 * way to trust; then the certificate is judged on the connected socket, before it is handed over.
 *
 * No session is passed, so none is resumed: a resumed one has no certificate that could be compared.
 */
export function tlsOptions({ host, port, trust }: Pick<Endpoint, 'host' | 'port' | 'trust'>): ConnectionOptions {
  const judgedLater = trust.insecure || trust.thumbprints.length > 0 || trust.knownThumbprints.length > 0;
  return {
    host,
    port,
    servername: isIP(host) === 0 ? host : '',
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: !judgedLater,
    ...(trust.ca === null ? {} : { ca: trust.ca, allowPartialTrustChain: true }),
    ...(trust.legacyTls ? LEGACY : {}),
  };
}
