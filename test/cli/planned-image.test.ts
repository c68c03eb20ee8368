import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { runInProcess } from '../support/in-process.ts';
import { ACCOUNT, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { temporaryFolder } from '../target/surroundings.ts';

const ESTATE = `
defaults: { version: 8.0.3, build: 24022510 }
datacenters:
  - name: Lab
    clusters:
      - { name: Three, image: { version: 8.0.3-0.70.24674464 }, hosts: [{ name: three }] }
      - { name: Nine, image: { version: 9.0.0.0.24755229 }, hosts: [{ name: nine }] }
      - { name: Strange, image: { version: 8.0.3-0.99.29999999 }, hosts: [{ name: strange }] }
      - { name: Plain, hosts: [{ name: plain }] }
`;

let vcenter: Simulator;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  vcenter = await simulatedVcenter(ESTATE);
});
afterAll(() => vcenter.close());
beforeEach(async () => {
  folder = await temporaryFolder();
  return () => folder[Symbol.asyncDispose]();
});

interface HostDocument {
  readonly name: string;
  readonly id: string;
  readonly undertaking?: string;
  readonly answer?: string;
  readonly targetRelease?: { readonly build: string } | null;
  readonly plannedImage?: { readonly cluster: string; readonly version: string; readonly problem: string | null };
}

interface ScanDocument {
  readonly hosts: readonly HostDocument[];
  readonly findings: readonly { readonly rule: string; readonly host: string; readonly verdict: string }[];
  readonly remarks?: readonly string[];
}

async function run(...words: readonly string[]) {
  const env = { ESXCHECK_PASSWORD: ACCOUNT.password, HOME: folder.path, XDG_CONFIG_HOME: join(folder.path, 'own') };
  const connection = ['--target', `${vcenter.host}:${vcenter.port}`, '--user', ACCOUNT.user];
  const trust = ['--thumbprint', vcenter.certificate.sha256];
  return await runInProcess([...words, ...connection, ...trust, '--format', 'json'], { cwd: folder.path, env });
}

async function documentOf(...words: readonly string[]): Promise<ScanDocument> {
  return JSON.parse((await run(...words)).stdout) as ScanDocument;
}

/** Builds that are planned, by host; null where none is. */
function buildsIn({ hosts }: ScanDocument) {
  return Object.fromEntries(hosts.map(({ name, targetRelease }) => [name, targetRelease?.build ?? null]));
}

const BY_IMAGE = { three: '24674464', nine: '24755229', strange: null, plain: null };

test('prepatch --to image judges each host for what the image of its cluster brings, and says where that comes from', async () => {
  const document = await documentOf('prepatch', '--to', 'image');
  expect(buildsIn(document)).toEqual(BY_IMAGE);
  const of = (host: string) => document.hosts.find(({ name }) => name === host);
  expect(of('three')).toMatchObject({
    undertaking: 'patch',
    plannedImage: { cluster: 'Three', version: '8.0.3-0.70.24674464', problem: null },
  });
  expect(of('nine')).toMatchObject({ undertaking: 'upgrade', plannedImage: { cluster: 'Nine' } });
  expect(of('strange')?.undertaking).toBe('upgrade');
  expect(of('strange')?.plannedImage?.problem).toBe(
    'no catalog holds the base image 8.0.3-0.99.29999999 of its cluster',
  );
  expect(of('plain')?.plannedImage).toBeUndefined();
  expect(document.remarks?.join()).toContain('Of 1 host it is not known what the planned patch does');
});

test('a release that is named outweighs the images, by a flag for all and by the config for a cluster', async () => {
  expect(buildsIn(await documentOf('scan', '--pack', 'upgrade', '--target-release', '8.0U3k'))).toEqual(
    Object.fromEntries(Object.keys(BY_IMAGE).map((name) => [name, null])),
  );
  const config = join(folder.path, 'esxcheck.yaml');
  await writeFile(config, "clusters: { Nine: { targetRelease: '9.1' }, Three: { targetRelease: image } }\n");
  const { three, nine } = buildsIn(await documentOf('scan', '--pack', 'upgrade', '--config', config));
  expect(three).toBe('24674464');
  expect([null, '24755229']).not.toContain(nine);
});

test('a scan by advisories takes the images by itself, and a scan that looks at no patch reads none', async () => {
  const document = await documentOf('scan', '--pack', 'advisories');
  expect(buildsIn(document)).toEqual(BY_IMAGE);
  const before = vcenter.calls.count('rest-cluster-image');
  expect(before).toBeGreaterThan(0);
  await run('scan', '--pack', 'hpe');
  expect(vcenter.calls.count('rest-cluster-image')).toBe(before);
});

test('rules of upgrades are unknown where no catalog holds the image, and are none of a host without one', async () => {
  const { hosts, findings } = await documentOf('scan', '--pack', 'upgrade', '--target-release', 'image');
  const verdictOf = (name: string) => {
    const id = hosts.find((host) => host.name === name)?.id;
    return findings.find(({ rule, host }) => rule === 'upgrade/no-back-in-time' && host === id)?.verdict;
  };
  expect(['three', 'nine', 'strange', 'plain'].map(verdictOf)).toEqual(['pass', 'pass', 'unknown', 'not-applicable']);
});

test('all settings are listed for one release, which images do not name', async () => {
  const { exitCode, stderr } = await run('scan', '--all-settings', '--target-release', 'image');
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('by its name or build')]);
});
