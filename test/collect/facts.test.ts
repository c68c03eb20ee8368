import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { optionQueries } from '../../src/collect/advanced-options.ts';
import { collectFacts } from '../../src/collect/collect-facts.ts';
import { readEsxcli, servicesFrom } from '../../src/collect/esxcli-facts.ts';
import type { HostEsxcli } from '../../src/collect/host-esxcli.ts';
import { readInventory } from '../../src/collect/inventory.ts';
import { openSession } from '../../src/connect/session.ts';
import { esxcliKey, type FactDemand, type HostFacts, NO_DEMAND } from '../../src/model/facts.ts';
import { read, type Reading } from '../../src/model/reading.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { parseXml } from '../../src/vim/xml-reader.ts';
import { connectionTo, simulatedVcenter } from '../support/simulated-vcenter.ts';

const VERSION = { command: ['system', 'version', 'get'], arguments: {} };
const DEMAND: FactDemand = {
  ...NO_DEMAND,
  advancedOptions: new Set(['UserVars.DcuiTimeOut', 'UserVars.ESXiShellTimeOut', 'UserVars.NotThere', 'Net.NotThere']),
  services: true,
  properties: new Set(['host.rebootRequired', 'host.lockdownMode', 'host.secureBoot', 'host.bootDevice']),
  vibs: true,
  esxcli: new Map([[esxcliKey(VERSION), VERSION]]),
};

async function factsOn(simulator: Simulator, demand = DEMAND): Promise<ReadonlyMap<string, HostFacts>> {
  const { endpoint, credentials } = connectionTo(simulator, { timeoutMs: 1500 });
  await using session = await openSession(endpoint, credentials);
  const source = { target: endpoint.url, targetIdentity: null, releaseName: () => null };
  const facts = await collectFacts(session, await readInventory(session), { demand, source });
  return new Map(facts.map((each) => [each.host.name, each]));
}

const ESTATE = `
apiVersion: 8.0.2.0
datacenters:
  - name: Lab
    hosts:
      - { name: well, version: 8.0.2, build: 22380479, options: { UserVars.DcuiTimeOut: 300 } }
      - { name: gone, version: 8.0.2, build: 22380479, connection: disconnected }
      - { name: unseen, version: 8.0.2, build: 22380479, trouble: { noPermission: [config.service, summary.rebootRequired] } }
      - { name: mute, version: 8.0.2, build: 22380479, trouble: { esxcli: nil } }
`;

const kinds = (readings: ReadonlyMap<string, Reading<unknown>>) =>
  Object.fromEntries([...readings].map(([name, { kind }]) => [name, kind]));

test('facts are read as they are, and what a release lacks is known to be absent', async () => {
  await using vcenter = await simulatedVcenter(ESTATE);
  const well = (await factsOn(vcenter)).get('well');
  expect(well?.options.get('UserVars.DcuiTimeOut')).toEqual({ kind: 'read', value: { type: 'long', value: '300' } });
  expect(kinds(well?.options ?? new Map())).toEqual({
    'UserVars.DcuiTimeOut': 'read',
    'UserVars.ESXiShellTimeOut': 'read',
    'UserVars.NotThere': 'absent',
    'Net.NotThere': 'absent',
  });
  expect(well?.services).toMatchObject({ kind: 'read' });
  const services = well?.services?.kind === 'read' ? well.services.value : [];
  expect(services.find(({ key }) => key === 'ntpd')).toEqual({
    key: 'ntpd',
    label: 'NTP Daemon',
    running: true,
    policy: 'on',
  });
  expect(well?.properties.get('host.rebootRequired')).toEqual({ kind: 'read', value: 'false' });
  expect(well?.properties.get('host.lockdownMode')).toEqual({ kind: 'read', value: 'lockdownDisabled' });
  expect(well?.properties.get('host.bootDevice')).toEqual({ kind: 'read', value: 'disk' });
  expect(well?.vibs).toMatchObject({ kind: 'read' });
  const [answer] = well?.esxcli.values() ?? [];
  expect(answer).toMatchObject({
    kind: 'read',
    value: { rows: [{ Version: '8.0.2', Build: 'Releasebuild-22380479' }] },
  });
});

test('a property that is newer than the API is not asked for, and unread', async () => {
  await using vcenter = await simulatedVcenter(ESTATE);
  const facts = await factsOn(vcenter);
  expect(facts.get('well')?.properties.get('host.secureBoot')).toMatchObject({
    kind: 'unread',
    problem: { code: 'not-reported' },
  });
});

test('of a host that is gone nothing is known to be absent', async () => {
  await using vcenter = await simulatedVcenter(ESTATE);
  const gone = (await factsOn(vcenter)).get('gone');
  const readings = [
    ...(gone?.options.values() ?? []),
    gone?.services,
    gone?.vibs,
    ...(gone?.esxcli.values() ?? []),
    gone?.properties.get('host.lockdownMode'),
    gone?.properties.get('host.bootDevice'),
  ];
  for (const reading of readings) {
    expect(reading).toMatchObject({ kind: 'unread', problem: { code: 'disconnected' } });
  }
});

test('what an account may not see, and what esxcli does not answer, is unread with its reason', async () => {
  await using vcenter = await simulatedVcenter(ESTATE);
  const facts = await factsOn(vcenter);
  const unseen = facts.get('unseen');
  expect(unseen?.services).toMatchObject({ kind: 'unread', problem: { code: 'no-permission' } });
  expect(unseen?.properties.get('host.rebootRequired')).toMatchObject({ problem: { code: 'no-permission' } });
  const mute = facts.get('mute');
  expect(mute?.vibs).toMatchObject({ kind: 'unread', problem: { code: 'esxcli-unavailable' } });
  expect(mute?.properties.get('host.bootDevice')).toMatchObject({ kind: 'unread' });
  expect(mute?.services).toMatchObject({ kind: 'read' });
});

