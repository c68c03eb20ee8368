import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { basename, dirname, join } from 'node:path';
import * as fc from 'fast-check';
import { generate } from 'selfsigned';
import { expect, test } from 'vitest';
import { backUp, backupName, bundleAt } from '../../src/apply/backup.ts';
import type { LiveHost } from '../../src/apply/live-host.ts';
import { bench } from './command-support.ts';
import { KERNEL, temporaryFolder } from './support.ts';

const NOW = new Date('2026-11-23T08:00:00Z');
const BUNDLE = Buffer.from('the configuration of a host');

/** An HTTPS server that hands out a bundle at one path, under a certificate of its own. */
async function bundleServer() {
  const {
    private: key,
    cert,
    fingerprint,
  } = await generate([{ name: 'commonName', value: 'host' }], { keySize: 2048 });
  const paths: string[] = [];
  const server = createServer({ key, cert }, (incoming, outgoing) => {
    paths.push(incoming.url ?? '');
    outgoing.writeHead(incoming.url === '/downloads/b.tgz' ? 200 : 404).end(BUNDLE);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const thumbprint = fingerprint.toUpperCase();
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port, thumbprint, paths, [Symbol.asyncDispose]: close };
}

/** A host whose bundle is said to lie at that address. */
function hostWith(url: string, sslThumbprint: string | null): LiveHost {
  const trust = { thumbprints: ['00'], ca: null, knownThumbprints: [], insecure: false, legacyTls: false };
  return {
    session: {
      endpoint: { url: 'https://vc/sdk', host: 'vc', port: 443, trust, timeoutMs: 3000 },
      content: { about: { apiType: 'VirtualCenter' } },
      call: () => Promise.resolve(url),
    },
    host: { name: '127.0.0.1', moid: 'host-1' },
    parts: { firmwareSystem: { type: 'HostFirmwareSystem', value: 'firmwareSystem-1' } },
    sslThumbprint,
  } as unknown as LiveHost;
}

test('the bundle is fetched from the host itself and saved for its owner alone', async () => {
  await using server = await bundleServer();
  await using folder = await temporaryFolder();
  const into = join(folder.path, 'backups');
  const live = hostWith(`https://*:${server.port}/downloads/b.tgz`, server.thumbprint);
  const saved = await backUp(live, into, NOW);
  expect(saved).toEqual({
    file: join(into, '127.0.0.1-host-1-20261123T080000000Z.tgz'),
    sha256: createHash('sha256').update(BUNDLE).digest('hex'),
  });
  expect(await readFile(join(into, '127.0.0.1-host-1-20261123T080000000Z.tgz'))).toEqual(BUNDLE);
  expect(server.paths).toEqual(['/downloads/b.tgz']);
});

test.each([
  [
    'another certificate than vCenter knows',
    (port: number) => `https://*:${port}/downloads/b.tgz`,
    'AB:'.repeat(19) + 'AB',
  ],
  ['no certificate that vCenter knows', (port: number) => `https://*:${port}/downloads/b.tgz`, null],
  ['another server', (port: number) => `https://evil.example:${port}/downloads/b.tgz`, 'own'],
  ['a page that is not there', (port: number) => `https://*:${port}/downloads/gone.tgz`, 'own'],
  ['no address', () => 'file:///etc/passwd', 'own'],
])('with %s there is no backup, and nothing of it stays', async (_what, url, thumbprint) => {
  await using server = await bundleServer();
  await using folder = await temporaryFolder();
  const live = hostWith(url(server.port), thumbprint === 'own' ? server.thumbprint : thumbprint);
  expect(await backUp(live, folder.path, NOW)).toMatchObject({ reason: 'backup-failed' });
  expect(await readdir(folder.path)).toEqual([]);
});

test('no name of a host leads out of the folder', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.constantFrom('..', '../../etc/passwd', '.', 'C:\\x', 'a\0b')), (name) => {
      const file = backupName(name, 'host-1', NOW);
      expect(basename(file)).toBe(file);
      expect(dirname(join('/folder', file))).toBe('/folder');
      expect(file).toMatch(/^[A-Za-z0-9_-][A-Za-z0-9._-]*\.tgz$/);
    }),
  );
});

test('a direct ESXi host is proved by the certificate of the session', () => {
  const live = hostWith('', null);
  const session = { ...live.session, content: { about: { apiType: 'HostAgent' } } } as typeof live.session;
  expect(bundleAt({ ...live, session }, 'http://*/downloads/b.tgz').endpoint).toMatchObject({
    host: 'vc',
    port: 443,
    trust: { thumbprints: ['00'] },
  });
});

test('a host whose configuration cannot be saved first is not written to', async () => {
  await using at = await bench(1, [KERNEL]);
  const into = join(at.folder, 'backups');
  const { exitCode, stdout } = await at.run(['apply', at.planFile, '--confirm', '--backup', into, '--format', 'lines']);
  expect(stdout).toContain('refused (backup-failed)');
  expect(exitCode).toBe(1);
  expect(at.vcenter.calls.writes.map(({ method }) => method)).not.toContain('system.settings.kernel.set');
});
