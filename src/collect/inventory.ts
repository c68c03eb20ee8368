import type { Session } from '../connect/session.ts';
import { asMoref, type VimElement } from '../vim/element.ts';
import { type Moref, morefKey } from '../vim/moref.ts';
import type { ObjectContent } from '../vim/object-content.ts';
import { decodeInventoryName } from './inventory-name.ts';
import { type InventoryNode, type Place, placeOf } from './place.ts';
import { textIn } from './property-value.ts';

/** A host as the inventory lists it, before anything else is read of it. */
export interface InventoryHost {
  readonly object: Moref;
  /** The managed object id where the name was not told. */
  readonly name: string;
  readonly isNameless?: true;
  readonly place: Place;
  /** Hardware UUID, where it was asked for; null: not told. */
  readonly uuid?: string | null;
  /** It was asked for, and not told: the host may have any. */
  readonly isUuidUnread?: boolean;
}

const TYPES = ['Folder', 'Datacenter', 'ComputeResource', 'HostSystem'] as const;

function nodeFrom({ object, properties }: ObjectContent): InventoryNode {
  const parent = properties.get('parent');
  return {
    object,
    name: nameIn(properties.get('name')),
    parent: parent === undefined ? null : asMoref(parent),
  };
}

function nameIn(name: VimElement | undefined): string | null {
  const text = name === undefined ? null : textIn(name);
  return text === null ? null : decodeInventoryName(text);
}

/**
 * Every host that the account may see, with its place, sorted by name: one paged read of names and parents over one view.
 * A host whose name may not be read goes by its managed object id.
 */
export async function readInventory(session: Session, signal?: AbortSignal): Promise<readonly InventoryHost[]> {
  const nodes = new Map<string, InventoryNode>();
  const request = {
    properties: [{ type: 'ManagedEntity', paths: ['name', 'parent'] }],
    view: { container: session.content.rootFolder, types: TYPES },
  };
  for await (const content of session.retrieve(request, signal === undefined ? {} : { signal })) {
    nodes.set(morefKey(content.object), nodeFrom(content));
  }
  return [...nodes.values()]
    .filter(({ object }) => object.type === 'HostSystem')
    .map((node) => ({ object: node.object, ...namesOf(node), place: placeOf(node, nodes) }))
    .sort((one, other) => compareText(one.name, other.name));
}

function namesOf({ object, name }: InventoryNode): Pick<InventoryHost, 'name' | 'isNameless'> {
  return name === null ? { name: object.value, isNameless: true } : { name };
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
