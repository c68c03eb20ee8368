import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import type { Endpoint } from './endpoint.ts';

/** TLS 1.0 alone is not enough: OpenSSL refuses it at its default security level (dependencies.md 4). */
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
