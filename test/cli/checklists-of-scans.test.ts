import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readSnapshot } from '../../src/cli/shared/snapshot-file.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { statusesIn } from '../evidence/read-checklists.ts';
import { folderOfTest } from '../history/stored.ts';
import { runInProcess } from '../support/in-process.ts';
import { ACCOUNT, simulatedVcenter } from '../support/simulated-vcenter.ts';

const ESTATE = `
datacenters:
  - name: Lab
    clusters:
      - name: C1
        hosts:
          - { name: esx-01, vendor: Dell Inc., model: PowerEdge R740, version: 8.0.3, build: 24022510 }
          - { name: esx-02, vendor: Dell Inc., model: PowerEdge R740, version: 8.0.3, build: 24022510, connection: notResponding }
          - { name: esx-03, vendor: Dell Inc., model: PowerEdge R740, version: 7.0.3, build: 21930508 }
`;

let vcenter: Simulator;
let folder: string;
beforeAll(async () => {
  vcenter = await simulatedVcenter(ESTATE);
});
afterAll(() => vcenter.close());
beforeEach(async () => {
  folder = await folderOfTest();
});

function env(): Record<string, string> {
  return { HOME: folder, XDG_STATE_HOME: join(folder, 'state'), ESXCHECK_PASSWORD: ACCOUNT.password };
}

function at(name: string): string {
  return join(folder, name);
}

function esxcheck(...words: readonly string[]) {
  return runInProcess([...words, '--no-config'], { env: env() });
}

function asked(command: string, ...words: readonly string[]) {
  const { host, port, certificate } = vcenter;
  const server = ['--target', `${host}:${port}`, '--user', ACCOUNT.user, '--thumbprint', certificate.sha256];
  return esxcheck(command, ...server, ...words);
}

/** Each file of a folder by its name. */
async function filesIn(name: string): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(at(name))).toSorted();
  return Object.fromEntries(
    await Promise.all(names.map(async (each) => [each, await readFile(join(at(name), each), 'utf8')])),
  );
}

test('scan, report of the saved scan and of the history, and evaluate make the same checklists', async () => {
  const history = ['--history', at('h.db')];
  const scanned = await asked(
    'scan',
    '--framework',
    'stig-esxi-8',
    '--output',
    at('scan.json'),
    '--output',
    `${at('a')}/`,
    '--record',
    ...history,
  );
  expect(scanned.exitCode).toBe(1);
  expect(scanned.stderr).toMatch(
    /2 checklists: \d+ open, \d+ not a finding, \d+ not applicable, \d+ not reviewed; 1 host has none/,
  );
  const files = await filesIn('a');
  expect(Object.keys(files)).toEqual(['esx-01.cklb', 'esx-02.cklb']);
  const statuses = Object.values(files).map((text) => Object.values(statusesIn('cklb', text)));
  expect(statuses.map((each) => each.length)).toEqual([76, 76]);
  expect(new Set(statuses[0])).toContain('not_a_finding');
  expect(new Set(statuses[1])).toEqual(new Set(['not_reviewed']));
  await esxcheck('report', at('scan.json'), '--output', `${at('b')}/`);
  await esxcheck('report', 'latest', ...history, '--output', `${at('c')}/`);
  expect(await filesIn('b')).toEqual(files);
  expect(await filesIn('c')).toEqual(files);
  expect((await esxcheck('report', at('scan.json'), '--output', at('x.cklb'))).stderr).toMatch(
    /^CHECKLIST_SEVERAL_HOSTS: /m,
  );
});

test('a saved scan in which somebody has a rule answer what is for people closes no control by it', async () => {
  await asked('scan', '--framework', 'stig-esxi-8', '--host', 'esx-01', '--output', at('scan.json'));
  const text = await readFile(at('scan.json'), 'utf8');
  const loose = text.replaceAll('"coverage":"partly"', '"coverage":"rule"');
  expect(loose).not.toBe(text);
  await writeFile(at('loose.json'), loose);
  await esxcheck('report', at('scan.json'), '--output', at('a.cklb'));
  const { stderr } = await esxcheck('report', at('loose.json'), '--output', at('b.cklb'));
  expect(stderr).toMatch(/of ESXI-80-\d+, .* the scan says other than the framework that ships/);
  const [one, other] = await Promise.all(['a.cklb', 'b.cklb'].map((name) => readFile(at(name), 'utf8')));
  expect(statusesIn('cklb', other ?? '')).toEqual(statusesIn('cklb', one ?? ''));
});

