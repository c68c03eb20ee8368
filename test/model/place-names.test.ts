import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clusterGlob, hostGlob } from '../../src/model/glob.ts';
import { clusterPath, hostPath, PATH_FORMS, type StandingHost } from '../../src/model/inventory-path.ts';
import { clusterLabels, hostLabels } from '../../src/model/place-labels.ts';

type Labelled = StandingHost & { readonly id: string };

function host(name: string, parts: Partial<Labelled> = {}): Labelled {
  const place = { target: 'https://vc01.lab/sdk', datacenter: 'DC1', folder: '', cluster: 'Prod' };
  return { id: `vc/${name}`, name, ...place, ...parts };
}

describe('a glob over clusters', () => {
  const prod = { ...host('x'), name: 'Prod' };
  test.each([
    ['Prod', prod, true],
    ['pr*', prod, true],
    ['DC1/Prod', prod, true],
    ['dc?/prod', prod, true],
    ['DC2/Prod', prod, false],
    ['vc01.lab:DC1/Prod', prod, true],
    ['vc01.lab:*/Prod', prod, true],
    ['vc02.lab:DC1/Prod', prod, false],
    ['DC1/Racks/Prod', { ...prod, folder: 'Racks' }, true],
    ['DC1/Racks/Prod', { ...prod, folder: 'Other' }, false],
    ['DC1/Prod', { ...prod, folder: 'Racks' }, true],
    ['vc01.lab:8443:DC1/Prod', { ...prod, target: 'https://vc01.lab:8443/sdk' }, true],
    ['[2001:db8::1]:8443:DC1/Prod', { ...prod, target: 'https://[2001:db8::1]:8443/sdk' }, true],
    ['A/B', { ...prod, name: 'A/B' }, true],
    ['DC1/A%2fB', { ...prod, name: 'A/B' }, true],
    ['DC1/A/B', { ...prod, name: 'A/B' }, false],
    ['DC%3a1/Prod', { ...prod, datacenter: 'DC:1' }, true],
    ['DC1/Prod', { ...prod, datacenter: null }, undefined],
    ['DC1/Test', { ...prod, datacenter: null }, false],
    ['DC1/Prod', { ...prod, name: null }, undefined],
    ['DC2/Prod', { ...prod, name: null }, undefined],
  ] as const)('%s of %o: %s', (glob, placed, matches) => {
    expect(clusterGlob(glob)(placed)).toBe(matches);
  });
});

describe('a glob over hosts', () => {
  test.each([
    ['esx-01', {}, true],
    ['DC1/Prod/esx-01', {}, true],
    ['DC1/esx-01', {}, true],
    ['DC1/Test/esx-01', {}, false],
    ['vc01.lab:DC1/*/esx-*', {}, true],
    ['vc02.lab:DC1/Prod/esx-01', {}, false],
    ['DC1/Racks/Prod/esx-01', { folder: 'Racks' }, true],
    ['DC1/Prod/esx-01', { folder: 'Racks' }, true],
    ['DC1/Racks/esx-01', { folder: 'Racks', cluster: null }, true],
    ['DC1/Prod/esx-01', { folder: null }, true],
    ['DC1/Racks/esx-01', { folder: null }, undefined],
    ['DC1//esx-01', {}, false],
    ['DC1//esx-01', { cluster: null }, true],
    ['DC1//esx-01', { cluster: null, folder: 'Racks' }, false],
    ['DC1/Racks//esx-01', { cluster: null, folder: 'Racks' }, true],
    ['DC1/Racks//esx-01', { folder: 'Racks' }, false],
    ['DC1//Prod/esx-01', {}, true],
    ['DC1//Prod/esx-01', { folder: 'Racks' }, false],
    ['DC1//esx-01', { cluster: null, folder: null }, undefined],
  ] as const)('%s of a host with %o: %s', (glob, parts, matches) => {
    expect(hostGlob(glob)(host('esx-01', parts))).toBe(matches);
  });
});

