import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareSchema } from '../../reports/schema/compare.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { runInProcess } from '../support/in-process.ts';
import { ACCOUNT, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { temporaryFolder } from '../target/surroundings.ts';

const ESTATE = `
defaults: { version: 8.0.3, build: 24022510, vendor: HPE, model: ProLiant DL380 Gen10 }
datacenters:
  - name: DC1
    clusters:
      - name: C1
        hosts:
          - { name: golden, options: { Misc.HostName: { type: string, value: golden } } }
          - { name: same, options: { Misc.HostName: { type: string, value: same } } }
          - name: other
            options: { UserVars.ESXiShellTimeOut: 900, Misc.HostName: { type: string, value: other } }
            services: { TSM-SSH: { running: true } }
            kernel: { iovDisableIR: 'TRUE' }
            firewall: { rulesets: { sshServer: { allowed: [10.0.0.5] } } }
          - { name: gone, connection: disconnected }
          - { name: mute, trouble: { esxcli: noExecuter } }
  - name: DC2
    hosts: [{ name: twin }]
  - name: DC3
    hosts: [{ name: twin }]
`;

let vcenter: Simulator;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  vcenter = await simulatedVcenter(ESTATE);
  folder = await temporaryFolder();
});
afterAll(async () => {
  await vcenter.close();
  await folder[Symbol.asyncDispose]();
});

function offline(...words: readonly string[]) {
  const env = { ESXCHECK_PASSWORD: ACCOUNT.password, HOME: folder.path, XDG_CONFIG_HOME: join(folder.path, 'own') };
  return runInProcess(words, { cwd: folder.path, env });
}

function run(...words: readonly string[]) {
  const target = ['--target', `${vcenter.host}:${vcenter.port}`, '--user', ACCOUNT.user];
  return offline(...words, ...target, '--thumbprint', vcenter.certificate.sha256);
}

type Document = Pick<Comparison, 'differences' | 'notKnown' | 'leftOut'> & {
  readonly hosts: readonly { readonly name: string; readonly differences: number; readonly notKnown: number }[];
};

async function comparison(...words: readonly string[]): Promise<Document> {
  const { stdout, stderr } = await run('compare', ...words, '--format', 'json');
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Document;
}

const HOSTS = ['same', 'other'].flatMap((name) => ['--host', name]);

test('hosts of one read are compared to one of them, which is not compared to itself', async () => {
  const { differences, hosts, leftOut, notKnown } = await comparison('--to', 'golden', ...HOSTS);
  expect(notKnown).toEqual([]);
  expect(hosts.map(({ name, differences: count }) => [name, count])).toEqual([
    ['other', 4],
    ['same', 0],
  ]);
  expect(differences.map(({ part, key, member, reference, value }) => [part, key, member, reference, value])).toEqual([
    ['options', 'UserVars.ESXiShellTimeOut', 'value', '0', '900'],
    ['services', 'TSM-SSH', 'running', 'no', 'yes'],
    ['kernel', 'iovDisableIR', 'configured', 'FALSE', 'TRUE'],
    ['firewall', 'sshServer', 'allowed', 'all', '10.0.0.5'],
  ]);
  expect([...new Set(leftOut.map(({ key }) => key))]).toEqual(['Misc.HostName', 'VMkernel.Boot.iovDisableIR']);
});

async function exitCodeFor(...names: readonly string[]): Promise<number> {
  return (await run('compare', '--to', 'golden', ...names.flatMap((name) => ['--host', name]))).exitCode;
}

test('its exit code tells differences, what could not be compared, and neither', async () => {
  expect(await exitCodeFor('same')).toBe(0);
  expect(await exitCodeFor('same', 'other', 'gone')).toBe(1);
  expect(await exitCodeFor('same', 'gone')).toBe(3);
  expect(await exitCodeFor('mute')).toBe(3);
});

test('a host that does not answer is not known in every part, whatever its options say', async () => {
  const { differences, notKnown } = await comparison('--to', 'golden', '--host', 'gone');
  expect(differences).toEqual([]);
  expect(new Set(notKnown.map(({ part }) => part))).toEqual(
    new Set(['options', 'services', 'kernel', 'firewall', 'packages']),
  );
});

test('without esxcli the kernel settings, the packages and whether the firewall is on are not known', async () => {
  const { differences, notKnown } = await comparison('--to', 'golden', '--host', 'mute');
  expect(differences).toEqual([]);
  expect(notKnown.map(({ part, side }) => [part, side])).toEqual([
    ['kernel', 'host'],
    ['firewall', 'host'],
    ['packages', 'host'],
  ]);
});

test('five calls a host read all of it, one of them all options', async () => {
  const asked = ['QueryOptions', 'ExecuteSoap', 'RetrieveManagedMethodExecuter'];
  const counts = () => asked.map((method) => vcenter.calls.count(method));
  const before = counts();
  await comparison('--to', 'golden', ...HOSTS);
  expect(counts().map((count, index) => count - (before[index] ?? 0))).toEqual([3, 9, 3]);
});

async function taken(name: string, ...words: readonly string[]): Promise<string> {
  const path = join(folder.path, name);
  const { exitCode, stderr } = await run('snapshot', ...words, '--output', path);
  if (exitCode !== 0) throw new Error(stderr);
  return path;
}

function partsOf({ differences, notKnown, leftOut }: Document) {
  return { differences, notKnown, leftOut };
}

