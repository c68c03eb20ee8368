import { createHash } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { backUp } from '../../src/apply/backup.ts';
import { readLiveHost } from '../../src/apply/live-host.ts';
import { openSession } from '../../src/connect/session.ts';
import { planText, sealed } from '../../src/plan/plan-text.ts';
import type { HostTrouble } from '../../src/simulator/estate/estate.ts';
import { type Outcome as Ended, runIn } from '../cli/captured-io.ts';
import { ACCOUNT, connectionTo, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { writesTo } from './command-support.ts';
import { KERNEL, planOf, temporaryFolder } from './support.ts';

const GEN8 = `vendor: HP, model: ProLiant DL380p Gen8, version: 8.0.3, kernel: { iovDisableIR: 'TRUE' }`;

function vcenterWith(...names: readonly string[]): string {
  const hosts = names.map((name) => `{ name: ${name}, ${GEN8} }`).join(', ');
  return `datacenters: [{ name: Lab, clusters: [{ name: C1, hosts: [${hosts}] }] }]`;
}

/** A host that listens itself: its name leads to this machine. */
const ESTATE = vcenterWith('127.0.0.1');
const ESXI = `{ kind: esxi, host: { name: esx-alone, ${GEN8} } }`;

interface Applied extends Ended {
  readonly writes: readonly string[];
  /** Of the folder of the backups; empty where there is none. */
  readonly files: readonly string[];
  readonly folder: string;
  readonly journal: readonly { readonly entry: Readonly<Record<string, unknown>> }[];
}

/** Applies a plan for every host of the estate with `--backup`, and hands out what is there afterwards. */
async function withApplied(
  { estate = ESTATE, trouble = {} }: { readonly estate?: string; readonly trouble?: HostTrouble },
  look: (applied: Applied) => Promise<void> | void,
): Promise<void> {
  await using at = await temporaryFolder();
  await using vcenter = await simulatedVcenter(estate);
  for (const { spec } of vcenter.hosts) vcenter.disturbHost(spec.name, trouble);
  const planFile = join(at.path, 'plan.json');
  await writeFile(planFile, planText(sealed(planOf(vcenter, [KERNEL]))));
  const folder = join(at.path, 'backups');
  const target = ['--target', `${vcenter.host}:${vcenter.port}`, '--user', ACCOUNT.user, '--timeout', '2'];
  const trust = ['--thumbprint', vcenter.certificate.sha256, '--format', 'lines'];
  const env = { ESXCHECK_PASSWORD: ACCOUNT.password, XDG_STATE_HOME: at.path };
  const ended = await runIn(['apply', planFile, '--confirm', '--backup', folder, ...target, ...trust], { env });
  const journal = (await readFile(`${planFile}.journal`, 'utf8')).trimEnd().split('\n');
  await look({
    ...ended,
    folder,
    writes: writesTo(vcenter).filter((write) => !write.endsWith('BackupFirmwareConfiguration')),
    files: await readdir(folder).catch(() => []),
    journal: journal.map((line) => JSON.parse(line) as Applied['journal'][number]),
  });
}

test.each([
  ['of a host behind a vCenter, from that host itself', ESTATE],
  ['of a lone ESXi host, from where the session leads', ESXI],
])(
  'the bundle %s, is saved for its owner alone before the write, and its hash is in the journal',
  async (_where, estate) => {
    await withApplied({ estate }, async ({ exitCode, stderr, writes, files, folder, journal }) => {
      expect([exitCode, stderr.includes('backup-failed')]).toEqual([0, false]);
      expect(files).toHaveLength(1);
      const file = join(folder, files[0] ?? '');
      const content = await readFile(file);
      expect(gunzipSync(content).toString('latin1')).toContain('iovDisableIR');
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      const kinds = journal.map(({ entry }) => entry['kind']);
      expect(kinds.indexOf('backup')).toBeLessThan(kinds.indexOf('intent'));
      expect(journal[kinds.indexOf('backup')]?.entry).toMatchObject({
        file,
        sha256: createHash('sha256').update(content).digest('hex'),
      });
      expect(writes).toHaveLength(1);
    });
  },
);

test.each([
  ['another certificate than vCenter knows', 'otherCertificate', 'shows another certificate'],
  ['nothing there', 'missing', 'HTTP 404'],
  ['an empty file', 'empty', 'the bundle is empty'],
  ['a web page', 'page', 'a web page'],
  ['a body that is cut short', 'cut', 'broke off'],
  ['a way to somewhere else, where it does lie', 'redirect', 'HTTP 302'],
  ['a body that hardly comes', 'slow', 'did not answer within 2 s'],
] as const)('with %s the host is refused and not written to, and no half file stays', async (_what, bundle, why) => {
  await withApplied({ trouble: { bundle } }, ({ exitCode, stdout, writes, files, journal }) => {
    expect(stdout).toContain('refused (backup-failed)');
    expect(stdout).toContain(why);
    expect(exitCode).toBe(1);
    expect(writes).toEqual([]);
    expect(files).toEqual([]);
    expect(journal.map(({ entry }) => entry['kind'])).not.toContain('backup');
    expect(journal.map(({ entry }) => entry['kind'])).not.toContain('intent');
  });
});

test('a host whose name leads nowhere is refused', async () => {
  await withApplied({ estate: vcenterWith('esx-01.invalid') }, ({ stdout, writes, files }) => {
    expect(stdout).toContain('refused (backup-failed)');
    expect([writes, files]).toEqual([[], []]);
  });
});

test('a bundle without end is given up at the limit, and nothing of it stays', async () => {
  await using folder = await temporaryFolder();
  await using vcenter = await simulatedVcenter(ESTATE);
  vcenter.disturbHost('127.0.0.1', { bundle: 'endless' });
  const { endpoint, credentials } = connectionTo(vcenter);
  await using session = await openSession({ ...endpoint, maxResponseBytes: 4 * 1024 * 1024 }, credentials, {
    writes: true,
  });
  const [step] = planOf(vcenter, [KERNEL]).steps;
  if (step === undefined) throw new Error('no step');
  const live = await readLiveHost(session, step.host);
  if ('reason' in live) throw new Error(live.detail);
  expect(await backUp(live, folder.path, new Date())).toEqual({
    reason: 'backup-failed',
    detail: expect.stringContaining('more than 4 MiB'),
  });
  expect(await readdir(folder.path)).toEqual([]);
});

test('each of several hosts is proved by its own certificate', async () => {
  await withApplied({ estate: vcenterWith('localhost', '127.0.0.1') }, ({ exitCode, files, writes }) => {
    expect(exitCode).toBe(0);
    expect(new Set(files.map((file) => file.split('-')[0]))).toEqual(new Set(['127.0.0.1', 'localhost']));
    expect(writes).toHaveLength(2);
  });
});