describe('labels', () => {
  test('are the names as long as these tell hosts and clusters apart', () => {
    const hosts = [host('esx-01'), host('esx-02', { cluster: 'Test' }), host('esx-03', { cluster: null })];
    expect(hosts.map(hostLabels(hosts))).toEqual(['esx-01', 'esx-02', 'esx-03']);
    expect(hosts.map(clusterLabels(hosts))).toEqual(['Prod', 'Test', null]);
  });

  test.each([
    [{ datacenter: 'DC2' }, ['DC1/Prod', 'DC2/Prod']],
    [{ folder: 'Racks' }, ['DC1//Prod', 'DC1/Racks/Prod']],
    [{ target: 'https://vc02.lab:8443/sdk' }, ['vc01.lab:DC1/Prod', 'vc02.lab:8443:DC1/Prod']],
    [{ datacenter: 'A/B:C' }, ['DC1/Prod', 'A%2fB%3aC/Prod']],
  ])('name the place where a cluster of the same name has %o', (parts, labels) => {
    const hosts = [host('esx-01'), host('esx-02', parts)];
    expect(hosts.map(clusterLabels(hosts))).toEqual(labels);
  });

  test('name the place of hosts that have one name, and the id where that does not suffice', () => {
    const apart = [host('esx-01'), host('esx-01', { id: 'vc/2', datacenter: 'DC2' })];
    expect(apart.map(hostLabels(apart))).toEqual(['DC1/Prod/esx-01', 'DC2/Prod/esx-01']);
    const alike = [host('esx-01'), host('esx-01', { id: 'vc/2' })];
    expect(alike.map(hostLabels(alike))).toEqual(['esx-01 (vc/esx-01)', 'esx-01 (vc/2)']);
  });
});

describe('any inventory', () => {
  const name = fc.constantFrom('Prod', 'prod', 'A/B', 'A%2fB', 'x:y', '50%', 'a\\b', '100%25');
  const hosts = fc.array(
    fc.record({
      name,
      target: fc.constantFrom('https://vc01.lab/sdk', 'https://vc02.lab:8443/sdk', 'https://[2001:db8::1]/sdk'),
      datacenter: name,
      folder: fc.constantFrom('', 'Racks', 'Racks/Deep'),
      cluster: fc.option(name),
    }),
    { maxLength: 8 },
  );
  const labelled = hosts.map((all) => all.map((one, index) => ({ ...one, id: String(index) })));

  test('has a path in each form that finds what it is the path of', () => {
    fc.assert(
      fc.property(labelled, (all) => {
        for (const one of all) {
          for (const form of PATH_FORMS) {
            expect(hostGlob(hostPath(one, form))(one)).toBe(true);
            const { cluster } = one;
            if (cluster === null) continue;
            expect(clusterGlob(clusterPath(cluster, one, form))({ ...one, name: cluster })).toBe(true);
          }
        }
      }),
    );
  });

  test('has a label of its own for each host, and for each cluster', () => {
    fc.assert(
      fc.property(labelled, (all) => {
        expect(new Set(all.map(hostLabels(all))).size).toBe(all.length);
        const labelOf = clusterLabels(all);
        const places = new Map(
          all.map((one) => [
            JSON.stringify([one.target, one.datacenter.toLowerCase(), one.folder, one.cluster?.toLowerCase()]),
            labelOf(one),
          ]),
        );
        const labels = [...places.values()].filter((label) => label !== null).map((label) => label.toLowerCase());
        expect(new Set(labels).size).toBe(labels.length);
      }),
    );
  });
});

describe('a label that is a path', () => {
  const name = fc.constantFrom('a', 'b', 'DC1/a', 'a/b', 'a%b');
  const inventory = fc.uniqueArray(
    fc.record({
      name,
      target: fc.constantFrom('https://vc01.lab/sdk', 'https://vc02.lab/sdk'),
      datacenter: fc.constantFrom('DC1', 'a'),
      folder: fc.constantFrom('', 'a', 'a/b'),
      cluster: fc.option(name, { nil: null }),
    }),
    { minLength: 1, maxLength: 8, selector: (place) => JSON.stringify(place).toLowerCase() },
  );

  test('finds the host that is called so and no other', () => {
    fc.assert(
      fc.property(inventory, (places) => {
        const hosts = places.map((place, index) => ({ ...place, id: `vc/${index}` }));
        for (const each of hosts) {
          const label = hostLabels(hosts)(each);
          if (label.endsWith(`(${each.id})`)) continue;
          const namesakes = hosts.filter((other) => other.name === each.name);
          expect(namesakes.filter((other) => hostGlob(label)(other) === true)).toEqual([each]);
          if (label.includes('/')) expect(hosts.some((other) => other.name === label)).toBe(false);
        }
      }),
    );
  });

  test('is that of one cluster alone', () => {
    fc.assert(
      fc.property(inventory, (places) => {
        const hosts = places.map((place, index) => ({ ...place, id: `vc/${index}` }));
        const labels = new Map<string, string>();
        for (const each of hosts) {
          if (each.cluster === null) continue;
          const label = clusterLabels(hosts)(each) ?? '';
          const cluster = JSON.stringify([each.target, each.datacenter, each.folder, each.cluster]);
          expect(labels.get(label) ?? cluster).toBe(cluster);
          labels.set(label, cluster);
        }
      }),
    );
  });
});
