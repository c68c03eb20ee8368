import { EventEmitter } from 'node:events';
import type { ClusterConfig, Estate } from '../estate/estate.ts';
import { ALARMS } from '../properties/host-devices.ts';
import {
  certificateInfo,
  hasCertificateManager,
  hostProfileManager,
  hostProfiles,
  serviceInfo,
} from '../properties/host-extras.ts';
import { firewallInfo, shownFirewall } from '../properties/host-firewall.ts';
import { optionValue } from '../properties/option-value.ts';
import { fieldsOf } from '../properties/custom-attributes.ts';
import { serviceContent, singleton, singletons } from '../properties/services.ts';
import { arrayOf, data, dateTime, type Fields, type Reference, references, string, type Value } from '../wire/value.ts';
import { advancedOptions, partOf, partReference, type SimulatedHost } from './host.ts';
import { buildInventory, type Inventory, removeHost } from './inventory.ts';
import type { ManagedObject } from './objects.ts';
import { TaskTable } from './tasks.ts';

/** Everything that a simulated server knows, apart from its sessions. */
export class World {
  readonly estate: Estate;
  readonly inventory: Inventory;
  readonly tasks: TaskTable;
  readonly now: () => number;
  /** A lone ESXi host that reboots answers nobody, nor does a server that is down. */
  away = false;
  /** Makes the server show another certificate; a lone ESXi host does so after some reboots. */
  replaceCertificate: () => Promise<void> = () => Promise.resolve();
  readonly #singletons: ReadonlyMap<string, ManagedObject>;
  readonly #changes = new EventEmitter().setMaxListeners(0);

  constructor(estate: Estate, now: () => number) {
    this.estate = estate;
    this.now = now;
    this.inventory = buildInventory(estate, now);
    this.tasks = new TaskTable(this);
    this.#singletons = new Map(this.#buildSingletons().map((object) => [object.id, object]));
  }

  /** The object that a reference names; undefined when there is none of that id and type. */
  find(id: string, type: string | null): ManagedObject | undefined {
    const found =
      this.inventory.entities.get(id) ?? this.#singletons.get(id) ?? this.#hostPart(id) ?? this.tasks.find(id);
    return type === null || found?.type === type ? found : undefined;
  }

  hosts(): readonly SimulatedHost[] {
    return [...this.inventory.hosts.values()];
  }

  hostNamed(name: string): SimulatedHost | undefined {
    return this.hosts().find(({ spec }) => spec.name === name);
  }

  removeHost(host: SimulatedHost): void {
    removeHost(this.inventory, host);
    this.changed();
  }

  /** Throws when there is no cluster of that name. */
  configureCluster(name: string, changes: Partial<ClusterConfig>): void {
    const cluster = this.inventory.clusters.find((each) => each.name === name);
    if (cluster === undefined) throw new Error(`the estate has no cluster ${name}`);
    cluster.config = { ...cluster.config, ...changes };
    this.changed();
  }

  /** To be called after any change, so that waiting clients are told. */
  changed(): void {
    this.#changes.emit('change');
  }

  onChange(listener: () => void): () => void {
    this.#changes.on('change', listener);
    return () => this.#changes.off('change', listener);
  }

  #buildSingletons(): readonly ManagedObject[] {
    const special: Readonly<Record<string, Fields>> = {
      [singleton(this.estate, 'taskManager').id]: { recentTask: () => references(this.tasks.recent()) },
      [singleton(this.estate, 'customFieldsManager').id]: { field: () => fieldsOf(this.inventory) },
    };
    const profiles = hostProfiles(this.hosts());
    const content = serviceContent(this.estate, this.inventory.root);
    const instance = {
      type: 'ServiceInstance',
      id: 'ServiceInstance',
      guarded: false,
      properties: { content, serverClock: () => dateTime(this.now()) },
    };
    return [
      instance,
      ...singletons(this.estate).map((target) => ({ ...target, properties: special[target.id] ?? {} })),
      ...(this.estate.kind === 'vcenter' ? [hostProfileManager(profiles)] : []),
      ...profiles,
      ...ALARMS.map(({ type, id, name }) => ({
        type,
        id,
        properties: { info: data('AlarmInfo', { name: string(name) }) },
      })),
    ];
  }

  #hostPart(id: string): ManagedObject | undefined {
    const owner = partOf(id);
    const host = owner === null ? undefined : this.inventory.hosts.get(owner.host);
    if (owner === null || host === undefined) return undefined;
    return { ...partReference(host, owner.part), host, properties: partProperties(owner.part, host, this.now()) };
  }
}

function firewallOf(host: SimulatedHost): Value | undefined {
  const firewall = shownFirewall(host);
  return firewall === null ? undefined : firewallInfo(firewall);
}

function partProperties(part: Reference['type'], host: SimulatedHost, now: number): Fields {
  if (host.connection !== 'connected') return {};
  switch (part) {
    case 'HostFirewallSystem':
      return { firewallInfo: () => firewallOf(host) };
    case 'HostServiceSystem':
      return { serviceInfo: () => serviceInfo(host.services) };
    case 'OptionManager':
      return {
        setting: () =>
          arrayOf(
            'OptionValue',
            [...advancedOptions(host)].map(([key, option]) => optionValue(key, option)),
          ),
      };
    case 'HostCertificateManager':
      return hasCertificateManager(host) ? { certificateInfo: () => certificateInfo(host, now) } : {};
    default:
      return {};
  }
}
