import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { DOCTOR_REPORTERS } from '../../reports/doctor.ts';
import { doctorSchema } from '../../reports/schema/doctor.ts';
import { EVERYTHING } from '../../src/collect/scope.ts';
import { examine } from '../../src/doctor/examine.ts';
import type { RuleNeed } from '../../src/doctor/needs.ts';
import { type Checkup, missingOn } from '../../src/model/doctor-report.ts';
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

const KERNEL = { command: ['system', 'settings', 'kernel', 'list'], arguments: { option: 'iovDisableIR' } };
const ACCEPTANCE = { command: ['software', 'acceptance', 'get'], arguments: {} };
const PLATFORM = { command: ['hardware', 'platform', 'get'], arguments: {} };

/** One rule that is chosen, and one that is not. */
const RULES: readonly RuleNeed[] = [
  { rule: 'hpe/kernel', pack: 'hpe', chosen: true, queries: [KERNEL] },
  { rule: 'hpe/property', pack: 'hpe', chosen: true, queries: [] },
  { rule: 'prepatch/level', pack: 'prepatch', chosen: false, queries: [ACCEPTANCE] },
];
const ALL_CHOSEN = RULES.map((rule) => ({ ...rule, chosen: true }));

interface Wish {
  readonly purpose?: Purpose;
  readonly now?: () => Date;
  readonly rules?: readonly RuleNeed[];
}

function examined(
  connections: readonly Connection[],
  { purpose = 'reading', now = () => new Date(), rules = RULES }: Wish = {},
) {
  const tool = { name: 'esxcheck', version: '0' };
  return examine({ connections, scope: EVERYTHING, purpose, rules, tool, now, signal: new AbortController().signal });
}

async function examinedAt(vcenter: Simulator, wish: Wish = {}): Promise<Checkup> {
  return examined([connectionTo(vcenter)], wish);
}

const SCOPED = [...SYSTEM, 'Global.Settings', 'Host.Config.Settings'];

test('an account that may do everything is able, for both purposes', async () => {
  await using vcenter = await simulatedVcenter(estate(null));
  for (const purpose of ['reading', 'remediating'] as const) {
    const { state, targets } = await examinedAt(vcenter, { purpose });
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
  const { state, targets } = await examinedAt(vcenter, { purpose: 'remediating' });
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

test('a role that is read-only lacks what software takes, and the report says which packs cannot be judged for it', async () => {
  await using vcenter = await simulatedVcenter(estate(SYSTEM));
  const checkup = await examinedAt(vcenter, { rules: ALL_CHOSEN });
  expect(checkup.state).toBe('lacking');
  const software = checkup.targets[0]?.hosts[0]?.probes.find(({ command }) => command === 'software acceptance get');
  expect(software).toMatchObject({
    privilege: 'Global.Settings',
    needed: true,
    answers: false,
    missing: expect.stringMatching(/^(Global|Host\.Config)\.Settings$/),
    problem: { code: 'no-permission' },
  });
  const text = rendered(DOCTOR_REPORTERS, 'table', checkup);
  expect(text).toMatch(/MISSING +Global\.Settings: .*measured on ESXi 6\.7.*not on all hosts/);
  expect(text).toMatch(/MISSING +esxcli software acceptance get answers on 0 of 3 hosts/);
  expect(text).toMatch(/MISSING +pack prepatch: prepatch\/level cannot be judged from esxcli; missing: /);
  expect(text).toMatch(/note +esx-01, esx-02.*no-permission: .*Settings is missing\)/);
});

test('what the chosen rules do not need is told and is not missing', async () => {
  await using vcenter = await simulatedVcenter(estate([...SYSTEM, 'Host.Config.Settings']));
  const checkup = await examinedAt(vcenter);
  expect(checkup.state).toBe('able');
  const [target] = checkup.targets;
  expect(target?.hosts[0]?.lacking).toContain('Global.Settings');
  expect(target?.rules.map(({ rule, chosen }) => [rule, chosen])).toEqual([
    ['hpe/kernel', true],
    ['prepatch/level', false],
  ]);
  const text = rendered(DOCTOR_REPORTERS, 'table', checkup);
  expect(text).toMatch(/note +Global\.Settings: .*not on all hosts, and the chosen rules do not need it/);
  expect(text).toMatch(/ok +pack hpe: what its 1 rule with esxcli need can be read/);
  expect(text).not.toContain('MISSING');
});

test('a command of a kind that only a chosen rule asks is tried too', async () => {
  const own = { rule: 'own/platform', pack: 'own', chosen: true, queries: [PLATFORM] };
  await using vcenter = await simulatedVcenter(estate([...SYSTEM, 'Host.Config.Settings']));
  const { targets, state } = await examinedAt(vcenter, { rules: [...RULES, own] });
  expect(targets[0]?.hosts[0]?.probes.map(({ command }) => command)).toEqual([
    'system settings kernel list',
    'network firewall get',
    'software acceptance get',
    'hardware platform get',
  ]);
  expect(targets[0]?.rules.at(-1)).toEqual({
    rule: 'own/platform',
    pack: 'own',
    chosen: true,
    hostsWithout: 0,
    missing: [],
  });
  expect(state).toBe('able');
});

test('with properties only, the role Read-only is enough, and no command is tried', async () => {
  await using vcenter = await simulatedVcenter(estate(SYSTEM));
  const checkup = await examined([{ ...connectionTo(vcenter), propertiesOnly: true }], { rules: ALL_CHOSEN });
  expect(checkup.state).toBe('able');
  expect(checkup.targets[0]?.hosts[0]).toMatchObject({ esxcli: null, probes: [] });
  expect(checkup.targets[0]?.rules.map(({ hostsWithout }) => hostsWithout)).toEqual([3, 3]);
  expect(vcenter.calls.count('RetrieveManagedMethodExecuter') + vcenter.calls.count('ExecuteSoap')).toBe(0);
  const text = rendered(DOCTOR_REPORTERS, 'table', checkup);
  expect(text).toContain('esxcli is not asked: properties only');
  expect(text).toMatch(/note +pack prepatch: prepatch\/level cannot be judged from esxcli/);
  expect(text).not.toContain('MISSING');
});

test('where it differs from host to host, the hosts are named, by their ids where even the name may not be read', async () => {
  await using vcenter = await simulatedVcenter(estate(null));
  vcenter.disturbHost('esx-02', { noPermission: true });
  const checkup = await examinedAt(vcenter);
  expect(checkup.state).toBe('lacking');
  expect(rendered(DOCTOR_REPORTERS, 'table', checkup)).toMatch(/MISSING +System\.Read: .*; not on host-10\n/);
});

test('a privilege that another release asks for is no lack where esxcli answers without it', () => {
  const probe = { command: 'software acceptance get', privilege: 'Global.Settings', missing: null, problem: null };
  const host = { name: 'a', moid: 'host-1', connectionState: 'connected', esxcli: true, problem: null } as const;
  const lacking = ['System.Read', 'Global.Settings', 'Global.LogEvent'];
  const missing = (needed: boolean, answers: boolean) =>
    missingOn({ ...host, lacking, probes: [{ ...probe, needed, answers }] });
  expect(missing(true, true)).toEqual(['System.Read', 'Global.LogEvent']);
  expect(missing(false, false)).toEqual(['System.Read', 'Global.LogEvent']);
  expect(missing(true, false)).toEqual(lacking);
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
