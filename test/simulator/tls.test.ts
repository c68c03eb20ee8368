import { X509Certificate } from 'node:crypto';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { expect, test } from 'vitest';
import type { CertificateKind } from '../../src/simulator/certificate.ts';
import { generateEstate } from '../../src/simulator/estate.ts';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../src/simulator/simulator.ts';

function start(options: Omit<SimulatorOptions, 'estate'>): Promise<Simulator> {
  return startSimulator({ estate: generateEstate({ hosts: 1 }), ...options });
}

/** The protocol that was agreed on, or the code of the failure. */
function handshake(simulator: Simulator, options: ConnectionOptions): Promise<string> {
  return new Promise((resolve) => {
    const socket: TLSSocket = connect({ port: simulator.port, host: '127.0.0.1', ...options }, () => {
      resolve(socket.getProtocol() ?? '');
      socket.destroy();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

test('each start makes its own certificate, for localhost and both loopback addresses, signed with SHA-256', async () => {
  await using one = await start({});
  await using two = await start({});
  expect(one.certificate.sha256).not.toBe(two.certificate.sha256);
  expect(one.certificate.sha256).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  expect(one.certificate.sha1).toMatch(/^([0-9A-F]{2}:){19}[0-9A-F]{2}$/);
  const { subjectAltName } = new X509Certificate(one.certificate.pem);
  expect(subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1');
  expect(await handshake(one, { ca: one.certificate.pem })).toBe('TLSv1.3');
  expect(await handshake(one, {})).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  expect(one.calls.count()).toBe(0);
  expect(JSON.stringify(one.certificate)).not.toContain('PRIVATE');
});

test.each<[CertificateKind, string]>([
  ['expired', 'CERT_HAS_EXPIRED'],
  ['not-yet-valid', 'CERT_NOT_YET_VALID'],
  ['wrong-name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
])('a certificate that is %s is refused with %s', async (kind, code) => {
  await using simulator = await start({ certificate: kind });
  expect(await handshake(simulator, { ca: simulator.certificate.pem })).toBe(code);
});

test('a certificate signed by an authority is good for whoever trusts that authority', async () => {
  await using simulator = await start({ certificate: 'ca-signed' });
  expect(simulator.certificate.authority).not.toBeNull();
  expect(await handshake(simulator, { ca: simulator.certificate.authority ?? '' })).toBe('TLSv1.3');
  expect(await handshake(simulator, {})).toBe('SELF_SIGNED_CERT_IN_CHAIN');
});

test('legacy TLS is TLS 1.0 and nothing else', async () => {
  await using simulator = await start({ legacyTls: true });
  const ca = simulator.certificate.pem;
  expect(await handshake(simulator, { ca })).not.toMatch(/^TLSv/);
  expect(await handshake(simulator, { ca, minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' })).toBe('TLSv1');
});

test('it listens on the IPv6 loopback when asked to', async () => {
  await using simulator = await start({ host: '::1' });
  expect(simulator.url).toBe(`https://[::1]:${simulator.port}/sdk`);
  expect(await handshake(simulator, { host: '::1', ca: simulator.certificate.pem })).toBe('TLSv1.3');
});

test('closing ends calls that hang', async () => {
  const simulator = await start({});
  const socket = connect({ port: simulator.port, host: '127.0.0.1', ca: simulator.certificate.pem });
  const closed = new Promise((resolve) => {
    socket.on('close', resolve);
  });
  socket.on('error', () => undefined);
  await new Promise((resolve) => {
    socket.on('secureConnect', resolve);
  });
  await simulator.close();
  await closed;
});
