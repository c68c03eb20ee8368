import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { EVERYTHING } from '../../src/collect/scope.ts';
import { EsxcheckError } from '../../src/model/errors.ts';
import { listKernelSetting } from '../../src/scan/scan-estate.ts';
import { findingsOf, scanOf, shippedRules, verdictsOf } from '../support/scans.ts';
import { connectionTo, gen8Estate, simulatedVcenter } from '../support/simulated-vcenter.ts';

test('every rule has a finding on every host, and the summary counts them all', async () => {
  await using vcenter = await simulatedVcenter(gen8Estate(3));
  const scan = await scanOf([connectionTo(vcenter)]);
  expect(scan.findings.length).toBe(scan.hosts.length * scan.rules.length);
  const counted = Object.values(scan.summary.findings).reduce((sum, count) => sum + count, 0);
  expect(counted).toBe(scan.findings.length);
  expect(scan.summary.hosts).toBe(3);
});

test('identity, place and state come through, for a vCenter', async () => {
  await using vcenter = await simulatedVcenter(`
instanceUuid: 11111111-2222-3333-4444-555555555555
datacenters:
  - name: Ankara
    clusters:
      - name: C1
        folder: Production/Blades
        hosts:
          - name: esx-a
            vendor: HP
            model: ProLiant BL460c Gen8
            cpuModel: Intel(R) Xeon(R) CPU E5-2670 0 @ 2.60GHz
            bios: { version: I31, date: '2015-07-01' }
            uuid: 33353437-3536-5a43-3233-343630305030
            serial: CZ3346005P
            version: 6.0.0
            build: 4600944
            maintenance: true
            bootTime: '2026-11-01T03:04:05Z'
`);
  const scan = await scanOf([connectionTo(vcenter)], { releaseName: (build) => `release of ${build}` });
  const [host] = scan.hosts;
  expect(host).toMatchObject({
    id: `11111111-2222-3333-4444-555555555555/${host?.moid}`,
    name: 'esx-a',
    target: vcenter.url,
    uuid: '33353437-3536-5a43-3233-343630305030',
    serial: 'CZ3346005P',
    datacenter: 'Ankara',
    cluster: 'C1',
    computeResource: 'C1',
    folder: 'Production/Blades',
    vendor: 'HP',
    model: 'ProLiant BL460c Gen8',
    cpuModel: 'Intel(R) Xeon(R) CPU E5-2670 0 @ 2.60GHz',
    biosVersion: 'I31',
    version: '6.0.0',
    build: '4600944',
    release: 'release of 4600944',
    connectionState: 'connected',
    inMaintenanceMode: true,
    trouble: null,
  });
  expect(new Date(host?.bootTime ?? '').toISOString()).toBe('2026-11-01T03:04:05.000Z');
  expect(scan.targets).toEqual([
    expect.objectContaining({ identity: '11111111-2222-3333-4444-555555555555', error: null }),
  ]);
});

test('one ESXi host is scanned directly, and is identified by its hardware', async () => {
  await using esxi = await simulatedVcenter(`
kind: esxi
host:
  name: esx-direct
  vendor: HP
  model: ProLiant DL380p Gen8
  uuid: 33353437-3536-5a43-3233-343630305030
  kernel: { iovDisableIR: { default: 'TRUE', configured: 'FALSE', runtime: 'TRUE' } }
  managementServerIp: 10.0.0.1
`);
  const scan = await scanOf([connectionTo(esxi)]);
  expect(scan.targets[0]?.identity).toBe('33353437-3536-5a43-3233-343630305030');
  expect(scan.hosts[0]).toMatchObject({
    id: '33353437-3536-5a43-3233-343630305030/ha-host',
    managementServerIp: '10.0.0.1',
  });
  expect(findingsOf(scan, 'esx-direct').find(({ rule }) => rule.startsWith('hpe/gen8'))).toMatchObject({
    verdict: 'fail',
    state: 'reboot-pending',
  });
});

test('a server that gives fewer objects a page than asked for still shows every host once', async () => {
  await using vcenter = await simulatedVcenter(gen8Estate(47), { pageSize: 5 });
  const scan = await scanOf([connectionTo(vcenter)]);
  expect(new Set(scan.hosts.map(({ moid }) => moid)).size).toBe(47);
  expect(scan.hosts.length).toBe(47);
  expect(vcenter.openTokens).toBe(0);
  expect(vcenter.openSessions).toBe(0);
});

