import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { ACCOUNT, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { runIn } from './captured-io.ts';

const RULE = ['--rule', 'hpe/gen8-interrupt-remapping'];
const GEN8 = 'vendor: HP, model: ProLiant DL380p Gen8, version: 6.0.0, build: 4600944';
const BAD = `${GEN8}, kernel: { iovDisableIR: { default: 'TRUE', configured: 'TRUE', runtime: 'TRUE' } }`;
const UUID = '30373237-3132-4d32-3235-303930305a01';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'esxcheck-perhaps-'));
});
afterAll(() => rm(folder, { recursive: true }));

function at(vcenters: readonly Simulator[], words: readonly string[]) {
  const targets = vcenters.flatMap(({ host, port }) => ['--target', `${host}:${port}`]);
  const env = { ESXCHECK_PASSWORD: ACCOUNT.password, XDG_STATE_HOME: folder };
  return runIn([...words, ...targets, '--user', ACCOUNT.user, '--insecure', '--timeout', '5'], { env });
}

const estate = (hosts: string): string => `datacenters: [{ name: DC1, clusters: [{ name: Prod, hosts: [${hosts}] }] }]`;

/** What apply wrote to, by managed object id. */
function written({ hosts }: Simulator): readonly string[] {
  return hosts.filter(({ kernel }) => kernel.get('iovDisableIR')?.configured === 'FALSE').map(({ moid }) => moid);
}

test('--only refuses a name that a host which the plan left out has too', async () => {
  await using vcenter = await simulatedVcenter(`datacenters:
  - { name: DC1, clusters: [{ name: Prod, hosts: [{ name: esx-01, ${BAD} }] }] }
  - { name: DC2, clusters: [{ name: Prod, hosts: [{ name: esx-01, connection: disconnected, ${BAD} }] }] }`);
  const plan = join(folder, 'left-out.json');
  await at([vcenter], ['plan', ...RULE, '--output', plan]);
  const refused = await at([vcenter], ['apply', plan, '--confirm', '--only', 'esx-01']);
  expect(refused.exitCode).toBe(2);
  for (const { moid } of vcenter.hosts) expect(refused.stderr).toContain(`esx-01: ${moid}`);
  expect(written(vcenter)).toEqual([]);
});

test('--only refuses what is the id of one host and the name of another', async () => {
  const first = await simulatedVcenter(estate(`{ name: a, ${BAD} }, { name: b, ${BAD} }`));
  const moid = first.hosts[0]?.moid ?? '';
  await first.close();
  await using vcenter = await simulatedVcenter(estate(`{ name: a, ${BAD} }, { name: ${moid}, ${BAD} }`));
  const plan = join(folder, 'named.json');
  await at([vcenter], ['plan', ...RULE, '--output', plan]);
  expect((await at([vcenter], ['apply', plan, '--confirm', '--only', moid])).exitCode).toBe(2);
  expect(written(vcenter)).toEqual([]);
});

test('a gate at a hardware UUID stays shut where that of another host was not told, and a scan says so', async () => {
  const lie = "trouble: { lies: [{ at: 'property HostSystem.summary.hardware', way: dropped }] }";
  await using vcenter = await simulatedVcenter(
    estate(
      `{ name: esx-bad, uuid: ${UUID}, ${BAD}, ${lie} }, { name: esx-ok, uuid: ${UUID}, ${GEN8}, kernel: { iovDisableIR: 'FALSE' } }`,
    ),
  );
  const gate = await at([vcenter], ['gate', UUID, ...RULE]);
  expect(gate).toMatchObject({ exitCode: 2, stdout: '' });
  expect(gate.stderr).toMatch(/^HOST_UNREAD: .*\n.*of 1 of the hosts: esx-bad\n/m);
  expect((await at([vcenter], ['gate', 'DC1/Prod/esx-ok', ...RULE])).exitCode).toBe(0);
  expect((await at([vcenter], ['scan', '--host', UUID, ...RULE])).stderr).toContain('which may have this one: esx-bad');
});

test('a managed object id that hosts of two vCenters have means both, and that is said', async () => {
  await using one = await simulatedVcenter(
    `instanceUuid: 11111111-2222-3333-4444-555555555551\n${estate(`{ name: a, ${GEN8} }`)}`,
  );
  await using two = await simulatedVcenter(
    `instanceUuid: 11111111-2222-3333-4444-555555555552\n${estate(`{ name: b, ${GEN8} }`)}`,
  );
  const moid = one.hosts[0]?.moid ?? '';
  const { stderr } = await at([one, two], ['scan', '--host', moid, ...RULE]);
  expect(stderr).toContain(`--host ${moid} is 2 hosts, and all of them are meant`);
});

test('the path that is advised for a standalone host is not that of its namesake in a cluster', async () => {
  await using vcenter = await simulatedVcenter(`datacenters:
  - name: DC1
    clusters: [{ name: Prod, hosts: [{ name: esx-01, ${BAD} }] }]
    hosts: [{ name: esx-01, ${BAD} }]`);
  const scan = (...words: readonly string[]) => at([vcenter], ['scan', ...RULE, '--format', 'lines', ...words]);
  expect((await scan()).stdout).toContain('DC1//esx-01');
  expect((await scan('--host', 'DC1//esx-01')).stdout).toContain('hosts=1 ');
  const both = await scan('--host', 'DC1/esx-01');
  expect(both.stdout).toContain('hosts=2 ');
  expect(both.stderr).toContain('is 2 hosts, and all of them are meant: DC1//Prod/esx-01, DC1//esx-01');
  const config = join(folder, 'esxcheck.yaml');
  await writeFile(
    config,
    "waivers: [{ rule: 'hpe/*', host: DC1//esx-01, reason: old, owner: jane, expires: 2099-01-01 }]\n",
  );
  expect((await scan('--config', config)).stdout).toContain('fail=1 unknown=0 warn=0 waived=1');
});

test('a cluster that is called like the path of another one is told apart from it', async () => {
  await using vcenter = await simulatedVcenter(`datacenters:
  - { name: DC1, clusters: [{ name: Prod, hosts: [{ name: a, ${GEN8} }] }] }
  - name: DC2
    clusters: [{ name: Prod, hosts: [{ name: b, ${GEN8} }] }, { name: 'DC1/Prod', hosts: [{ name: c, ${GEN8} }] }]`);
  const { stdout } = await at([vcenter], ['scan', ...RULE, '--format', 'junit']);
  for (const label of ['DC1//Prod', 'DC2//Prod', 'DC2/DC1%2fProd']) expect(stdout).toContain(label);
  const both = await at([vcenter], ['scan', ...RULE, '--compute-resource', 'DC1/Prod']);
  expect(both.stderr).toContain('is 2 clusters, and all of them are meant: DC1//Prod, DC2/DC1%2fProd');
});
