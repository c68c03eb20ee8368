import { expect, test } from 'vitest';
import type { HostSpec } from '../../src/simulator/estate/estate.ts';
import { loadEstate } from '../../src/simulator/estate.ts';

const estate = await loadEstate(new URL('../../src/simulator/estates/demo.yaml', import.meta.url).pathname);
const hosts = estate.datacenters.flatMap((dc) => dc.computeResources.flatMap((resource) => resource.hosts));
const isTrue = (text: string | undefined): boolean => text?.toUpperCase() === 'TRUE';

/** The state that the three values make, by a table of our own. */
function kernelState({ connection, kernel }: HostSpec): string {
  if (connection !== 'connected') return 'unknown';
  const values = kernel.get('iovDisableIR');
  const now = isTrue(values?.runtime);
  const next = isTrue(values?.configured);
  if (now === next) return now ? 'non-compliant' : 'compliant';
  return now ? 'reboot-pending' : 'regresses-on-reboot';
}

test('the demo shows every state of a kernel setting on Gen8 hosts', () => {
  const gen8 = hosts.filter(({ model }) => /\bGen8\b/.test(model));
  expect(new Set(gen8.map(kernelState))).toEqual(
    new Set(['compliant', 'non-compliant', 'reboot-pending', 'regresses-on-reboot', 'unknown']),
  );
});

test('the demo holds the picture of the article: unpatched with default FALSE, patched with default TRUE set to FALSE', () => {
  const compliant = hosts.filter(
    (host) => /Gen8/.test(host.model) && /Xeon/.test(host.cpuModel) && kernelState(host) === 'compliant',
  );
  expect(compliant.map(({ kernel, build }) => [build, kernel.get('iovDisableIR')?.default])).toEqual([
    ['3620759', 'FALSE'],
    ['3620759', 'FALSE'],
    ['4600944', 'TRUE'],
    ['4600944', 'TRUE'],
    ['4600944', 'TRUE'],
  ]);
});

/** The first row of the 2377 table that holds, without an address of the VCH. */
function row({ firewall, trouble }: HostSpec): number {
  if (firewall === null) return 1;
  const covering = firewall.rulesets.filter(
    ({ enabled, rules }) =>
      enabled &&
      rules.some(
        ({ direction, protocol, portType, port, endPort }) =>
          direction === 'outbound' &&
          protocol === 'tcp' &&
          portType !== 'src' &&
          port <= 2377 &&
          (endPort ?? port) >= 2377,
      ),
  );
  if (covering.some(({ allowed }) => allowed.all)) return 2;
  if (trouble.esxcli === undefined && (!firewall.enabled || !firewall.outgoingBlocked)) return 3;
  if (covering.some(({ allowed }) => allowed.addresses.length + allowed.networks.length > 0)) return 4;
  return trouble.esxcli === undefined ? 6 : 5;
}

test('the demo shows every row of the table for tcp 2377', () => {
  const connected = hosts.filter(({ connection }) => connection === 'connected');
  expect(new Set(connected.map(row))).toEqual(new Set([1, 2, 3, 4, 5, 6]));
});

test('the demo has an AMD Gen8, a pre-Gen8 Xeon and a standalone host', () => {
  expect(hosts.some(({ model, cpuModel }) => /Gen8/.test(model) && /Opteron/.test(cpuModel))).toBe(true);
  expect(hosts.some(({ cpuModel }) => /X56\d\d/.test(cpuModel))).toBe(true);
  expect(estate.datacenters[0]?.computeResources.map(({ kind }) => kind)).toEqual(['cluster', 'cluster', 'standalone']);
});
