import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { prepatchSchema } from '../../reports/schema/prepatch.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { runInProcess } from '../support/in-process.ts';
import { ACCOUNT, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { temporaryFolder } from '../target/surroundings.ts';

const ESTATE = `
defaults:
  ntpServers: [ntp.lab]
  options: { Syslog.global.logHost: 'udp://logs.lab:514' }
datacenters:
  - name: Lab
    clusters:
      - name: C1
        hosts:
          - { name: ready-1 }
          - { name: ready-2 }
          - { name: warned, ntpServers: [] }
      - name: C2
        hosts:
          - { name: gone, connection: disconnected }
          - { name: stuck, vms: [{ name: gpu, vgpu: true }] }
          - { name: fine }
    hosts:
      - { name: alone }
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

function offline(words: readonly string[]) {
  const env = { ESXCHECK_PASSWORD: ACCOUNT.password, HOME: folder.path, XDG_CONFIG_HOME: join(folder.path, 'own') };
  return runInProcess(words, { cwd: folder.path, env });
}

function run(words: readonly string[], server: Simulator = vcenter) {
  const connection = ['--target', `${server.host}:${server.port}`, '--user', ACCOUNT.user];
  return offline([...words, ...connection, '--thumbprint', server.certificate.sha256]);
}

interface Document {
  readonly hosts: readonly {
    readonly name: string;
    readonly answer: string;
    readonly checked: number;
    readonly blockers: readonly { readonly rule: string }[];
    readonly unread: readonly { readonly rule: string }[];
    readonly notCheckable: readonly string[];
    readonly undertaking: string;
    readonly asOf: string;
    readonly notes: readonly { readonly rule: string }[];
  }[];
  readonly clusters: readonly { readonly cluster: string; readonly atOnce: number | null; readonly because: string }[];
}

async function answered(words: readonly string[] = [], server: Simulator = vcenter) {
  const { exitCode, stdout, stderr } = await run(['prepatch', '--format', 'json', ...words], server);
  const document = JSON.parse(stdout) as Document;
  return {
    exitCode,
    document,
    stderr,
    answers: Object.fromEntries(document.hosts.map(({ name, answer }) => [name, answer])),
  };
}

const ajv = new Ajv2020({ allErrors: true });
addFormats.default(ajv);
const isDocument = ajv.compile(prepatchSchema());

describe('host by host', () => {
  test('a blocker that was read makes not ready, whatever else; what blocks nothing is a note', async () => {
    const { exitCode, document, answers } = await answered();
    expect(answers).toEqual({
      alone: 'no-blocker-found',
      fine: 'no-blocker-found',
      gone: 'not-ready',
      'ready-1': 'no-blocker-found',
      'ready-2': 'no-blocker-found',
      stuck: 'not-ready',
      warned: 'no-blocker-found',
    });
    expect(exitCode).toBe(1);
    expect(isDocument(document), JSON.stringify(isDocument.errors)).toBe(true);
    const of = (name: string) => document.hosts.find((host) => host.name === name);
    expect(of('stuck')?.blockers).toMatchObject([{ rule: 'prepatch/vms-can-move', verdict: 'fail' }]);
    expect(of('gone')?.blockers).toMatchObject([{ rule: 'prepatch/connected' }]);
    expect(of('warned')?.notes).toMatchObject([{ rule: 'prepatch/time-kept', verdict: 'fail' }]);
    expect(of('alone')).toMatchObject({ checked: 6, notCheckable: ['prepatch/another-host-in-service'] });
    expect(of('fine')).toMatchObject({ checked: 7, notCheckable: [], unread: [] });
  });

  test('for people: hosts by answer, each with its moment, and how many of a cluster at once', async () => {
    const { stdout } = await run(['prepatch']);
    expect(stdout).toMatch(/^NOT READY 2 hosts, as of \d{4}-\d\d-\d\d \d\d:\d\d UTC$/m);
    expect(stdout).toContain('  gone: 1 checked; 6 unknown\n    - prepatch/connected: ');
    expect(stdout).toMatch(/^NO BLOCKER FOUND 5 hosts, as of/m);
    expect(stdout).toContain('  alone: 6 checked; 1 not checkable: prepatch/another-host-in-service');
    expect(stdout).toContain('  fine, ready-1, ready-2, warned: 7 checked');
    expect(stdout).toContain('- Lab/C1: at once: 1 (');
    expect(stdout).toContain('- Lab/C2: at once: none (out of service already, or not known to be in it: gone).');
    expect(stdout).toContain('Notes, which block nothing\n');
  });

  test('exit 0 where no host has a blocker, 3 where one could not be read, 2 where there is nobody', async () => {
    expect((await answered(['--compute-resource', 'C1'])).exitCode).toBe(0);
    const blind = await answered(['--compute-resource', 'C1', '--properties-only']);
    expect(blind.exitCode).toBe(3);
    expect(new Set(Object.values(blind.answers))).toEqual(new Set(['unknown']));
    expect(blind.document.hosts[0]?.unread.map(({ rule }) => rule)).toContain('prepatch/no-staged-image');
    expect((await run(['prepatch', '--host', 'nobody'])).exitCode).toBe(2);
  });

  test('a release of another line is an upgrade; the pack of kernel settings is judged for it', async () => {
    const { document } = await answered(['--to', '9.0.0.0', '--host', 'fine']);
    expect(document.hosts).toMatchObject([{ undertaking: 'upgrade' }]);
    expect((await answered(['--to', '8.0U3', '--host', 'fine'])).document.hosts).toMatchObject([
      { undertaking: 'patch' },
    ]);
    expect((await run(['prepatch', '--to', '8.0U99'])).exitCode).toBe(2);
  });

  test('a waived blocker is told as that, and does not count as checked', async () => {
    const waiver = { rule: 'prepatch/vms-can-move', host: 'stuck', reason: 'gpu is off tonight', owner: 'jane' };
    await writeFile(
      join(folder.path, 'esxcheck.yaml'),
      JSON.stringify({ waivers: [{ ...waiver, expires: '2999-12-31' }] }),
    );
    const { document } = await answered(['--host', 'stuck']);
    expect(document.hosts).toMatchObject([
      { answer: 'no-blocker-found', checked: 6, waived: [{ rule: 'prepatch/vms-can-move', verdict: 'waived' }] },
    ]);
  });

  test('a severity that a site gives changes no answer', async () => {
    const rules = { 'prepatch/vms-can-move': { severity: 'info' }, 'prepatch/time-kept': { severity: 'critical' } };
    await writeFile(join(folder.path, 'esxcheck.yaml'), JSON.stringify({ rules }));
    const { answers } = await answered();
    expect(answers).toMatchObject({ stuck: 'not-ready', warned: 'no-blocker-found' });
  });
});

describe('from a scan', () => {
  test('the same answers, as of the time of the scan', async () => {
    const file = join(folder.path, 'scan.json');
    await run(['scan', '--pack', 'prepatch', '--output', file]);
    const { startedAt } = JSON.parse(await readFile(file, 'utf8')) as { readonly startedAt: string };
    const { exitCode, stdout } = await offline(['prepatch', '--from', file, '--format', 'json']);
    const document = JSON.parse(stdout) as Document;
    expect([exitCode, new Set(document.hosts.map(({ asOf }) => asOf))]).toEqual([1, new Set([startedAt])]);
    const live = (await answered()).document;
    expect(document.hosts.map(({ name, answer }) => [name, answer])).toEqual(
      live.hosts.map(({ name, answer }) => [name, answer]),
    );
  });

  test('a scan by some of the rules that block is no answer about the others', async () => {
    const file = join(folder.path, 'narrow.json');
    await run(['scan', '--rule', 'prepatch/connected', '--output', file]);
    const { exitCode, stderr, stdout } = await offline(['prepatch', '--from', file]);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain('NOTHING_BLOCKS');
    expect(stderr).toContain('prepatch/vms-can-move');
  });

  test('a scan by other rules answers nothing, and flags that would change it are refused', async () => {
    const file = join(folder.path, 'scan.json');
    await run(['scan', '--pack', 'hpe', '--output', file]);
    const { exitCode, stderr } = await offline(['prepatch', '--from', file]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('NOTHING_BLOCKS')]);
    const refused = await offline(['prepatch', '--from', file, '--pack', 'hpe']);
    expect([refused.exitCode, refused.stderr]).toEqual([
      2,
      expect.stringContaining('--pack has no effect with --from'),
    ]);
  });
});
