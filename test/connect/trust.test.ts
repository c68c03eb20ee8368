import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { peekCertificate } from '../../src/connect/certificate.ts';
import type { Endpoint } from '../../src/connect/endpoint.ts';
import { openSession } from '../../src/connect/session.ts';
import { EsxcheckError } from '../../src/model/errors.ts';
import { currentTime } from '../../src/vim/methods/session.ts';
import { makeCertificate, type TestCertificate } from './support/certificates.ts';
import { CREDENTIALS, startVcenter, type Vcenter } from './support/vcenter.ts';

const WRONG = Array.from({ length: 32 }, () => 'AB').join(':');
let other: TestCertificate;
let vcenter: Vcenter;

beforeAll(async () => {
  other = await makeCertificate();
  vcenter = await startVcenter();
});
afterAll(async () => {
  await vcenter[Symbol.asyncDispose]();
});

async function refusal(endpoint: Endpoint): Promise<EsxcheckError> {
  try {
    await using session = await openSession(endpoint, CREDENTIALS);
    return new EsxcheckError('CONNECTED', session.apiVersion);
  } catch (error) {
    if (error instanceof EsxcheckError) return error;
    throw error;
  }
}

async function refusedUnsent(server: Vcenter, endpoint: Endpoint): Promise<EsxcheckError> {
  const before = [server.requests, server.bytesReceived];
  const error = await refusal(endpoint);
  expect([server.requests, server.bytesReceived]).toEqual(before);
  return error;
}

test('a self-signed certificate is refused by default; the error shows both thumbprints and the next step', async () => {
  const error = await refusedUnsent(vcenter, vcenter.endpoint());
  expect(error.code).toBe('CERTIFICATE_UNTRUSTED');
  const details = error.details.join('\n');
  expect(details).toContain(`SHA-256 ${vcenter.certificate.sha256}`);
  expect(details).toContain(`SHA-1 ${vcenter.certificate.sha1}`);
  expect(details).toContain(`esxcheck trust localhost:${vcenter.port}`);
  expect(details).toContain(`--thumbprint ${vcenter.certificate.sha256}`);
});

test('either thumbprint is enough, alone and beside insecure', async () => {
  const { sha256, sha1 } = vcenter.certificate;
  for (const thumbprint of [sha256, sha1, sha256.replaceAll(':', '').toLowerCase()]) {
    for (const insecure of [false, true]) {
      expect((await refusal(vcenter.endpoint({ thumbprints: [WRONG, thumbprint], insecure }))).code).toBe('CONNECTED');
    }
  }
});

test('a wrong pin sends nothing, not even beside insecure or a trusted chain', async () => {
  for (const more of [
    {},
    { insecure: true },
    { ca: vcenter.certificate.anchor },
    { knownThumbprints: [vcenter.certificate.sha256] },
  ]) {
    const error = await refusedUnsent(vcenter, vcenter.endpoint({ thumbprints: [WRONG], ...more }));
    expect(error.code).toBe('CERTIFICATE_MISMATCH');
    expect(error.details.join('\n')).toContain(WRONG);
    expect(error.details.join('\n')).toContain(vcenter.certificate.sha256);
  }
});

test('a pin replaces the checks of chain, name and dates', async () => {
  await using server = await startVcenter(
    {},
    { certificate: await makeCertificate({ expired: true, name: 'elsewhere.invalid' }) },
  );
  expect((await refusal(server.endpoint({ thumbprints: [server.certificate.sha256] }))).code).toBe('CONNECTED');
});

test('a known thumbprint helps where the chain does not, and only the right one', async () => {
  expect((await refusal(vcenter.endpoint({ knownThumbprints: [WRONG, vcenter.certificate.sha256] }))).code).toBe(
    'CONNECTED',
  );
  const error = await refusedUnsent(vcenter, vcenter.endpoint({ knownThumbprints: [WRONG] }));
  expect(error.code).toBe('CERTIFICATE_UNTRUSTED');
  expect(error.details.join('\n')).toContain(vcenter.certificate.sha256);
});

test('a known thumbprint is not asked where the chain holds: a renewed certificate of a trusted authority is fine', async () => {
  const trust = { knownThumbprints: [WRONG], ca: vcenter.certificate.anchor };
  expect((await refusal(vcenter.endpoint(trust))).code).toBe('CONNECTED');
});

test('an authority of one’s own is enough, and another one is not', async () => {
  await using server = await startVcenter({}, { certificate: await makeCertificate({ signed: true }) });
  expect((await refusal(server.endpoint({ ca: server.certificate.anchor }))).code).toBe('CONNECTED');
  expect((await refusal(server.endpoint({ ca: server.certificate.cert }))).code).toBe('CONNECTED');
  expect((await refusedUnsent(server, server.endpoint({ ca: other.anchor }))).code).toBe('CERTIFICATE_UNTRUSTED');
  expect((await refusal(server.endpoint({ insecure: true }))).code).toBe('CONNECTED');
});

