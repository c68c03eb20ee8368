import { type Moref, morefKey } from '../vim/moref.ts';

/** An inventory object as far as places need it. `name` is null where it was not told, `parent` at the root. */
export interface InventoryNode {
  readonly object: Moref;
  readonly name: string | null;
  readonly parent: Moref | null;
}

/** Where a host stands. A null means that the account does not see that far up, or not by what name. */
export interface Place {
  readonly datacenter: string | null;
  readonly cluster: string | null;
  readonly computeResource: string | null;
  readonly folder: string | null;
}

/** Real inventories are a few folders deep; more is a loop or an attack. */
const DEEPEST = 64;

/** The nodes above one, nearest first. */
function ancestors(node: InventoryNode, nodes: ReadonlyMap<string, InventoryNode>): readonly InventoryNode[] {
  const above: InventoryNode[] = [];
  let next = node.parent;
  while (next !== null && above.length < DEEPEST) {
    const parent = nodes.get(morefKey(next));
    if (parent === undefined) break;
    above.push(parent);
    next = parent.parent;
  }
  return above;
}

/**
 * Joins a host to its compute resource, folders and datacenter (protocol.md 2.6).
 * The folder right below a datacenter is vCenter's own "host" folder and is not named.
 */
export function placeOf(host: InventoryNode, nodes: ReadonlyMap<string, InventoryNode>): Place {
  const above = ancestors(host, nodes);
  const compute = above.find(({ object }) => object.type.endsWith('ComputeResource'));
  const datacenterAt = above.findIndex(({ object }) => object.type === 'Datacenter');
  const folders = above.slice(0, Math.max(datacenterAt, 0)).filter(({ object }) => object.type === 'Folder');
  return {
    datacenter: above[datacenterAt]?.name ?? null,
    cluster: compute?.object.type === 'ClusterComputeResource' ? compute.name : null,
    computeResource: compute?.name ?? null,
    folder: datacenterAt < 0 ? null : namePath(folders.slice(0, -1)),
  };
}

function namePath(nearestFirst: readonly InventoryNode[]): string | null {
  if (nearestFirst.some(({ name }) => name === null)) return null;
  return nearestFirst
    .map(({ name }) => name)
    .toReversed()
    .join('/');
}
