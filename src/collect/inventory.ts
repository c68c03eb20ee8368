import type { Session } from '../connect/session.ts';
import { asMoref, type VimElement } from '../vim/element.ts';
import type { HostLabels } from '../model/host-labels.ts';
import type { Problem } from '../model/problem.ts';
import { type Moref, morefKey } from '../vim/moref.ts';
import type { ObjectContent } from '../vim/object-content.ts';
import { textIn } from './property-value.ts';

/** A host as the inventory lists it, before anything else is read of it. */
export interface InventoryHost extends HostLabels {
  readonly object: Moref;
  /** The managed object id where the name was not told. */
  readonly name: string;
  readonly isNameless?: true;
  readonly place: Place;
  /** Hardware UUID, where it was asked for; null: not told. */
  readonly uuid?: string | null;
  /** It was asked for, and not told: the host may have any. */
  readonly isUuidUnread?: boolean;
  /** The host and what stands above it, nearest first, where labels were asked for. */
  readonly line?: InventoryLine;
  /** Why labels are null, by `LABEL_PATHS`. */
  readonly unreadLabels?: Readonly<Record<string, Problem>>;
}

/** A host and what stands above it, as far as the account sees. */
export interface InventoryLine {
  readonly nodes: readonly InventoryNode[];
  /** Whether it leads up to the root folder, without anything between that is not seen. */
  readonly isWhole: boolean;
}

const TYPES = ['Folder', 'Datacenter', 'ComputeResource', 'HostSystem'] as const;

function nodeFrom(content: ObjectContent, isLabelled: boolean): InventoryNode {
  const { object, properties } = content;
  const parent = properties.get('parent');
  return {
    object,
    name: nameIn(properties.get('name')),
    parent: parent === undefined ? null : asMoref(parent),
    ...(isLabelled ? { content } : {}),
  };
}

function nameIn(name: VimElement | undefined): string | null {
  const text = name === undefined ? null : textIn(name);
  return text === null ? null : decodeInventoryName(text);
}

/**
 * Every host that the account may see, with its place, sorted by name: one paged read of names and parents over one view.
 * A host whose name may not be read goes by its managed object id. `labelled`: with the line of each, and these properties of all in it.
 */
export async function readInventory(
  session: Session,
  signal?: AbortSignal,
  labelled: { readonly paths: readonly string[] } | null = null,
): Promise<readonly InventoryHost[]> {
  const nodes = new Map<string, InventoryNode>();
  const request = {
    properties: [{ type: 'ManagedEntity', paths: ['name', 'parent', ...(labelled?.paths ?? [])] }],
    view: { container: session.content.rootFolder, types: TYPES },
  };
  for await (const content of session.retrieve(request, signal === undefined ? {} : { signal })) {
    nodes.set(morefKey(content.object), nodeFrom(content, labelled !== null));
  }
  return [...nodes.values()]
    .filter(({ object }) => object.type === 'HostSystem')
    .map((node) => ({
      object: node.object,
      ...namesOf(node),
      place: placeOf(node, nodes),
      ...(labelled === null ? {} : { line: lineOf(node, nodes, session.content.rootFolder) }),
    }))
    .sort((one, other) => compareText(one.name, other.name));
}

function namesOf({ object, name }: InventoryNode): Pick<InventoryHost, 'name' | 'isNameless'> {
  return name === null ? { name: object.value, isNameless: true } : { name };
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

const ESCAPES: Readonly<Record<string, string>> = { '%2f': '/', '%5c': '\\', '%25': '%' };

/** Inventory names hold three characters escaped, `/`, `\` and `%` (docs/internals/wire.md 2.6); other `%` pairs are literal. */
export function decodeInventoryName(name: string): string {
  return name.replaceAll(/%(?:2f|5c|25)/gi, (escape) => ESCAPES[escape.toLowerCase()] ?? escape);
}

/** An inventory object as far as places need it. `name` is null where it was not told, `parent` at the root. */
export interface InventoryNode {
  readonly object: Moref;
  readonly name: string | null;
  readonly parent: Moref | null;
  /** What else was read of it, where labels were asked for. */
  readonly content?: ObjectContent;
}

/** Where a host stands. A null means that the account does not see that far up, or not by what name. */
interface Place {
  readonly datacenter: string | null;
  readonly cluster: string | null;
  readonly computeResource: string | null;
  readonly folder: string | null;
}

function lineOf(host: InventoryNode, nodes: ReadonlyMap<string, InventoryNode>, root: Moref): InventoryLine {
  const line = [host, ...ancestors(host, nodes)];
  const top = line.at(-1)?.parent ?? null;
  return { nodes: line, isWhole: top !== null && morefKey(top) === morefKey(root) };
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
 * Joins a host to its compute resource, folders and datacenter (docs/internals/wire.md 2.6).
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
