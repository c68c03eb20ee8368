import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { DOCTOR_REPORTERS } from '../../reports/doctor.ts';
import { doctorSchema } from '../../reports/schema/doctor.ts';
import { EVERYTHING } from '../../src/collect/scope.ts';
import { examine } from '../../src/doctor/examine.ts';
import type { Checkup } from '../../src/model/checkup.ts';
import type { Purpose } from '../../src/model/privileges.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import type { Connection } from '../../src/target/connections.ts';
import { rendered } from '../reports/rendered.ts';
import { connectionTo, simulatedVcenter } from '../support/simulated-vcenter.ts';

const SYSTEM = ['System.Anonymous', 'System.View', 'System.Read'];

/** Three hosts, and one account with those privileges; null for all. */
function estate(privileges: readonly string[] | null): string {
  return `
accounts: [{ user: administrator@vsphere.local, password: demo, privileges: ${JSON.stringify(privileges)} }]
datacenters:
  - name: Lab
    clusters: [{ name: C1, hosts: [{ name: 'esx-{n}', count: 3 }] }]
`;
}

function examined(connections: readonly Connection[], purpose: Purpose = 'reading', now = () => new Date()) {
  const tool = { name: 'esxcheck', version: '0' };
  return examine({ connections, scope: EVERYTHING, purpose, tool, now, signal: new AbortController().signal });
}

async function examinedAt(vcenter: Simulator, purpose: Purpose = 'reading'): Promise<Checkup> {
  return examined([connectionTo(vcenter)], purpose);
}

const SCOPED = [...SYSTEM, 'Host.Config.Settings', 'Host.Cim.CimInteraction'];

test('an account that may do everything is able, for both purposes', async () => {
  await using vcenter = await simulatedVcenter(estate(null));
  for (const purpose of ['reading', 'remediating'] as const) {
    const { state, targets } = await examinedAt(vcenter, purpose);
    expect(state).toBe('able');
    expect(targets[0]?.hosts).toHaveLength(3);
    expect(targets[0]?.hosts.every(({ lacking, esxcli }) => lacking?.length === 0 && esxcli === true)).toBe(true);
  }
  expect(vcenter.openSessions).toBe(0);
  expect(vcenter.calls.writes).toEqual([]);
});

test('an account for reading is able to read, and told what remediating would take', async () => {
  await using vcenter = await simulatedVcenter(estate(SCOPED));
  expect((await examinedAt(vcenter)).state).toBe('able');
  const { state, targets } = await examinedAt(vcenter, 'remediating');
  expect(state).toBe('lacking');
  expect(targets[0]?.hosts[0]?.lacking).toEqual([
    'Host.Config.AdvancedConfig',
    'Host.Config.NetService',
    'Host.Config.Maintenance',
    'Host.Config.Connection',
    'Host.Config.Firmware',
    'Global.LogEvent',
  ]);
});

test('a role that is read-only lacks the way to esxcli, and the report says why', async () => {
  const guarded = 'esxcli: { executerPrivilege: Host.Config.Settings }';
  await using vcenter = await simulatedVcenter(`${estate(SYSTEM)}${guarded}`);
  const checkup = await examinedAt(vcenter);
  expect(checkup.state).toBe('lacking');
  expect(checkup.targets[0]?.hosts[0]).toMatchObject({ esxcli: false, problem: { code: 'no-permission' } });
  const text = rendered(DOCTOR_REPORTERS, 'table', checkup);
  expect(text).toMatch(/MISSING +Host\.Config\.Settings.*not on all hosts/);
  expect(text).toMatch(/MISSING +esxcli answers on 0 of 3 hosts/);
});

test('where it differs from host to host, the hosts are named, by their ids where even the name may not be read', async () => {
  await using vcenter = await simulatedVcenter(estate(null));
  vcenter.disturbHost('esx-02', { noPermission: true });
  const checkup = await examinedAt(vcenter);
  expect(checkup.state).toBe('lacking');
  expect(rendered(DOCTOR_REPORTERS, 'table', checkup)).toMatch(/MISSING +System\.Read: .*; not on host-10\n/);
});

test('a privilege that is only presumed is no lack where esxcli answers without it', async () => {
  await using vcenter = await simulatedVcenter(estate([...SYSTEM, 'Host.Config.Settings']));
  const checkup = await examinedAt(vcenter);
  expect(checkup.state).toBe('able');
  expect(rendered(DOCTOR_REPORTERS, 'table', checkup)).toMatch(
    /note +Host\.Cim\.CimInteraction.*esxcli answers all the/,
  );
});

test('a server that does not answer the question leaves it unclear, never able', async () => {
  await using vcenter = await simulatedVcenter(estate(null));
  vcenter.disturb({ kind: 'fault', method: 'HasPrivilegeOnEntities', times: null });
  const checkup = await examinedAt(vcenter);
  expect(checkup.state).toBe('unclear');
  expect(checkup.targets[0]?.privilegesProblem).not.toBeNull();
  expect(checkup.targets[0]?.hosts.every(({ lacking }) => lacking === null)).toBe(true);
});

test('a host that is away leaves it unclear', async () => {
  await using vcenter = await simulatedVcenter(estate(null));
  vcenter.hostNamed('esx-01').connection = 'disconnected';
  const checkup = await examinedAt(vcenter);
  expect(checkup.state).toBe('unclear');
  expect(checkup.targets[0]?.hosts[0]).toMatchObject({ esxcli: null, problem: { code: 'disconnected' } });
});

test('an account that sees no host lacks everything', async () => {
  await using vcenter = await simulatedVcenter('datacenters: [{ name: Lab }]');
  const checkup = await examinedAt(vcenter);
  expect(checkup.state).toBe('lacking');
  expect(rendered(DOCTOR_REPORTERS, 'table', checkup)).toContain('sees none');
});

test('a target that cannot be reached is told beside one that can, with what to do', async () => {
  await using vcenter = await simulatedVcenter(estate(null));
  const reached = connectionTo(vcenter);
  const endpoint = { ...reached.endpoint, url: 'https://127.0.0.1:1/sdk', port: 1 };
  const checkup = await examined([reached, { ...reached, endpoint }]);
  expect(checkup.targets.map(({ error }) => error?.code ?? null)).toEqual([null, 'CONNECTION_REFUSED']);
  expect(rendered(DOCTOR_REPORTERS, 'table', checkup)).toContain('Check the port');
});

test('a clock that is off is told', async () => {
  await using vcenter = await simulatedVcenter(estate(null), { now: () => Date.now() + 90_000 });
  const checkup = await examinedAt(vcenter);
  expect(checkup.targets[0]?.clockAheadMs).toBeGreaterThan(85_000);
  expect(rendered(DOCTOR_REPORTERS, 'table', checkup)).toMatch(/note +its clock is (89|90|91)\.\d s ahead of/);
});

test('the document holds to its published schema', async () => {
  await using vcenter = await simulatedVcenter(estate(SYSTEM));
  const ajv = new Ajv2020({ allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(doctorSchema());
  const text = rendered(DOCTOR_REPORTERS, 'json', await examinedAt(vcenter));
  expect(validate(JSON.parse(text)) ? [] : validate.errors).toEqual([]);
  await expect(`${JSON.stringify(doctorSchema(), null, 2)}\n`).toMatchFileSnapshot(
    '../../docs/schema/doctor-1.schema.json',
  );
});