test('a kernel setting costs two calls a host, the firewall one more, and only what the rules name is read', async () => {
  await using vcenter = await simulatedVcenter(gen8Estate(20), { gzip: false });
  const rules = await shippedRules();
  await scanOf([connectionTo(vcenter)], { rules: rules.filter(({ id }) => id === 'hpe/gen8-interrupt-remapping') });
  expect(vcenter.calls.count('RetrieveManagedMethodExecuter')).toBe(20);
  expect(vcenter.calls.count('ExecuteSoap')).toBe(20);
  const bytesWithoutFirewall = vcenter.calls.bytesSent;
  await scanOf([connectionTo(vcenter)], { rules });
  expect(vcenter.calls.count('RetrieveManagedMethodExecuter')).toBe(40);
  expect(vcenter.calls.count('ExecuteSoap')).toBe(60);
  expect(vcenter.calls.bytesSent - bytesWithoutFirewall).toBeGreaterThan(2 * bytesWithoutFirewall);
});

test('a scan with no rule about a host itself asks no host itself', async () => {
  await using vcenter = await simulatedVcenter(gen8Estate(3));
  await scanOf([connectionTo(vcenter)], { rules: [] });
  expect(vcenter.calls.count('RetrieveManagedMethodExecuter')).toBe(0);
});

test('no more calls are in flight than was allowed', async () => {
  await using vcenter = await simulatedVcenter(gen8Estate(60), { latency: 5 });
  const { endpoint, ...connection } = connectionTo(vcenter);
  await scanOf([{ ...connection, endpoint: { ...endpoint, maxCalls: 8 } }]);
  expect(vcenter.calls.peak).toBeGreaterThan(1);
  expect(vcenter.calls.peak).toBeLessThanOrEqual(8);
});

test('only hosts in scope are asked', async () => {
  await using vcenter = await simulatedVcenter(gen8Estate(5));
  const scan = await scanOf([connectionTo(vcenter)], { scope: { ...EVERYTHING, hosts: ['*-02', '*-04'] } });
  expect(scan.hosts.map(({ name }) => name)).toEqual(['esx-02', 'esx-04']);
  expect(vcenter.calls.count('RetrieveManagedMethodExecuter')).toBe(2);
});

test('a scope that matches nothing is an error that lists what exists, before any host is asked', async () => {
  await using vcenter = await simulatedVcenter(gen8Estate(2));
  const scan = scanOf([connectionTo(vcenter)], { scope: { ...EVERYTHING, computeResources: ['C2'] } });
  await expect(scan).rejects.toMatchObject({
    code: 'SCOPE_MATCHES_NOTHING',
    message: 'no host matches --compute-resource C2',
    details: ['--compute-resource could be: C1'],
  });
  expect(vcenter.calls.count('RetrieveManagedMethodExecuter')).toBe(0);
  expect(vcenter.openSessions).toBe(0);
});

test('an inventory without hosts is an error, not a compliant estate', async () => {
  await using vcenter = await simulatedVcenter('datacenters: [{ name: Lab }]');
  await expect(scanOf([connectionTo(vcenter)])).rejects.toMatchObject({ code: 'NO_VISIBLE_HOST' });
});

test('after one wrong password no other target is tried with the same account', async () => {
  await using one = await simulatedVcenter(gen8Estate(1));
  await using two = await simulatedVcenter(gen8Estate(1));
  const connections = [one, two].map((vcenter) => connectionTo(vcenter, { password: 'wrong' }));
  await expect(scanOf(connections)).rejects.toMatchObject({ code: 'NO_TARGET_REACHED' });
  expect(one.refusedLogins + two.refusedLogins).toBe(1);
});

test('a target that cannot be reached does not spoil the others, and is reported', async () => {
  await using well = await simulatedVcenter(gen8Estate(2));
  const gone = await simulatedVcenter(gen8Estate(2));
  await gone.close();
  const failures: string[] = [];
  const scan = await scanOf([connectionTo(gone), connectionTo(well)], {
    progress: { onTargetFailed: (url, error) => void failures.push(`${url} ${error.code}`) },
  });
  expect(failures).toEqual([`${gone.url} CONNECTION_REFUSED`]);
  expect(scan.targets.map(({ error }) => error?.code ?? null)).toEqual(['CONNECTION_REFUSED', null]);
  expect(scan.hosts.length).toBe(2);
});

const named = (name: string): string =>
  `{ instanceUuid: ${randomUUID()}, datacenters: [{ name: DC, hosts: [{ name: ${name} }] }] }`;

test('hosts of several targets are in one list, sorted by lower-case name', async () => {
  await using one = await simulatedVcenter(named('b-host'));
  await using two = await simulatedVcenter(named('A-host'));
  await using three = await simulatedVcenter(named('C-host'));
  const scan = await scanOf([one, two, three].map((vcenter) => connectionTo(vcenter)));
  expect(scan.hosts.map(({ name }) => name)).toEqual(['A-host', 'b-host', 'C-host']);
});

