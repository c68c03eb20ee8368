import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeInventoryName, type InventoryHost } from '../../src/collect/inventory.ts';
import { EVERYTHING, selectHosts } from '../../src/collect/scope.ts';
import { globMatcher } from '../../src/model/glob.ts';

function host(name: string, cluster: string | null, datacenter = 'DC0'): InventoryHost {
  const place = { datacenter, cluster, computeResource: cluster ?? name, folder: '' };
  return { object: { type: 'HostSystem', value: name }, name, place };
}

const inventory = [host('esx01.lab', 'C1'), host('esx02.lab', 'C2'), host('esx03.lab', null, 'DC1')];
const VC = 'https://vc01.lab/sdk';
const namesIn = (scope: Partial<typeof EVERYTHING>): readonly string[] =>
  selectHosts(inventory, { ...EVERYTHING, ...scope }, VC).hosts.map(({ name }) => name);

test('no scope is every host', () => {
  expect(namesIn({})).toEqual(['esx01.lab', 'esx02.lab', 'esx03.lab']);
});

test('values of one flag are alternatives, different flags must agree', () => {
  expect(namesIn({ computeResources: ['c1', 'C2'] })).toEqual(['esx01.lab', 'esx02.lab']);
  expect(namesIn({ computeResources: ['C1', 'C2'], hosts: ['*02*'] })).toEqual(['esx02.lab']);
  expect(namesIn({ datacenters: ['DC1'] })).toEqual(['esx03.lab']);
});

test('a standalone host is named by its compute resource', () => {
  expect(namesIn({ computeResources: ['esx03.lab'] })).toEqual(['esx03.lab']);
});

test('a value that matches nothing is told, even beside one that matches', () => {
  const { unmatched } = selectHosts(inventory, { ...EVERYTHING, hosts: ['esx01.lab', 'exs02.lab'] }, VC);
  expect(unmatched).toEqual([{ flag: '--host', value: 'exs02.lab' }]);
});

test('a glob without wildcards matches exactly its own text, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (name, other) => {
      const literal = name.replaceAll(/[*?]/g, '-');
      expect(globMatcher(literal)(literal)).toBe(true);
      fc.pre(other.toLowerCase() !== literal.toLowerCase() && other.toUpperCase() !== literal.toUpperCase());
      expect(globMatcher(literal)(other)).toBe(false);
    }),
  );
});

test('a star matches any text, a question mark one character, any case', () => {
  expect(globMatcher('ESX*.lab')('esx-prod-01.LAB')).toBe(true);
  expect(globMatcher('esx0?.lab')('esx01.lab')).toBe(true);
  expect(globMatcher('esx0?.lab')('esx011.lab')).toBe(false);
  expect(globMatcher('*')('')).toBe(true);
});

test('a glob made to explode does not', () => {
  expect(globMatcher(`${'*a'.repeat(200)}b`)('a'.repeat(2_000))).toBe(false);
});

test('the three escapes of inventory names are decoded once, others are left alone', () => {
  expect(decodeInventoryName('a%2fb%5Cc%25d%20e')).toBe('a/b\\c%d%20e');
  expect(decodeInventoryName('%252f')).toBe('%2f');
});
