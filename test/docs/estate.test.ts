import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parseEstate } from '../../src/simulator/estate.ts';
import { connectionTo, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { scanOf, verdictsOf } from '../support/scans.ts';

const GEN8 = 'hpe/gen8-interrupt-remapping';

test('the estate that the documentation shows is one that the simulator runs, and means what it says', async () => {
  const text = await readFile('docs/simulator.md', 'utf8');
  const [, estate = ''] = /^```yaml\n([\s\S]*?)^```/m.exec(text) ?? [];
  await using vcenter = await simulatedVcenter(estate);
  const scan = await scanOf([connectionTo(vcenter, { timeoutMs: 1500 })]);
  expect(scan.hosts.length).toBe(23);
  expect(verdictsOf(scan, 'esx-01.lab')[GEN8]).toBe('pass');
  expect(verdictsOf(scan, 'esx-wrong.lab')).toEqual({ [GEN8]: 'fail', 'vic/outbound-2377': 'pass' });
  expect(verdictsOf(scan, 'esx-gone.lab')[GEN8]).toBe('unknown');
  expect(verdictsOf(scan, 'standalone.lab')[GEN8]).toBe('unknown');
});

test('every estate that the documentation of the simulator shows can be read', async () => {
  const text = await readFile('docs/simulator.md', 'utf8');
  const shown = [...text.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, estate]) => estate ?? '');
  expect(shown.length).toBe(4);
  for (const estate of shown) expect(() => parseEstate(estate, 'shown.yaml')).not.toThrow();
});
