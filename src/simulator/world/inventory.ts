import type { ComputeResourceSpec, DatacenterSpec, Estate } from '../estate/estate.ts';
import { type Labels, NO_LABELS } from '../estate/labels.ts';
import { customValueOf } from '../properties/custom-attributes.ts';
import { datastore, volumesOf } from '../properties/datastores.ts';
import { computeResource, datacenter, folder, type Place, resourcePool } from '../properties/entities.ts';
import { hostProperties } from '../properties/host.ts';
import { virtualMachine } from '../properties/virtual-machine.ts';
import type { Reference } from '../wire/value.ts';
import { hostReference, newHost, type SimulatedCluster, type SimulatedHost, type SimulatedVm } from './host.ts';
import type { ManagedObject } from './objects.ts';

/** The tree of managed entities of an estate, by managed object id, and its hosts in the order of the file. */
export interface Inventory {
  readonly root: Reference;
  readonly entities: Map<string, ManagedObject>;
  readonly hosts: Map<string, SimulatedHost>;
  /** Clusters, and the compute resources of standalone hosts. */
  readonly clusters: SimulatedCluster[];
  /** Direct children of an entity: what a container view walks. */
  readonly children: Map<string, Reference[]>;
  /** What people put on an entity, by its id; tests may change it. */
  readonly labels: Map<string, Labels>;
}

/** Ids as vCenter gives them: `group-h4`, `domain-c8`, `host-9`; a lone ESXi host has fixed ones (docs/internals/wire.md 2.7). */
export function buildInventory(estate: Estate, now: () => number): Inventory {
  const direct = estate.kind === 'esxi';
  const inventory: Inventory = {
    root: { type: 'Folder', id: direct ? 'ha-folder-root' : 'group-d1' },
    entities: new Map(),
    hosts: new Map(),
    clusters: [],
    children: new Map(),
    labels: new Map(),
  };
  const builder = new Builder(inventory, { direct, now });
  builder.add(
    null,
    folder(inventory.root, {
      name: direct ? 'ha-folder-root' : 'Datacenters',
      parent: null,
      children: builder.childrenOf(inventory.root),
    }),
  );
  for (const spec of estate.datacenters) builder.addDatacenter(spec);
  return inventory;
}

class Builder {
  readonly #inventory: Inventory;
  readonly #direct: boolean;
  readonly #now: () => number;
  #next = 2;
  #nextDatastore = 1001;

  constructor(inventory: Inventory, { direct, now }: { readonly direct: boolean; readonly now: () => number }) {
    this.#inventory = inventory;
    this.#direct = direct;
    this.#now = now;
  }

