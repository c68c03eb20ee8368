import { describe, expect, test } from 'vitest';
import type { HostTrouble } from '../../src/simulator/estate/estate.ts';
import { connectionTo, gen8Estate, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { findingsOf, scanOf, verdictsOf } from '../support/scans.ts';

const GEN8 = 'hpe/gen8-interrupt-remapping';
const PORT = 'vic/outbound-2377';
const ALL_PASS = { [GEN8]: 'pass', [PORT]: 'pass' };

interface Case {
  readonly trouble: HostTrouble;
  /** What a healthy host in the place of this one would have passed, and what is known of it now. */
  readonly verdicts: Readonly<Record<string, string>>;
  readonly reason: string;
}

const CASES: Readonly<Record<string, Case>> = {
  'esxcli is missing (MethodNotFound)': {
    trouble: { esxcli: 'methodNotFound' },
    verdicts: { [GEN8]: 'unknown', [PORT]: 'pass' },
    reason: 'esxcli-unavailable',
  },
  'no executer is given': {
    trouble: { esxcli: 'noExecuter' },
    verdicts: { [GEN8]: 'unknown', [PORT]: 'pass' },
    reason: 'esxcli-unavailable',
  },
  'esxcli answers with nothing': {
    trouble: { esxcli: 'nil' },
    verdicts: { [GEN8]: 'unknown', [PORT]: 'pass' },
    reason: 'esxcli-unavailable',
  },
  'the account may not see the host': {
    trouble: { noPermission: true },
    verdicts: { [GEN8]: 'unknown', 'cpu/xeon-5500-5600-remapping-off': 'unknown', [PORT]: 'unknown' },
    reason: 'no-permission',
  },
  'the host hangs': {
    trouble: { hanging: true },
    verdicts: { [GEN8]: 'unknown', [PORT]: 'pass' },
    reason: 'timeout',
  },
  'the host drops connections': {
    trouble: { drops: true },
    verdicts: { [GEN8]: 'unknown', [PORT]: 'pass' },
    reason: 'connection-lost',
  },
};

describe.each(Object.entries(CASES))('when %s', (_name, { trouble, verdicts, reason }) => {
  test('what could not be read is unknown with its reason, and the other hosts are judged', async () => {
    await using vcenter = await simulatedVcenter(gen8Estate(3));
    vcenter.disturbHost('esx-02', trouble);
    const scan = await scanOf([connectionTo(vcenter, { timeoutMs: 1500 })]);
    // A host whose very name may not be read goes by its managed object id.
    const troubled = scan.hosts.find(({ name }) => name !== 'esx-01' && name !== 'esx-03')?.name ?? '';
    expect(verdictsOf(scan, troubled)).toEqual(verdicts);
    expect(findingsOf(scan, troubled).find(({ rule }) => rule === GEN8)?.reason).toBe(reason);
    expect(verdictsOf(scan, 'esx-01')).toEqual(ALL_PASS);
    expect(verdictsOf(scan, 'esx-03')).toEqual(ALL_PASS);
    expect(vcenter.openSessions).toBe(0);
  });
});

test.each(['disconnected', 'notResponding', 'standby'] as const)(
  'a host that is %s is judged by what vCenter still knows, and never asked itself',
  async (connection) => {
    await using vcenter = await simulatedVcenter(`
datacenters:
  - name: Lab
    hosts:
      - { name: gen8, vendor: HP, model: ProLiant DL380p Gen8, connection: ${connection} }
      - { name: gen10, vendor: HPE, model: ProLiant DL380 Gen10, connection: ${connection} }
`);
    const scan = await scanOf([connectionTo(vcenter)]);
    expect(verdictsOf(scan, 'gen8')).toEqual({ [GEN8]: 'unknown', [PORT]: 'unknown' });
    expect(verdictsOf(scan, 'gen10')).toEqual({ [PORT]: 'unknown' });
    expect(vcenter.calls.count('RetrieveManagedMethodExecuter')).toBe(0);
    expect(scan.summary.unreachable).toBe(2);
  },
);

test('where esxcli is not to be had, a wrong stored option is still a fail, and a right one is not a pass', async () => {
  await using vcenter = await simulatedVcenter(`
defaults: { vendor: HP, model: ProLiant DL380p Gen8, trouble: { esxcli: methodNotFound } }
datacenters:
  - name: Lab
    hosts:
      - { name: wrong, kernel: { iovDisableIR: 'TRUE' } }
      - { name: right, kernel: { iovDisableIR: 'FALSE' } }
`);
  const scan = await scanOf([connectionTo(vcenter)]);
  expect(findingsOf(scan, 'wrong').find(({ rule }) => rule === GEN8)).toMatchObject({
    verdict: 'fail',
    state: 'unknown',
    horizons: { now: 'unknown', nextBoot: 'fail' },
    reason: 'esxcli-unavailable',
  });
  expect(findingsOf(scan, 'right').find(({ rule }) => rule === GEN8)).toMatchObject({
    verdict: 'unknown',
    horizons: { now: 'unknown', nextBoot: 'pass' },
  });
});

test('a vCenter that goes away in the middle ends the scan at once, with the rest unknown', async () => {
  const vcenter = await simulatedVcenter(gen8Estate(60));
  const connection = connectionTo(vcenter, { timeoutMs: 3000 });
  let asked = 0;
  const scan = await scanOf([connection], {
    progress: { onHostDone: () => void ((asked += 1) === 10 && void vcenter.close()) },
  });
  const verdicts = scan.hosts.map((host) => verdictsOf(scan, host.name)[GEN8]);
  expect(verdicts.filter((verdict) => verdict === 'pass').length).toBeGreaterThanOrEqual(10);
  expect(verdicts.filter((verdict) => verdict === 'unknown').length).toBeGreaterThan(30);
  expect(new Set(verdicts)).toEqual(new Set(['pass', 'unknown']));
});

test('a host that vanishes from the inventory on the way is unknown', async () => {
  await using vcenter = await simulatedVcenter(gen8Estate(5));
  vcenter.disturbHost('esx-03', { vanishes: { after: 1, fault: true } });
  const scan = await scanOf([connectionTo(vcenter)]);
  expect(verdictsOf(scan, 'esx-02')).toEqual(ALL_PASS);
  expect(verdictsOf(scan, 'esx-04')).toEqual(ALL_PASS);
  const vanished = verdictsOf(scan, 'esx-03');
  expect(new Set(Object.values(vanished))).not.toContain('pass');
});
