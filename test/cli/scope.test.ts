import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { runInProcess } from '../support/in-process.ts';
import { simulatedVcenter } from '../support/simulated-vcenter.ts';

const RULE = 'hpe/gen8-interrupt-remapping';
/** Two hosts that fail one rule, one of them in production. */
const ESTATE = `
defaults:
  vendor: HP
  model: ProLiant DL380p Gen8
  version: 6.0.0
  build: 4600944
  kernel: { iovDisableIR: 'TRUE' }
datacenters:
  - name: DC1
    clusters:
      - { name: C1, tags: ['Environment=Production'], hosts: [{ name: esx-01, attributes: { Owner: Jane } }] }
      - { name: C2, folder: Racks, tags: ['Environment=Lab'], hosts: [{ name: esx-02 }] }
`;
const REFUSED = { kind: 'status', status: 403, method: 'rest-attached-tags', times: null } as const;

function flags({ url, certificate }: Simulator): readonly string[] {
  return ['--target', url, '--user', 'administrator@vsphere.local', '--thumbprint', certificate.sha256];
}

const ENV = { ESXCHECK_PASSWORD: 'demo' };

interface Found {
  readonly exitCode: number;
  readonly stderr: string;
  /** `esx-01 fail` */
  readonly verdicts: readonly string[];
  readonly notes: readonly string[];
}

async function scanned(simulator: Simulator, words: readonly string[], config?: string): Promise<Found> {
  const folder = await mkdtemp(join(tmpdir(), 'esxcheck-scope-'));
  const file = join(folder, 'esxcheck.yaml');
  if (config !== undefined) await writeFile(file, config);
  const chosen = config === undefined ? ['--rule', RULE] : ['--config', file];
  const all = ['scan', ...flags(simulator), ...chosen, ...words, '--format', 'json'];
  const { exitCode, stdout, stderr } = await runInProcess(all, { env: ENV });
  const document = JSON.parse(stdout === '' ? '{"hosts":[],"findings":[]}' : stdout) as {
    readonly hosts: readonly { readonly id: string; readonly name: string }[];
    readonly findings: readonly { rule: string; host: string; verdict: string; notes: readonly { text: string }[] }[];
  };
  const names = new Map(document.hosts.map(({ id, name }) => [id, name]));
  const own = document.findings.filter(({ rule }) => rule === RULE);
  return {
    exitCode,
    stderr,
    verdicts: own.map(({ host, verdict }) => `${names.get(host)} ${verdict}`),
    notes: own.flatMap(({ notes }) => notes.map(({ text }) => text)),
  };
}

test('a scope by tags looks at those hosts alone, and at none where tags cannot be read', async () => {
  await using vcenter = await simulatedVcenter(ESTATE);
  expect(await scanned(vcenter, ['--tag', 'Environment=Lab'])).toMatchObject({
    exitCode: 1,
    verdicts: ['esx-02 fail'],
  });
  vcenter.disturb(REFUSED);
  const refused = await scanned(vcenter, ['--tag', 'Environment=Lab']);
  expect(refused).toMatchObject({ exitCode: 2, verdicts: [] });
  expect(refused.stderr).toContain('SCOPE_UNDECIDED');
  expect(refused.stderr).toContain('HTTP 403 UNAUTHORIZED');
});

function configured({ url, certificate }: Simulator): string {
  const trust = `trust: { thumbprints: ['${certificate.sha256}'] }`;
  const account = 'user: administrator@vsphere.local\n    password: { env: ESXCHECK_PASSWORD }';
  return `  - address: ${url}\n    ${account}\n    ${trust}\n`;
}

test('a target whose tags cannot be read is reported, and the others are scanned', async () => {
  await using good = await simulatedVcenter(ESTATE.replaceAll('esx-', 'good-'));
  await using bad = await simulatedVcenter(`name: bad\n${ESTATE}`);
  bad.disturb(REFUSED);
  const folder = await mkdtemp(join(tmpdir(), 'esxcheck-scope-'));
  const config = `targets:\n${configured(good)}    scope: { folders: [Racks] }\n${configured(bad)}scope: { tags: ['Environment=Lab'] }\npacks: [hpe]\n`;
  const file = join(folder, 'esxcheck.yaml');
  await writeFile(file, config);
  const { exitCode, stdout } = await runInProcess(['scan', '--config', file, '--format', 'json'], { env: ENV });
  const document = JSON.parse(stdout) as {
    readonly targets: readonly { readonly error: { readonly code: string } | null }[];
    readonly hosts: readonly { readonly name: string }[];
  };
  expect([exitCode, document.hosts.map(({ name }) => name)]).toEqual([1, ['good-02']]);
  expect(new Set(document.targets.map(({ error }) => error?.code ?? null))).toEqual(new Set(['SCOPE_UNDECIDED', null]));
});

const WAIVER = `
packs: [hpe]
waivers:
  - { rule: '${RULE}', tag: 'Environment=Lab', reason: the lab may, owner: jane, expires: 2099-01-01 }
`;

test('a waiver by tag speaks of hosts that have it, and of none where tags are unread', async () => {
  await using vcenter = await simulatedVcenter(ESTATE);
  expect((await scanned(vcenter, [], WAIVER)).verdicts).toEqual(['esx-01 fail', 'esx-02 waived']);
  vcenter.disturb(REFUSED);
  const unread = await scanned(vcenter, [], WAIVER);
  expect(unread.verdicts).toEqual(['esx-01 fail', 'esx-02 fail']);
  expect(unread.notes.filter((note) => note.includes('is not known, so it does not'))).toHaveLength(2);
  expect(unread.stderr).toContain('waives nothing on 2 hosts');
});

