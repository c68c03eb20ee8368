import type { Reference } from '../wire/value.ts';
import type { SimulatedHost } from '../world/host.ts';
import { referencesAt } from '../world/objects.ts';
import type { World } from '../world/world.ts';
import type { Lie, LieBook } from './lie.ts';

/** Properties of what belongs to hosts, that say to which. */
const LEADING_TO_HOSTS: Readonly<Record<string, string>> = {
  HostProfile: 'entity',
  Task: 'info.entity',
  VirtualMachine: 'runtime.host',
};

/** The lies of an estate: those of its hosts about them and what is theirs, its own about the rest. */
export class EstateLies implements LieBook {
  readonly #world: World;
  readonly #byCluster: ReadonlyMap<string, readonly SimulatedHost[]>;
  readonly told = new Set<Lie>();
  /** Those about what belongs to no host. */
  own: readonly Lie[];

  constructor(world: World) {
    this.#world = world;
    this.own = world.estate.lies;
    this.#byCluster = byParent(world.hosts());
  }

  isTold(): boolean {
    return this.own.length > 0 || this.#world.hosts().some(({ trouble }) => trouble.lies !== undefined);
  }

  liesAbout(subject: Reference): readonly Lie[] {
    const hosts = this.#hostsOf(subject);
    return hosts === null ? this.own : hosts.flatMap(({ trouble }) => trouble.lies ?? []);
  }

  isOfHost(subject: Reference): boolean {
    return this.#hostsOf(subject) !== null;
  }

  struck(_subject: Reference, lie: Lie): void {
    this.told.add(lie);
  }

  /** Null for what belongs to no host. */
  #hostsOf({ id }: Reference): readonly SimulatedHost[] | null {
    const members = this.#byCluster.get(id);
    if (members !== undefined) return members;
    const object = this.#world.find(id, null);
    if (object === undefined) return null;
    if (object.host !== undefined) return [object.host];
    const path = LEADING_TO_HOSTS[object.type];
    if (path === undefined) return null;
    return referencesAt(object, path).flatMap(({ id: moid }) => this.#world.inventory.hosts.get(moid) ?? []);
  }
}

function byParent(hosts: readonly SimulatedHost[]): ReadonlyMap<string, readonly SimulatedHost[]> {
  const groups = new Map<string, SimulatedHost[]>();
  for (const host of hosts) {
    const known = groups.get(host.parent.id);
    if (known === undefined) groups.set(host.parent.id, [host]);
    else known.push(host);
  }
  return groups;
}
