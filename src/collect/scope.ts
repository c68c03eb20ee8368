import type { Session } from '../connect/session.ts';
import { clusterGlob, globMatcher, hostGlob } from '../model/glob.ts';
import { isUuid, withUuids } from './hardware-ids.ts';
import { type InventoryHost, readInventory } from './inventory.ts';

/**
 * Which hosts to look at, by names in any case, where `*` and `?` stand for any text and any character. A compute resource and
 * a host can be named by a path, `vc01.example.com:DC1/Prod/esx-01`, and a host by its managed object id or hardware UUID.
 * Values of one list are alternatives; the lists must all agree; an empty list asks nothing.
 */
export interface Scope {
  readonly datacenters: readonly string[];
  /** Clusters, or the compute resources of standalone hosts. */
  readonly computeResources: readonly string[];
  readonly hosts: readonly string[];
}

export const EVERYTHING: Scope = { datacenters: [], computeResources: [], hosts: [] };

/** One value of a scope, as the user gave it. */
export interface ScopeTerm {
  readonly flag: '--datacenter' | '--compute-resource' | '--host';
  readonly value: string;
}

interface Matcher {
  readonly term: ScopeTerm;
  readonly matches: (host: InventoryHost) => boolean;
}

const NAME_OF: Readonly<Record<ScopeTerm['flag'], (host: InventoryHost) => string | null>> = {
  '--datacenter': ({ place }) => place.datacenter,
  '--compute-resource': ({ place }) => place.computeResource,
  '--host': ({ name }) => name,
};

/** The name of a host, or of what holds it, that a flag speaks of; null where the account does not see it. */
export function nameFor(flag: ScopeTerm['flag'], host: InventoryHost): string | null {
  return NAME_OF[flag](host);
}

/** An inventory, and the URL of the server whose it is. */
interface ScopedInventory {
  readonly inventory: readonly InventoryHost[];
  readonly target: string;
}

/** What a value of each flag admits; what hangs on a name that the account does not see is not admitted. */
const MATCHER_OF: Readonly<Record<ScopeTerm['flag'], (value: string, listed: ScopedInventory) => Matcher['matches']>> =
  {
    '--datacenter': (value) => {
      const matches = globMatcher(value);
      return ({ place: { datacenter } }) => datacenter !== null && matches(datacenter);
    },
    '--compute-resource': (value, { target }) => {
      const matches = clusterGlob(value);
      return ({ place }) => matches({ ...place, target, name: place.computeResource }) === true;
    },
    '--host': hostMatcher,
  };

/** By name or path; where no host is called so, by managed object id or hardware UUID, as far as that was read. */
function hostMatcher(value: string, { inventory, target }: ScopedInventory): Matcher['matches'] {
  const glob = hostGlob(value);
  const byName = ({ name, place }: InventoryHost): boolean => glob({ ...place, target, name }) === true;
  return inventory.some(byName) ? byName : (host) => hasId(host, value);
}

/** Whether a text is the managed object id of a host, or its hardware UUID. */
export function hasId({ object, uuid }: InventoryHost, text: string): boolean {
  const plain = text.toLowerCase();
  return object.value.toLowerCase() === plain || (isUuid(text) && uuid?.toLowerCase() === plain);
}

function matchersFor(flag: ScopeTerm['flag'], values: readonly string[], listed: ScopedInventory): readonly Matcher[] {
  return values.map((value) => ({ term: { flag, value }, matches: MATCHER_OF[flag](value, listed) }));
}

/** The hosts in scope, and the terms that matched no host at all: a typing mistake must not look like a small scope. */
export interface Selection {
  readonly hosts: readonly InventoryHost[];
  readonly unmatched: readonly ScopeTerm[];
}

/** `target` is the URL of the server whose inventory it is. */
export function selectHosts(inventory: readonly InventoryHost[], scope: Scope, target: string): Selection {
  const listed = { inventory, target };
  const groups = [
    matchersFor('--datacenter', scope.datacenters, listed),
    matchersFor('--compute-resource', scope.computeResources, listed),
    matchersFor('--host', scope.hosts, listed),
  ];
  const unmatched = groups.flat().filter(({ matches }) => !inventory.some(matches));
  return {
    hosts: inventory.filter((host) => groups.every((group) => admits(group, host))),
    unmatched: unmatched.map(({ term }) => term),
  };
}

function admits(group: readonly Matcher[], host: InventoryHost): boolean {
  return group.length === 0 || group.some(({ matches }) => matches(host));
}

export interface ReadSelection extends Selection {
  /** Every host that the account sees. */
  readonly inventory: readonly InventoryHost[];
}

/** Reads the inventory and picks the hosts in scope. Hardware UUIDs are read where the scope names a host by one. */
export async function readSelection(session: Session, scope: Scope, signal?: AbortSignal): Promise<ReadSelection> {
  const listed = await readInventory(session, signal);
  const inventory = scope.hosts.some(isUuid) ? await withUuids(session, listed, signal) : listed;
  return { inventory, ...selectHosts(inventory, scope, session.endpoint.url) };
}
