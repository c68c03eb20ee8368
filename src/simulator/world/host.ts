import type { FirewallSpec } from '../estate/firewall-spec.ts';
import type {
  ClusterConfig,
  Connection,
  DevicesSpec,
  HostSpec,
  HostTrouble,
  KernelValues,
  OptionValue,
  ServiceSpec,
  VmSpec,
} from '../estate/estate.ts';
import type { Reference } from '../wire/value.ts';

/** One ESXi host as it is now. Its parts are replaced, never changed in place, so that hosts may share them. */
export interface SimulatedHost {
  readonly moid: string;
  spec: HostSpec;
  readonly parent: Reference;
  readonly cluster: SimulatedCluster;
  connection: Connection;
  inMaintenanceMode: boolean;
  /** As vCenter shows it: it may lag behind. */
  bootTime: number;
  /** As the host itself counts it. */
  upSince: number;
  kernel: ReadonlyMap<string, KernelValues>;
  options: ReadonlyMap<string, OptionValue>;
  firewall: FirewallSpec | null;
  services: readonly ServiceSpec[];
  devices: DevicesSpec;
  /** The datastores of `spec` as managed objects, by the name that the host has for them. */
  volumes: readonly { readonly name: string; readonly self: Reference }[];
  vms: readonly SimulatedVm[];
  /** What HA makes of it outside of maintenance mode. */
  ha: 'connected' | 'election' | 'initializationError';
  /** Which certificate it shows: another number is another certificate. */
  certificate: number;
  /** Where it listens itself, and under which certificate (SHA-1); null where its name leads nowhere. */
  listener: { readonly port: number; readonly thumbprint: string } | null;
  /** Where its last configuration backup lies. */
  bundlePath: string | null;
  /** esxcli came back from a reboot dead. */
  esxcliDead: boolean;
  trouble: HostTrouble;
  /** Answers that held this host, for hosts that vanish. */
  answers: number;
  /** Managed object ids of the tasks on it, newest last. */
  tasks: readonly string[];
}

/** A cluster, or the compute resource that a standalone host sits in. */
export interface SimulatedCluster {
  readonly name: string;
  readonly members: readonly SimulatedHost[];
  config: ClusterConfig;
  /** Objects that vSAN has not brought up to date yet. */
  resyncing: number;
}

/** A virtual machine as it is now. */
export interface SimulatedVm {
  readonly id: string;
  readonly spec: VmSpec;
  host: SimulatedHost;
  poweredOn: boolean;
}

export function newHost(
  {
    id: moid,
    parent,
    cluster,
  }: { readonly id: string; readonly parent: Reference; readonly cluster: SimulatedCluster },
  spec: HostSpec,
): SimulatedHost {
  return {
    moid,
    spec,
    parent,
    cluster,
    connection: spec.connection,
    inMaintenanceMode: spec.maintenance,
    bootTime: spec.bootTime,
    upSince: spec.bootTime,
    kernel: spec.kernel,
    options: spec.options,
    firewall: spec.firewall,
    services: spec.services,
    devices: spec.devices,
    volumes: [],
    vms: [],
    ha: 'connected',
    certificate: 0,
    listener: null,
    bundlePath: null,
    esxcliDead: false,
    trouble: spec.trouble,
    answers: 0,
    tasks: [],
  };
}

export function hostReference(host: SimulatedHost): Reference {
  return { type: 'HostSystem', id: host.moid };
}

/** Advanced options with the `VMkernel.Boot.` ones, which show the Configured values (docs/internals/wire.md 4). */
export function advancedOptions(host: SimulatedHost): ReadonlyMap<string, OptionValue> {
  const all = new Map(host.options);
  for (const [name, values] of host.kernel) {
    if (values.type === 'Bool') {
      all.set(`VMkernel.Boot.${name}`, { type: 'boolean', text: String(/^(true|1)$/i.test(values.configured)) });
    } else {
      all.set(`VMkernel.Boot.${name}`, {
        type: /^u?int/.test(values.type) ? 'long' : 'string',
        text: values.configured,
      });
    }
  }
  return all;
}

/** Parts of a host that are managed objects of their own, by type. */
const PARTS = {
  HostFirewallSystem: ['firewallSystem', 'firewallSystem'],
  OptionManager: ['EsxHostAdvSettings', 'ha-adv-options'],
  HostServiceSystem: ['serviceSystem', 'serviceSystem'],
  HostAccessManager: ['hostAccessManager', 'ha-host-access-manager'],
  HostFirmwareSystem: ['firmwareSystem', 'ha-firmwareSystem'],
  HostImageConfigManager: ['imageConfigManager', 'ha-image-config-manager'],
  HostCertificateManager: ['certificateManager', 'ha-certificate-manager'],
  ReflectManagedMethodExecuter: ['ManagedMethodExecuter', 'ha-managed-method-executer'],
  InternalDynamicTypeManager: ['DynamicTypeManager', 'ha-dynamic-type-manager'],
} as const;
export type HostPart = keyof typeof PARTS;

export function partReference(host: SimulatedHost, part: HostPart): Reference {
  const [prefix, lone] = PARTS[part];
  return { type: part, id: host.moid === 'ha-host' ? lone : `${prefix}-${host.moid.slice('host-'.length)}` };
}

/** The host and the part that an id belongs to; null when it is none. */
export function partOf(id: string): { readonly part: HostPart; readonly host: string } | null {
  const [, prefix, number] = /^(\w+)-(\d+)$/.exec(id) ?? [];
  for (const part of Object.keys(PARTS) as HostPart[]) {
    if (PARTS[part][0] === prefix && number !== undefined) return { part, host: `host-${number}` };
    if (PARTS[part][1] === id) return { part, host: 'ha-host' };
  }
  return null;
}