describe('a snapshot', () => {
  test('is compared to as the host itself is', async () => {
    const path = await taken('golden.esxsnap', '--comparable', '--host', 'golden');
    const [live, kept] = [await comparison('--to', 'golden', ...HOSTS), await comparison('--to', path, ...HOSTS)];
    expect(partsOf(kept)).toEqual(partsOf(live));
    const { exitCode } = await offline('compare', '--to', path, '--from', path);
    expect(exitCode).toBe(0);
  });

  test('with a snapshot of others contacts nobody, and gives the same', async () => {
    const path = await taken('all.esxsnap', '--comparable', '--host', 'golden', ...HOSTS);
    const { exitCode, stdout } = await offline('compare', '--to', 'golden', '--from', path, '--format', 'json');
    expect(exitCode).toBe(1);
    const live = await comparison('--to', 'golden', ...HOSTS);
    expect(JSON.parse(stdout)).toMatchObject({ differences: live.differences, leftOut: live.leftOut, notKnown: [] });
  });

  test('of several hosts is told which is trusted', async () => {
    const path = await taken('two.esxsnap', '--comparable', ...HOSTS);
    const several = await offline('compare', '--to', path, '--from', path);
    expect([several.exitCode, several.stderr]).toEqual([
      2,
      expect.stringMatching(/^HOST_NOT_FOUND: The snapshot holds 2 hosts\.\n.*--to-host/),
    ]);
    const { exitCode, stdout } = await offline('compare', '--to', path, '--to-host', 'same', '--from', path);
    expect([exitCode, stdout]).toEqual([1, expect.stringContaining('compared to same')]);
  });

  test('that was taken for rules does not make what it lacks the same', async () => {
    const path = await taken('rules.esxsnap', '--host', 'golden', '--pack', 'hpe');
    const { exitCode, stdout } = await run('compare', '--to', path, '--host', 'same');
    expect(exitCode).toBe(3);
    expect(stdout).toContain('the facts were not read for a comparison');
  });

  test('of another form is refused', async () => {
    const { exitCode, stderr } = await offline('compare', '--to', join(process.cwd(), 'package.json.esxsnap'));
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('FILE_NOT_READ')]);
  });
});

test.each([
  [['--to', 'twin'], 'HOST_NOT_FOUND: "twin" is more than one host.'],
  [['--to', 'nobody'], 'HOST_NOT_FOUND: There is no host "nobody".'],
  [['--to', 'gone'], 'REFERENCE_UNREAD: Nothing of "gone" was read (disconnected'],
  [['--to', 'golden', '--host', 'golden'], 'NOTHING_TO_COMPARE: There is no other host to compare to that one.'],
  [['--to', 'golden', '--from', 'x.esxsnap'], 'USAGE: --target has no effect with --from'],
  [['--to', 'golden', '--to-host', 'same'], 'USAGE: --to-host names a host of a snapshot'],
  [[], 'USAGE: '],
])('says in one sentence why it cannot: %j', async (words, sentence) => {
  const { exitCode, stdout, stderr } = await run('compare', ...words);
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toContain(sentence);
});

test('a saved scan that is named as the host is told to be no snapshot, before anybody is asked', async () => {
  await writeFile(join(folder.path, 'x.json'), '{}');
  const before = vcenter.calls.count('Login');
  const { exitCode, stderr } = await run('compare', '--to', 'x.json');
  expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/^USAGE: "x.json" is a file, and what is a snapshot/)]);
  expect(stderr).not.toContain('no host');
  expect(vcenter.calls.count('Login')).toBe(before);
});

test('a file or a folder by the name of no host is told of, and by that of a host means the host', async () => {
  await writeFile(join(folder.path, 'facts.gz'), '');
  await mkdir(join(folder.path, 'kept'), { recursive: true });
  await mkdir(join(folder.path, 'golden'), { recursive: true });
  const told = async (...words: string[]) => (await run('compare', '--to', ...words)).stderr;
  expect(await told('facts.gz')).toContain('"facts.gz" is a file, and what is a snapshot ends in .esxsnap.');
  expect(await told('kept', '--host', 'same')).toContain(
    '"kept" is a folder, and what is a snapshot ends in .esxsnap.',
  );
  expect((await run('compare', '--to', 'golden', '--host', 'same')).exitCode).toBe(0);
  await mkdir(join(folder.path, 'folder.esxsnap'), { recursive: true });
  expect((await offline('compare', '--to', 'folder.esxsnap', '--from', 'folder.esxsnap')).stderr).toMatch(
    /^FILE_NOT_READ: .* cannot be read: it is a folder\./,
  );
});

test('a host of two with one name is named by its path', async () => {
  const { hosts } = await comparison('--to', 'DC2/twin', '--host', 'DC3/twin');
  expect(hosts).toMatchObject([{ name: 'twin' }]);
});

test('its document holds to its schema, and files are written by their ending', async () => {
  const ajv = new Ajv2020({ allErrors: true });
  addFormats.default(ajv);
  const path = join(folder.path, 'drift.json');
  await run('compare', '--to', 'golden', '--output', path, '--output', join(folder.path, 'drift.csv'));
  expect(ajv.compile(compareSchema())(JSON.parse(await readFile(path, 'utf8')))).toBe(true);
  expect(await readFile(join(folder.path, 'drift.csv'), 'utf8')).toContain('other,');
});