test('diff of a scan by two frameworks and one by one of them calls no host unchanged by rules of other names', async () => {
  const both = ['--framework', 'stig-esxi-8', '--framework', 'scg-8'];
  await asked('scan', ...both, '--host', 'esx-01', '--output', at('two.json'));
  await asked('scan', '--framework', 'stig-esxi-8', '--host', 'esx-01', '--output', at('one.json'));
  const { stdout } = await esxcheck('diff', at('two.json'), at('one.json'));
  expect(stdout).toContain('1 host compared: 0 changed, 0 unchanged');
  expect(stdout).toMatch(/In the earlier scan only: \d+ rules \(hardening\/\S+@s/);
  expect(stdout).toMatch(/In the later scan only: \d+ rules \(/);
  const since = await esxcheck('report', at('one.json'), '--since', at('two.json'));
  expect(since.stdout).toContain('1 host compared: 0 changed, 0 as before');
});

test('a snapshot is judged into the same statuses, and both tell the account and the clocks, never the password', async () => {
  await asked(
    'scan',
    '--framework',
    'stig-esxi-8',
    '--host',
    'esx-01',
    '--output',
    at('a.ckl'),
    '--output',
    at('scan.json'),
  );
  await asked('snapshot', '--everything', '--host', 'esx-01', '--output', at('facts.esxsnap'));
  await esxcheck('evaluate', at('facts.esxsnap'), '--framework', 'stig-esxi-8', '--output', at('b.ckl'));
  const [one, other] = await Promise.all(['a.ckl', 'b.ckl'].map((name) => readFile(at(name), 'utf8')));
  expect(statusesIn('ckl', other ?? '')).toEqual(statusesIn('ckl', one ?? ''));
  expect(other).toContain(String.raw`Account: VSPHERE.LOCAL\administrator`);
  expect(other).toMatch(/Clocks: server 20\S+Z, here 20\S+Z at the login: 0\.\d s/);
  const clock = { server: expect.stringMatching(/Z$/) as string, local: expect.stringMatching(/Z$/) as string };
  const target = { account: String.raw`VSPHERE.LOCAL\administrator`, clock };
  const saved = await readFile(at('scan.json'), 'utf8');
  expect(JSON.parse(saved)).toMatchObject({ targets: [target] });
  expect((await readSnapshot(at('facts.esxsnap'))).targets).toMatchObject([target]);
  expect(`${saved}${one}${other}`).not.toContain(`"${ACCOUNT.password}"`);
});

test('a scan by no framework is refused before a host is asked, and so is a guide that is no STIG', async () => {
  const before = vcenter.calls.count('Login');
  const none = await asked('scan', '--pack', 'hardening', '--output', at('x.cklb'));
  expect([none.exitCode, none.stderr]).toEqual([2, expect.stringMatching(/^FRAMEWORK_NOT_JUDGED: /)]);
  const guide = await asked('scan', '--framework', 'scg-8', '--output', `${at('x')}/`, '--format', 'ckl');
  expect([guide.exitCode, guide.stderr]).toEqual([2, expect.stringMatching(/^CHECKLIST_WITHOUT_BENCHMARK: /)]);
  expect(vcenter.calls.count('Login')).toBe(before);
  expect(await readdir(folder)).not.toContain('x');
});

test('an unattended run writes them, too', async () => {
  const { host, port, certificate } = vcenter;
  await writeFile(at('secret'), `${ACCOUNT.password}\n`, { mode: 0o600 });
  const target = `{ address: '${host}:${port}', user: '${ACCOUNT.user}', password: { file: secret }, trust: { thumbprints: ['${certificate.sha256}'] } }`;
  const reports = 'reports: [{ file: lists/ }, { file: hdf/, format: hdf }]';
  await writeFile(
    at('c.yaml'),
    `frameworks: [stig-esxi-8]\ntargets: [${target}]\n${reports}\nhistory: { file: h.db }\n`,
    { mode: 0o600 },
  );
  const ran = await runInProcess(['run', '--config', at('c.yaml')], { env: env() });
  expect(ran).toMatchObject({ exitCode: 1, stdout: '', stderr: '' });
  expect(Object.keys(await filesIn('lists'))).toEqual(['esx-01.cklb', 'esx-02.cklb']);
  expect(Object.keys(await filesIn('hdf'))).toEqual(['esx-01.hdf.json', 'esx-02.hdf.json']);
  await writeFile(at('d.yaml'), `packs: [hpe]\ntargets: [${target}]\n${reports}\n`, { mode: 0o600 });
  expect((await runInProcess(['run', '--config', at('d.yaml')], { env: env() })).stderr).toMatch(
    /FRAMEWORK_NOT_JUDGED/,
  );
});
