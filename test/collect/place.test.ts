import { expect, test } from 'vitest';
import { type InventoryNode, placeOf } from '../../src/collect/inventory.ts';
import { morefKey } from '../../src/vim/moref.ts';

function node(type: string, value: string, parent: InventoryNode | null, name = value): InventoryNode {
  return { object: { type, value }, name, parent: parent?.object ?? null };
}

const root = node('Folder', 'group-d1', null, 'Datacenters');
const europe = node('Folder', 'group-d2', root, 'Europe');
const datacenter = node('Datacenter', 'datacenter-3', europe, 'Ankara');
const hostFolder = node('Folder', 'group-h4', datacenter, 'host');
const production = node('Folder', 'group-h5', hostFolder, 'Production');
const blades = node('Folder', 'group-h6', production, 'Blades');
const cluster = node('ClusterComputeResource', 'domain-c7', blades, 'C1');
const standalone = node('ComputeResource', 'domain-s8', hostFolder, 'esx09.lab');
const all = new Map(
  [root, europe, datacenter, hostFolder, production, blades, cluster, standalone].map((n) => [morefKey(n.object), n]),
);

test('a host in a cluster is placed by cluster, folders below the host folder, and datacenter', () => {
  expect(placeOf(node('HostSystem', 'host-1', cluster), all)).toEqual({
    datacenter: 'Ankara',
    cluster: 'C1',
    computeResource: 'C1',
    folder: 'Production/Blades',
  });
});

test('a standalone host has a compute resource but no cluster, and the folder at the top is empty', () => {
  expect(placeOf(node('HostSystem', 'host-2', standalone), all)).toEqual({
    datacenter: 'Ankara',
    cluster: null,
    computeResource: 'esx09.lab',
    folder: '',
  });
});

test('what the account does not see is null, not empty', () => {
  expect(placeOf(node('HostSystem', 'host-3', cluster), new Map([[morefKey(cluster.object), cluster]]))).toEqual({
    datacenter: null,
    cluster: 'C1',
    computeResource: 'C1',
    folder: null,
  });
});

test('an inventory that claims to contain itself does not hang', () => {
  const one = { ...node('Folder', 'a', null), parent: { type: 'Folder', value: 'b' } };
  const two = { ...node('Folder', 'b', null), parent: { type: 'Folder', value: 'a' } };
  const host = node('HostSystem', 'host-4', one);
  expect(
    placeOf(
      host,
      new Map([
        ['a', one],
        ['b', two],
      ]),
    ).datacenter,
  ).toBeNull();
});