const GROUPS = `
packs: [hpe]
groups:
  lab: { where: { tags: ['Environment=Lab'], datacenters: [DC*] }, rules: { ${RULE}: { enabled: false } } }
`;

test('a group by tag has its own rules, and where tags are unread its rules are unknown', async () => {
  await using vcenter = await simulatedVcenter(ESTATE);
  expect((await scanned(vcenter, [], GROUPS)).verdicts).toEqual(['esx-01 fail', 'esx-02 not-applicable']);
  vcenter.disturb(REFUSED);
  const unread = await scanned(vcenter, [], GROUPS);
  expect(unread.verdicts).toEqual(['esx-01 unknown', 'esx-02 unknown']);
});

test.each([
  ['folders: [Racks]', ['esx-01 fail', 'esx-02 not-applicable']],
  ['attributes: [Owner=Jane]', ['esx-01 not-applicable', 'esx-02 fail']],
  ["targets: ['127.0.0.1:*']", []],
  ['clusters: [C1], folders: [Racks]', ['esx-01 fail', 'esx-02 fail']],
])('a group by %s', async (where, verdicts) => {
  await using vcenter = await simulatedVcenter(ESTATE);
  const config = `packs: [hpe]\ngroups:\n  mine: { where: { ${where} }, rules: { ${RULE}: { enabled: false } } }\n`;
  const found = await scanned(vcenter, [], config);
  expect(found.verdicts.filter((verdict) => verdicts.length > 0 || !verdict.endsWith('applicable'))).toEqual(verdicts);
});

test('a gate that goes by tags does not open where they are unread', async () => {
  await using vcenter = await simulatedVcenter(ESTATE);
  const folder = await mkdtemp(join(tmpdir(), 'esxcheck-scope-'));
  const file = join(folder, 'esxcheck.yaml');
  await writeFile(file, WAIVER);
  const words = ['gate', 'esx-02', ...flags(vcenter), '--config', file, '--rule', RULE];
  expect((await runInProcess(words, { env: ENV })).exitCode).toBe(0);
  vcenter.disturb(REFUSED);
  expect((await runInProcess(words, { env: ENV })).exitCode).toBe(1);
  vcenter.calm();
  await writeFile(file, GROUPS.replace('enabled: false', 'severity: low'));
  expect((await runInProcess(words, { env: ENV })).exitCode).toBe(1);
  vcenter.disturb(REFUSED);
  expect((await runInProcess(words, { env: ENV })).exitCode).toBe(3);
});

test('a plan by tags is for those hosts, and is not made where tags are unread', async () => {
  await using vcenter = await simulatedVcenter(ESTATE);
  const folder = await mkdtemp(join(tmpdir(), 'esxcheck-scope-'));
  const plan = join(folder, 'plan.json');
  const words = ['plan', ...flags(vcenter), '--rule', RULE, '--tag', 'Environment=Lab', '--output', plan];
  vcenter.disturb(REFUSED);
  expect(await runInProcess(words, { env: ENV })).toMatchObject({ exitCode: 2 });
  await expect(readFile(plan)).rejects.toMatchObject({ code: 'ENOENT' });
  vcenter.calm();
  expect(await runInProcess(words, { env: ENV })).toMatchObject({ exitCode: 0 });
  const { steps } = JSON.parse(await readFile(plan, 'utf8')) as {
    readonly steps: readonly { host: { name: string } }[];
  };
  expect(steps.map(({ host }) => host.name)).toEqual(['esx-02']);
});

async function judge(path: string | undefined, ...more: readonly string[]) {
  const ran = await runInProcess(['evaluate', path ?? '', '--rule', RULE, ...more, '--format', 'csv'], { env: ENV });
  return { ...ran, rows: ran.stdout.trim().split('\n').slice(1) };
}

test('a snapshot keeps labels, so that evaluate can choose and waive by them', async () => {
  await using vcenter = await simulatedVcenter(ESTATE);
  const folder = await mkdtemp(join(tmpdir(), 'esxcheck-scope-'));
  const [file, bare, config] = ['facts.esxsnap', 'bare.esxsnap', 'esxcheck.yaml'].map((name) => join(folder, name));
  const take = (path: string, ...more: readonly string[]) =>
    runInProcess(['snapshot', ...flags(vcenter), '--rule', RULE, '--output', path, ...more], { env: ENV });
  await take(file ?? '', '--labels');
  await take(bare ?? '');
  await writeFile(config ?? '', WAIVER);
  const some = await judge(file, '--tag', 'Environment=Lab', '--folder', 'Racks');
  expect(some.rows).toHaveLength(1);
  expect(some.rows[0]).toMatch(/^esx-02,.*,Racks,Environment=Lab,$/);
  expect((await judge(file, '--tag', 'Environment=Prod')).stderr).toContain('did you mean "Environment=Production"?');
  expect(await judge(bare, '--tag', 'Environment=Lab')).toMatchObject({ exitCode: 2, stdout: '' });
  expect((await judge(file, '--config', config ?? '')).stdout).toContain('waived');
  expect((await judge(bare, '--config', config ?? '')).stdout).not.toContain(',waived,');
});

test('a scan that asks for no labels makes no call over REST', async () => {
  await using vcenter = await simulatedVcenter(ESTATE);
  await scanned(vcenter, ['--folder', 'Racks'], 'packs: [hpe]\n');
  expect([...vcenter.calls.byMethod.keys()].filter((name) => name.startsWith('rest'))).toEqual([]);
});

test.each([
  ['--tag', 'Environment'],
  ['--attribute', '=x'],
  ['--tag', 'Environment='],
])('%s %s is no label', async (flag, value) => {
  const { exitCode, stderr } = await runInProcess(['scan', '--target', 'vc01', flag, value]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(`USAGE: The option ${flag} takes a name and a value`);
});