  add(parent: Reference | null, object: ManagedObject): void {
    const customValue = () => customValueOf(this.#inventory, object.id);
    this.#inventory.entities.set(object.id, { ...object, properties: { ...object.properties, customValue } });
    if (parent !== null) this.childrenOf(parent).push({ type: object.type, id: object.id });
  }

  childrenOf(parent: Reference): Reference[] {
    const known = this.#inventory.children.get(parent.id);
    if (known !== undefined) return known;
    const children: Reference[] = [];
    this.#inventory.children.set(parent.id, children);
    return children;
  }

  addDatacenter(spec: DatacenterSpec): void {
    const self: Reference = { type: 'Datacenter', id: this.#id('datacenter-', 'ha-datacenter') };
    const folders = {
      vmFolder: { type: 'Folder', id: this.#id('group-v', 'ha-folder-vm') },
      hostFolder: { type: 'Folder', id: this.#id('group-h', 'ha-folder-host') },
      datastoreFolder: { type: 'Folder', id: this.#id('group-s', 'ha-folder-datastore') },
      networkFolder: { type: 'Folder', id: this.#id('group-n', 'ha-folder-network') },
    };
    const hosts: SimulatedHost[] = [];
    const place = { name: spec.name, parent: this.#inventory.root, hosts };
    this.add(this.#inventory.root, datacenter(self, place, folders));
    this.#label(self, spec.labels);
    for (const [name, reference] of Object.entries(folders)) {
      this.add(self, folder(reference, this.#place(name.replace('Folder', ''), self, reference)));
    }
    for (const resource of spec.computeResources) {
      const members = this.#addComputeResource(resource, {
        parent: this.#folderFor(folders.hostFolder, resource.folder, spec),
        vmFolder: folders.vmFolder,
      });
      hosts.push(...members);
    }
    this.#addDatastores(hosts, folders.datastoreFolder);
  }

  /** They count apart, so that no host's id hangs on how many there are. */
  #addDatastores(hosts: readonly SimulatedHost[], parent: Reference): void {
    for (const volume of volumesOf(hosts)) {
      const id = this.#direct ? volume.uuid : `datastore-${this.#nextDatastore}`;
      this.#nextDatastore += 1;
      const self = { type: 'Datastore', id };
      for (const host of volume.hosts) host.volumes = [...host.volumes, { name: volume.name, self }];
      this.add(parent, datastore(self, volume, parent));
    }
  }

  #folderFor(parent: Reference, path: readonly string[], spec: DatacenterSpec, above = ''): Reference {
    const [name, ...rest] = path;
    if (name === undefined) return parent;
    const existing = this.childrenOf(parent).find(({ type, id }) => type === 'Folder' && this.#nameOf(id) === name);
    const whole = `${above}${name}`;
    if (existing !== undefined) return this.#folderFor(existing, rest, spec, `${whole}/`);
    const made: Reference = { type: 'Folder', id: this.#id('group-h', 'ha-folder-host') };
    this.add(parent, folder(made, this.#place(name, parent, made)));
    this.#label(made, spec.folderLabels.get(whole) ?? NO_LABELS);
    return this.#folderFor(made, rest, spec, `${whole}/`);
  }

  #nameOf(id: string): string | undefined {
    const name = this.#inventory.entities.get(id)?.properties['name'];
    const value = typeof name === 'function' ? name() : name;
    return value?.kind === 'scalar' ? value.text : undefined;
  }

  #place(name: string, parent: Reference, self: Reference): Place {
    return { name, parent, children: this.childrenOf(self) };
  }

  #addComputeResource(
    spec: ComputeResourceSpec,
    { parent, vmFolder }: { readonly parent: Reference; readonly vmFolder: Reference },
  ): readonly SimulatedHost[] {
    const self: Reference =
      spec.kind === 'cluster'
        ? { type: 'ClusterComputeResource', id: this.#id('domain-c', 'ha-compute-res') }
        : { type: 'ComputeResource', id: this.#id('domain-s', 'ha-compute-res') };
    const pool: Reference = { type: 'ResourcePool', id: this.#id('resgroup-', 'ha-root-pool') };
    const hosts: Reference[] = [];
    const members: SimulatedHost[] = [];
    const cluster: SimulatedCluster = { name: spec.name, members, config: spec, resyncing: 0 };
    this.#inventory.clusters.push(cluster);
    this.add(parent, computeResource(self, { name: spec.name, parent, children: hosts }, { cluster, pool }));
    this.#label(self, spec.labels);
    this.add(self, resourcePool(pool, self));
    for (const each of spec.hosts) {
      const host = newHost({ id: this.#id('host-', 'ha-host'), parent: self, cluster }, each);
      members.push(host);
      this.#inventory.hosts.set(host.moid, host);
      hosts.push(hostReference(host));
      this.#label(hostReference(host), each.labels);
      this.add(self, {
        ...hostReference(host),
        host,
        properties: hostProperties(host, { direct: this.#direct, now: this.#now }),
      });
      this.#addVms(host, { pool, vmFolder });
    }
    return members;
  }

  #label({ id }: Reference, labels: Labels): void {
    if (labels !== NO_LABELS) this.#inventory.labels.set(id, labels);
  }

  #addVms(host: SimulatedHost, place: { readonly pool: Reference; readonly vmFolder: Reference }): void {
    for (const spec of host.spec.vms) {
      const number = this.#next;
      this.#next += 1;
      const vm: SimulatedVm = {
        id: this.#direct ? String(number) : `vm-${number}`,
        spec,
        host,
        poweredOn: spec.poweredOn,
      };
      host.vms = [...host.vms, vm];
      this.add(place.vmFolder, virtualMachine(vm, place));
    }
  }

  #id(prefix: string, direct: string): string {
    const number = this.#next;
    this.#next += 1;
    return this.#direct ? direct : `${prefix}${number}`;
  }
}

/** Takes a host out of the tree, as when somebody removes it from vCenter. */
export function removeHost(inventory: Inventory, host: SimulatedHost): void {
  inventory.entities.delete(host.moid);
  inventory.hosts.delete(host.moid);
  for (const siblings of inventory.children.values()) remove(siblings, host.moid);
}

function remove(references: Reference[], id: string): void {
  const position = references.findIndex((reference) => reference.id === id);
  if (position >= 0) references.splice(position, 1);
}
