import { expect, test } from 'vitest';
import { EsxcheckError } from '../../../src/model/errors.ts';
import { connectionTo, simulatedVcenter } from '../../support/simulated-vcenter.ts';
import { findingsOf, rulesOf, scanOf } from '../../support/scans.ts';

const GATHERED = /another|certificate|configuration-profile|drs|ha-enabled|host-profile|image-owner|red-alarms|vms-can/;
const RULES = await rulesOf(({ id, pack }) => pack === 'prepatch' && GATHERED.test(id));

const ESTATE = `
datacenters:
  - name: Lab
    clusters:
      - name: C1
        hosts:
          - { name: a, vms: [{ name: web, passthrough: true }, { name: db }], hostProfile: Blades }
          - { name: b, redAlarms: [Host storage status] }
    hosts: [{ name: alone, vms: [{ name: web }] }]
`;

/** Verdicts by host and rule; every read of properties from the one after `reads` on fails. */
async function verdictsAfter(reads: number | null): Promise<readonly (readonly [string, string])[]> {
  await using vcenter = await simulatedVcenter(ESTATE);
  const method = 'RetrievePropertiesEx';
  if (reads !== null) vcenter.disturb({ kind: 'fault', method, after: reads, times: 1000 });
  const scan = await scanOf([connectionTo(vcenter)], { rules: RULES });
  expect([vcenter.openSessions, vcenter.openTokens]).toEqual([0, 0]);
  return ['a', 'b', 'alone'].flatMap((host) =>
    findingsOf(scan, host).map(({ rule, verdict }) => [`${host} ${rule}`, verdict] as const),
  );
}

const healthy = new Map(await verdictsAfter(null));

/** The first two reads are those of the inventory and of the hosts' own properties. */
test.each([2, 3, 4, 5, 6, 7, 8, 9])(
  'reads that fail after the first %i leave unread what they would have told, and change nothing else',
  async (reads) => {
    const verdicts = await verdictsAfter(reads);
    expect(verdicts.filter(([, verdict]) => verdict === 'unknown').length).toBeGreaterThan(0);
    expect(verdicts.filter(([key, verdict]) => verdict !== 'unknown' && verdict !== healthy.get(key))).toEqual([]);
  },
);

test('an interruption while facts are gathered ends the scan, and leaves no session behind', async () => {
  const interruption = new AbortController();
  let reads = 0;
  await using vcenter = await simulatedVcenter(ESTATE, {
    onCall: ({ method }) => {
      reads += Number(method === 'RetrievePropertiesEx');
      if (reads === 4) interruption.abort(new EsxcheckError('INTERRUPTED', 'Interrupted.'));
    },
  });
  const scan = scanOf([connectionTo(vcenter)], { rules: RULES, signal: interruption.signal });
  await expect(scan).rejects.toMatchObject({ code: 'INTERRUPTED' });
  expect(vcenter.openSessions).toBe(0);
});

test('objects are asked for in requests of at most a hundred', async () => {
  const vms = Array.from({ length: 230 }, (_, i) => `{ name: vm-${i} }`).join(', ');
  await using vcenter = await simulatedVcenter(`
datacenters: [{ name: Lab, clusters: [{ name: C1, hosts: [{ name: a, vms: [${vms}] }, { name: b }] }] }]
`);
  const rules = RULES.filter(({ id }) => id === 'prepatch/vms-can-move');
  await scanOf([connectionTo(vcenter)], { rules });
  // Inventory, hosts, the cluster, and three for the VMs.
  expect(vcenter.calls.count('RetrievePropertiesEx')).toBe(6);
  expect(vcenter.calls.count('ContinueRetrievePropertiesEx')).toBe(0);
});