test('one vCenter under two addresses is refused: its hosts would count twice', async () => {
  await using vcenter = await simulatedVcenter(gen8Estate(1));
  const { endpoint, credentials } = connectionTo(vcenter);
  const again = { endpoint: { ...endpoint, host: 'localhost' }, credentials };
  await expect(scanOf([{ endpoint, credentials }, again])).rejects.toMatchObject({ code: 'SAME_TARGET_TWICE' });
  expect(vcenter.openSessions).toBe(0);
});

test('an interruption ends the scan and leaves no session and no page behind', async () => {
  await using vcenter = await simulatedVcenter(gen8Estate(40), { pageSize: 5 });
  const interruption = new AbortController();
  let done = 0;
  const scan = scanOf([connectionTo(vcenter)], {
    signal: interruption.signal,
    progress: {
      onHostDone: () => {
        done += 1;
        if (done === 5) interruption.abort(new EsxcheckError('INTERRUPTED', 'Interrupted.'));
      },
    },
  });
  await expect(scan).rejects.toMatchObject({ code: 'INTERRUPTED' });
  expect(vcenter.openSessions).toBe(0);
  expect(vcenter.openTokens).toBe(0);
});

test.each(['fault', 'missing', 'view'] as const)(
  'a session that expires in the middle (%s) is renewed once, and nothing is lost',
  async (face) => {
    await using vcenter = await simulatedVcenter(gen8Estate(30), { pageSize: 4 });
    const after = face === 'view' ? 1 : 9;
    vcenter.disturb({
      kind: 'expire',
      face,
      after,
      ...(face === 'view' ? { method: 'RetrievePropertiesEx', after: 0 } : {}),
    });
    const scan = await scanOf([connectionTo(vcenter)]);
    expect(vcenter.logins).toBe(2);
    expect(scan.hosts.length).toBe(30);
    expect(scan.summary.findings.unknown).toBe(0);
    expect(verdictsOf(scan, 'esx-30')['hpe/gen8-interrupt-remapping']).toBe('pass');
    expect(vcenter.openSessions).toBe(0);
  },
);

test('a foreign xsi prefix and mixed-case values change nothing', async () => {
  const estate = `
datacenters:
  - name: Lab
    hosts:
      - name: mixed
        vendor: HP
        model: ProLiant DL380p Gen8
        kernel: { iovDisableIR: { default: 'FALSE', configured: 'true', runtime: 'TRUE' } }
        firewall: { rulesets: { vSPC: { enabled: true } } }
`;
  await using vcenter = await simulatedVcenter(estate, { foreignPrefix: true });
  const scan = await scanOf([connectionTo(vcenter)]);
  expect(findingsOf(scan, 'mixed').find(({ rule }) => rule.startsWith('hpe/gen8'))).toMatchObject({
    state: 'non-compliant',
    observed: { default: 'FALSE', configured: 'true', runtime: 'TRUE' },
  });
  expect(verdictsOf(scan, 'mixed')['vic/outbound-2377']).toBe('pass');
});

test.each(['control', 'invalidUtf8', 'nullReference'] as const)(
  'illegal characters (%s) in what a host says of itself are no reason to lose it',
  async (characters) => {
    await using vcenter = await simulatedVcenter(gen8Estate(2));
    vcenter.disturbHost('esx-01', { characters });
    const scan = await scanOf([connectionTo(vcenter)]);
    expect(verdictsOf(scan, 'esx-01')['hpe/gen8-interrupt-remapping']).toBe('pass');
  },
);

test('a listing of one kernel setting tells all three values and judges nothing', async () => {
  await using vcenter = await simulatedVcenter(gen8Estate(2));
  const listing = await listKernelSetting({
    connections: [connectionTo(vcenter)],
    scope: EVERYTHING,
    setting: 'iovDisableIR',
    releaseName: () => null,
    tool: { name: 'esxcheck', version: '0' },
    now: () => new Date(0),
  });
  expect(listing.hosts.map(({ kernel }) => kernel.get('iovDisableIR'))).toEqual([
    { kind: 'read', value: expect.objectContaining({ configured: 'FALSE', runtime: 'FALSE', source: 'esxcli' }) },
    { kind: 'read', value: expect.objectContaining({ configured: 'FALSE', runtime: 'FALSE', source: 'esxcli' }) },
  ]);
});

test('a setting that no host has is absent, which is not the same as unread', async () => {
  await using vcenter = await simulatedVcenter(gen8Estate(1));
  const listing = await listKernelSetting({
    connections: [connectionTo(vcenter)],
    scope: EVERYTHING,
    setting: 'noSuchSetting',
    releaseName: () => null,
    tool: { name: 'esxcheck', version: '0' },
    now: () => new Date(0),
  });
  expect(listing.hosts[0]?.kernel.get('noSuchSetting')).toEqual({ kind: 'absent' });
});
