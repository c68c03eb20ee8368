import { expect, test } from 'vitest';
import { json } from '../../reports/scan/json.ts';
import { compareScans } from '../../src/history/compare-scans.ts';
import { askedByName } from '../../src/rules/select.ts';
import { parseScan } from '../../src/saved/saved-scan.ts';
import { connectionTo, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { findingsOf, rulesOf, scanOf } from '../support/scans.ts';

const PORT = 'vic/outbound-2377';
const VIC = await rulesOf(({ pack }) => pack === 'vic');
const NAMED = askedByName(VIC, { packs: ['vic'], ids: [] });

/** Hosts as they come, of every line from 6.0 on; one on which somebody has looked after the port, one that is not there. */
const ESTATE = `
datacenters:
  - name: Lab
    clusters:
      - name: C1
        hosts:
          - { name: as-6.0, version: 6.0.0, build: 3620759 }
          - { name: as-6.7, version: 6.7.0, build: 8169922 }
          - { name: as-7.0, version: 7.0.3, build: 21930508 }
          - { name: as-8.0.3, version: 8.0.3, build: 24022510 }
          - { name: as-9.0, version: 9.0.0, build: 24755229 }
          - { name: used, version: 8.0.3, firewall: { rulesets: { vic-engine: { enabled: false, allowed: [10.9.0.0/24] } } } }
          - { name: gone, connection: disconnected }
`;

async function scanned(rules = VIC) {
  await using vcenter = await simulatedVcenter(ESTATE);
  return await scanOf([connectionTo(vcenter)], { rules });
}

const verdictOf = (scan: Awaited<ReturnType<typeof scanned>>, name: string) =>
  findingsOf(scan, name).find(({ rule }) => rule === PORT)?.verdict;

test('no release comes with anything that counts as use: untouched hosts give no fail', async () => {
  const scan = await scanned();
  const untouched = ['as-6.0', 'as-6.7', 'as-7.0', 'as-8.0.3', 'as-9.0'];
  expect(untouched.map((name) => verdictOf(scan, name))).toEqual(untouched.map(() => 'warn'));
  expect(scan.findings.filter(({ verdict }) => verdict === 'fail').map(({ host }) => host)).toEqual(
    scan.hosts.filter(({ name }) => name === 'used').map(({ id }) => id),
  );
  expect(verdictOf(scan, 'gone')).toBe('unknown');
});

test('the same hosts fail where the rule was named, and a comparison of both scans tells no change', async () => {
  const [unasked, named] = [await scanned(), await scanned(NAMED)];
  expect(verdictOf(named, 'as-8.0.3')).toBe('fail');
  expect(compareScans(unasked, named).changed).toEqual([]);
  expect(compareScans(named, unasked).changed).toEqual([]);
  expect(compareScans(unasked, named).changedRules).toEqual([]);
});

test('what a scan says of asking is saved and read back', async () => {
  const scan = await scanned();
  const again = parseScan([...json.render(scan, { width: null, colour: false })].join(''));
  expect(again.findings).toEqual(scan.findings);
});
