import { expect, test } from 'vitest';
import { compareScans } from '../../src/history/compare-scans.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { scanOf } from '../support/scans.ts';
import { connectionTo, simulatedVcenter } from '../support/simulated-vcenter.ts';

const UUID = '33353437-3536-5a43-3233-343630305030';

interface Said {
  readonly uuid?: string;
  readonly serial?: string;
  readonly iovDisableIR?: string;
  readonly more?: string;
}

/** An ESXi host that is asked directly; the same name is the same host: cards, boot time, serial number. */
function direct(
  name: string,
  { uuid = UUID, serial, iovDisableIR = 'FALSE', more = '' }: Said = {},
): Promise<Simulator> {
  return simulatedVcenter(`
kind: esxi
host:
  name: ${name}
  vendor: HP
  model: ProLiant DL380p Gen8
  version: 6.0.0
  build: 4600944
  uuid: ${uuid}
  ${serial === undefined ? '' : `serial: '${serial}'`}
  kernel: { iovDisableIR: '${iovDisableIR}' }
  ${more}
`);
}

const authorityOf = ({ url }: Simulator): string => new URL(url).host;

test('two boards with one hardware UUID have ids of their own, and each its own verdict', async () => {
  await using good = await direct('esx-a', { serial: 'Default string' });
  await using bad = await direct('esx-b', { serial: 'Default string', iovDisableIR: 'TRUE' });
  const scan = await scanOf([connectionTo(good), connectionTo(bad)]);
  expect(scan.hosts.map(({ id }) => id)).toEqual([good, bad].map((each) => `${UUID}/ha-host@${authorityOf(each)}`));
  const verdictOf = (target: string): string | undefined => {
    const host = scan.hosts.find((each) => each.target === target);
    const finding = scan.findings.find((each) => each.host === host?.id && each.rule.startsWith('hpe/gen8-interrupt'));
    return finding?.verdict;
  };
  expect([verdictOf(good.url), verdictOf(bad.url)]).toEqual(['pass', 'fail']);
});

test('a scan without the twin has the id that it always had, and is compared with the host that was there', async () => {
  await using one = await direct('esx-a');
  await using twin = await direct('esx-b');
  const both = await scanOf([connectionTo(one), connectionTo(twin)]);
  const alone = await scanOf([connectionTo(twin)]);
  expect(alone.hosts.map(({ id }) => id)).toEqual([`${UUID}/ha-host`]);
  expect(compareScans(both, alone)).toMatchObject({
    compared: 1,
    onlyBefore: [{ name: 'esx-a' }],
    onlyNow: [],
    changed: [],
  });
});

test('one ESXi host under two addresses is refused: it would count twice', async () => {
  await using esxi = await direct('esx-a');
  const { endpoint, credentials } = connectionTo(esxi);
  const byName = {
    endpoint: { ...endpoint, host: 'localhost', url: `https://localhost:${esxi.port}/sdk` },
    credentials,
  };
  await expect(scanOf([connectionTo(esxi), byName])).rejects.toMatchObject({
    code: 'SAME_TARGET_TWICE',
    message: `${esxi.url} and ${byName.endpoint.url} are one ESXi host`,
  });
  expect(esxi.openSessions).toBe(0);
});

test.each([
  ['a placeholder for a UUID and no serial number', { uuid: '03000200-0400-0500-0006-000700080009', serial: '' }],
  [
    'nothing of its network',
    { more: `trouble: { lies: [{ at: property HostSystem.config.network.pnic, way: dropped }] }` },
  ],
])('one ESXi host that tells %s is known all the same', async (_what, said) => {
  await using one = await direct('esx-a', said);
  await using again = await direct('esx-a', said);
  await expect(scanOf([connectionTo(one), connectionTo(again)])).rejects.toMatchObject({ code: 'SAME_TARGET_TWICE' });
});

test('clones that share UUID, serial number and name are two hosts, since each booted at its own time', async () => {
  await using one = await direct('localhost', { more: `bootTime: '2026-11-01T03:00:00Z'` });
  await using clone = await direct('localhost', { more: `bootTime: '2026-11-02T03:00:00Z'` });
  const scan = await scanOf([connectionTo(one), connectionTo(clone)]);
  expect(scan.hosts.length).toBe(2);
  expect(scan.remarks ?? []).toEqual([]);
});

test('one ESXi host alone is asked nothing more', async () => {
  await using esxi = await direct('esx-a');
  await scanOf([connectionTo(esxi)]);
  const alone = esxi.calls.count('RetrievePropertiesEx');
  await using other = await direct('esx-b', { uuid: '11111111-3536-5a43-3233-343630305030' });
  await scanOf([connectionTo(esxi), connectionTo(other)]);
  expect(esxi.calls.count('RetrievePropertiesEx') - alone).toBe(alone + 1);
});

test('a host that is asked both directly and through its vCenter is counted, and said to be', async () => {
  const boot = `bootTime: '2026-11-01T03:00:00Z'`;
  await using esxi = await direct('esx-a', { serial: 'CZ1', more: boot });
  await using vcenter = await simulatedVcenter(`
datacenters:
  - name: DC
    hosts: [{ name: 10.0.0.1, uuid: '${UUID.toUpperCase()}', serial: CZ1, ${boot} }]
`);
  const told: string[] = [];
  const progress = { onDoubt: (sentence: string) => void told.push(sentence) };
  const scan = await scanOf([connectionTo(esxi), connectionTo(vcenter)], { progress });
  expect(scan.hosts.length).toBe(2);
  expect(scan.remarks).toEqual([expect.stringMatching(/have one hardware UUID.*counts twice\.$/)]);
  expect(told).toEqual(scan.remarks);
});