test('an expired certificate and one for another name are refused by name, with and without known thumbprints', async () => {
  const expired = await makeCertificate({ signed: true, expired: true });
  const elsewhere = await makeCertificate({ signed: true, name: 'elsewhere.invalid' });
  for (const knownThumbprints of [[], [WRONG]]) {
    await using old = await startVcenter({}, { certificate: expired });
    expect((await refusedUnsent(old, old.endpoint({ ca: expired.anchor, knownThumbprints }))).code).toBe(
      'CERTIFICATE_EXPIRED',
    );
    await using wrong = await startVcenter({}, { certificate: elsewhere });
    const error = await refusedUnsent(wrong, wrong.endpoint({ ca: elsewhere.anchor, knownThumbprints }));
    expect([error.code, error.message]).toEqual(['CERTIFICATE_UNTRUSTED', expect.stringContaining('another name')]);
    expect(error.details.join('\n')).toContain(elsewhere.sha256);
  }
});

test.each([
  ['pinned', (server: Vcenter) => ({ thumbprints: [server.certificate.sha256] }), 'CERTIFICATE_MISMATCH'],
  ['known', (server: Vcenter) => ({ knownThumbprints: [server.certificate.sha256] }), 'CERTIFICATE_UNTRUSTED'],
  ['chained', (server: Vcenter) => ({ ca: server.certificate.anchor }), 'CERTIFICATE_UNTRUSTED'],
] as const)('a certificate that changes on a later connection is refused: %s', async (_how, trustIn, code) => {
  await using server = await startVcenter({ CurrentTime: () => ({ status: 502, headers: { connection: 'close' } }) });
  await using session = await openSession(server.endpoint(trustIn(server)), CREDENTIALS);
  server.show(other);
  // Each 502 closes its connection (there may be two), so a later try has to open one, to the other certificate.
  await expect(session.call(currentTime())).rejects.toMatchObject({ code });
  expect(server.count('CurrentTime')).toBeLessThan(3);
});

test('a pin holds on every one of many connections, and none of them resumes a TLS session', async () => {
  await using server = await startVcenter({
    CurrentTime: () => ({ status: 503, headers: { connection: 'close' } }),
  });
  await using session = await openSession(server.endpoint({ thumbprints: [server.certificate.sha1] }), CREDENTIALS);
  await Promise.allSettled(Array.from({ length: 12 }, () => session.call(currentTime())));
  expect(server.connections).toBeGreaterThan(12);
  expect(server.handshakes.filter(({ resumed }) => resumed)).toEqual([]);
});

test('nothing is switched process-wide', async () => {
  await refusal(vcenter.endpoint({ insecure: true, legacyTls: true }));
  expect(process.env['NODE_TLS_REJECT_UNAUTHORIZED']).toBeUndefined();
  expect((await refusal(vcenter.endpoint())).code).toBe('CERTIFICATE_UNTRUSTED');
});

test('a proxy named in the environment is not used', async () => {
  const before = process.env['HTTPS_PROXY'];
  process.env['HTTPS_PROXY'] = 'http://127.0.0.1:1';
  try {
    expect((await refusal(vcenter.trusted())).code).toBe('CONNECTED');
  } finally {
    if (before === undefined) delete process.env['HTTPS_PROXY'];
    else process.env['HTTPS_PROXY'] = before;
  }
});

test('a server that speaks TLS 1.0 only is too old, and is reached with legacyTls', async () => {
  const tls = { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;
  await using server = await startVcenter({}, { tls });
  const error = await refusedUnsent(server, server.trusted());
  expect([error.code, error.details.join('\n')]).toEqual(['TLS_TOO_OLD', expect.stringContaining('--tls-legacy')]);
  expect((await refusal(server.trusted({}, { legacyTls: true }))).code).toBe('CONNECTED');
  const pinned = { legacyTls: true, thumbprints: [WRONG] };
  expect((await refusedUnsent(server, server.endpoint(pinned))).code).toBe('CERTIFICATE_MISMATCH');
});

test('a certificate can be looked at without sending anything', async () => {
  const before = [vcenter.requests, vcenter.bytesReceived];
  const seen = await peekCertificate('localhost', vcenter.port);
  expect(seen).toMatchObject({
    sha256: vcenter.certificate.sha256,
    sha1: vcenter.certificate.sha1,
    subject: 'CN=localhost',
    chainTrusted: false,
    chainProblem: 'DEPTH_ZERO_SELF_SIGNED_CERT',
  });
  const trusted = await peekCertificate('127.0.0.1', vcenter.port, { ca: vcenter.certificate.anchor });
  expect(trusted.chainTrusted).toBe(true);
  await expect(peekCertificate('localhost', 1)).rejects.toMatchObject({ code: 'CONNECTION_REFUSED' });
  expect([vcenter.requests, vcenter.bytesReceived]).toEqual(before);
});

test('addresses are reached like names, IPv6 ones too', async () => {
  for (const host of ['127.0.0.1', '::1']) {
    expect((await refusal(vcenter.trusted({ host }))).code, host).toBe('CONNECTED');
  }
  const refused = await refusal(vcenter.endpoint({}, { host: '::1' }));
  expect(refused.message).toContain(`[::1]:${vcenter.port}`);
});

test('no error holds the password or the cookie', async () => {
  const error = await refusal(vcenter.endpoint({ thumbprints: [WRONG] }));
  expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain(CREDENTIALS.password);
});