test('what nobody demands is not asked for', async () => {
  await using vcenter = await simulatedVcenter(ESTATE);
  const well = (await factsOn(vcenter, NO_DEMAND)).get('well');
  expect(well).toMatchObject({ firewall: null, services: null, vibs: null });
  expect([well?.kernel.size, well?.options.size, well?.properties.size, well?.esxcli.size]).toEqual([0, 0, 0, 0]);
  expect(vcenter.calls.count('QueryOptions')).toBe(0);
  expect(vcenter.calls.count('ExecuteSoap')).toBe(0);
});

describe('the calls for options', () => {
  test('one for each first part of the keys, by the longest prefix that is shared', () => {
    expect(
      optionQueries(['UserVars.A', 'Syslog.global.x', 'UserVars.B', 'Syslog.global.y.z', 'Net.One', 'Net.One']).map(
        ({ name }) => name,
      ),
    ).toEqual(['UserVars.', 'Syslog.global.', 'Net.']);
    expect(optionQueries(['Net.One'])).toEqual([{ name: 'Net.One', keys: ['Net.One'] }]);
  });

  test('every key is in exactly one call, and what is asked for holds it', () => {
    const part = fc.constantFrom('A', 'b', 'Cc', 'd-e');
    const key = fc.array(part, { minLength: 2, maxLength: 4 }).map((parts) => parts.join('.'));
    fc.assert(
      fc.property(fc.uniqueArray(key, { minLength: 1, maxLength: 12 }), (keys) => {
        const queries = optionQueries(keys);
        expect(queries.flatMap((query) => query.keys).sort()).toEqual([...keys].sort());
        for (const query of queries) {
          for (const each of query.keys) {
            expect(query.name.endsWith('.') ? each.startsWith(query.name) : each === query.name).toBe(true);
          }
        }
      }),
    );
  });
});

test('an ESXi host that a vCenter manages does not know its cluster when it is asked directly', async () => {
  for (const [manager, computeResource] of [
    [', managementServerIp: 192.0.2.1', null],
    ['', expect.any(String)],
  ] as const) {
    await using esxi = await simulatedVcenter(
      `kind: esxi\nhost: { name: lone, version: 8.0.2, build: 22380479${manager} }\n`,
    );
    const [facts] = (await factsOn(esxi, NO_DEMAND)).values();
    expect(facts?.host).toMatchObject({ cluster: null, computeResource });
  }
});

test('a host is managed where a vCenter tells of it, or where it names one itself; what it would not say is unknown', async () => {
  const demand = { ...NO_DEMAND, properties: new Set(['host.managed']) };
  const lone = 'kind: esxi\nhost: { name: lone, version: 8.0.2, build: 22380479';
  const refused = ', trouble: { noPermission: [summary.managementServerIp] }';
  for (const [estate, wanted] of [
    ['datacenters: [{ name: Lab, hosts: [{ name: here, version: 8.0.2, build: 22380479 }] }]\n', read('true')],
    [`${lone}, managementServerIp: 192.0.2.1 }\n`, read('true')],
    [`${lone} }\n`, read('false')],
    [`${lone}${refused} }\n`, expect.objectContaining({ kind: 'unread' })],
  ] as const) {
    await using server = await simulatedVcenter(estate);
    const [facts] = (await factsOn(server, demand)).values();
    expect(facts?.properties.get('host.managed')).toEqual(wanted);
  }
});

test('an answer without any option or service tells nothing', () => {
  expect(servicesFrom(parseXml('<val></val>'))).toMatchObject({ kind: 'unread' });
});

function servicesListed(keys: readonly string[]) {
  const services = keys.map((key) => `<service><key>${key}</key><running>true</running><policy>on</policy></service>`);
  return servicesFrom(parseXml(`<val>${services.join('')}</val>`));
}

test('a list of services that lacks what every host has proves of none that it is not there', () => {
  const every = ['DCUI', 'TSM', 'TSM-SSH'];
  expect(servicesListed([...every, 'ntpd'])).toMatchObject({ kind: 'read' });
  for (const missing of every) {
    const rest = every.filter((key) => key !== missing);
    expect(servicesListed([...rest, 'ntpd'])).toMatchObject({ kind: 'unread', problem: { code: 'unexpected-answer' } });
  }
});

test('a command that could change a host is never sent', async () => {
  const esxcli = { run: () => Promise.reject(new Error('it was sent')) } as unknown as HostEsxcli;
  const setting = { command: ['system', 'settings', 'kernel', 'set'], arguments: {} };
  await expect(readEsxcli(esxcli, setting)).rejects.toThrow('esxcli system settings kernel set may change a host');
});

test('a command that several facts hang on is run once on each host', async () => {
  await using vcenter = await simulatedVcenter(ESTATE);
  const command = { command: ['network', 'firewall', 'get'], arguments: {} };
  const demand: FactDemand = {
    ...NO_DEMAND,
    firewall: true,
    firewallEnabled: true,
    esxcli: new Map([[esxcliKey(command), command]]),
  };
  const facts = await factsOn(vcenter, demand);
  const well = facts.get('well');
  expect(well?.firewall).toMatchObject({ kind: 'read', value: { enabled: { kind: 'read', value: true } } });
  expect(well?.esxcli.get(esxcliKey(command))).toMatchObject({ kind: 'read', value: { rows: [{ Enabled: 'true' }] } });
  const asked = [...facts.values()].filter(({ host }) => host.trouble === null).length;
  expect(vcenter.calls.count('ExecuteSoap')).toBe(asked);
});
