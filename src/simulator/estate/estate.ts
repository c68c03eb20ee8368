import type { Trouble } from './trouble.ts';

/** A whole simulated world, every default filled in. */
export interface Estate {
  readonly kind: 'vcenter' | 'esxi';
  readonly name: string;
  readonly version: string;
  readonly build: string;
  readonly apiVersion: string;
  /** Null on a single ESXi host. */
  readonly instanceUuid: string | null;
  readonly accounts: readonly Account[];
  /** Milliseconds added to every call; costs no CPU. */
  readonly latency: number;
  readonly durations: Durations;
  readonly datacenters: readonly DatacenterSpec[];
  readonly troubles: readonly Trouble[];
}

export interface Account {
  readonly user: string;
  readonly password: string;
  /** May read, and is refused every write. */
  readonly readOnly: boolean;
}

/** How long things take, in milliseconds. */
interface Durations {
  readonly maintenance: number;
  readonly task: number;
  /** From the reboot task to `notResponding`. */
  readonly shutdown: number;
  /** From `notResponding` to `connected`. */
  readonly boot: number;
}

export interface DatacenterSpec {
  readonly name: string;
  readonly computeResources: readonly ComputeResourceSpec[];
}

export interface ComputeResourceSpec {
  readonly name: string;
  readonly kind: 'cluster' | 'standalone';
  /** Names of the folders below the datacenter's host folder, outermost first. */
  readonly folder: readonly string[];
  readonly drs: boolean;
  readonly ha: boolean;
  readonly configManagerEnabled: boolean;
  readonly hosts: readonly HostSpec[];
}

export type Connection = 'connected' | 'disconnected' | 'notResponding' | 'standby';

export interface HostSpec {
  readonly name: string;
  readonly vendor: string;
  readonly model: string;
  readonly cpuModel: string;
  readonly cpuPackages: number;
  readonly cpuCores: number;
  readonly memoryGiB: number;
  readonly bios: { readonly version: string; readonly date: string };
  readonly uuid: string;
  readonly serial: string;
  readonly version: string;
  readonly build: string;
  readonly connection: Connection;
  readonly maintenance: boolean;
  /** Milliseconds since 1970. */
  readonly bootTime: number;
  readonly kernel: ReadonlyMap<string, KernelValues>;
  readonly options: ReadonlyMap<string, OptionValue>;
  /** Null: the host shows no firewall configuration at all. */
  readonly firewall: FirewallSpec | null;
  readonly services: readonly ServiceSpec[];
  /** Address of the vCenter that manages a directly contacted host. */
  readonly managementServerIp: string | null;
  /** Powered-on VMs that keep the host from entering maintenance mode. */
  readonly evacuates: boolean;
  /** What a reboot does. */
  readonly reboot: 'returns' | 'late' | 'never';
  readonly trouble: HostTrouble;
}

/** Raw texts as esxcli shows them; releases differ in case. */
export interface KernelValues {
  readonly type: string;
  readonly default: string;
  readonly configured: string;
  readonly runtime: string;
  readonly description: string;
}

export interface OptionValue {
  readonly type: 'string' | 'long' | 'int' | 'boolean';
  readonly text: string;
}

export interface FirewallSpec {
  /** What `esxcli network firewall get` tells. */
  readonly enabled: boolean;
  readonly incomingBlocked: boolean;
  readonly outgoingBlocked: boolean;
  readonly rulesets: readonly RulesetSpec[];
}

export interface RulesetSpec {
  readonly key: string;
  readonly label: string;
  readonly required: boolean;
  readonly enabled: boolean;
  readonly service: string | null;
  readonly userControllable: boolean;
  readonly ipListUserConfigurable: boolean;
  readonly rules: readonly PortRule[];
  readonly allowed: Allowed;
}

export interface PortRule {
  readonly direction: 'inbound' | 'outbound';
  readonly protocol: string;
  readonly portType: 'src' | 'dst' | null;
  readonly port: number;
  readonly endPort: number | null;
}

export interface Allowed {
  readonly all: boolean;
  readonly addresses: readonly string[];
  readonly networks: readonly { readonly network: string; readonly prefixLength: number }[];
}

export interface ServiceSpec {
  readonly key: string;
  readonly label: string;
  readonly required: boolean;
  readonly running: boolean;
  readonly policy: 'on' | 'off' | 'automatic';
  readonly ruleset: string | null;
}

/** How one host misbehaves; everything is switched off by default. */
export interface HostTrouble {
  /** Milliseconds that every call which the host itself must answer takes longer. */
  readonly slow?: number;
  /** Calls to the host are never answered. */
  readonly hanging?: boolean;
  /** The connection is cut in the middle of the host's answers. */
  readonly drops?: boolean;
  /** All properties and methods of the host, or these properties alone. */
  readonly noPermission?: boolean | readonly string[];
  readonly esxcli?: 'methodNotFound' | 'noExecuter' | 'nil' | 'fault';
  /** A SMBIOS text holds something that XML 1.0 forbids. */
  readonly characters?: 'control' | 'invalidUtf8' | 'nullReference';
  /** The host is removed from the inventory after so many answers that held it; `fault`: and the next page faults once. */
  readonly vanishes?: { readonly after: number; readonly fault: boolean };
  /** esxcli and data answers hold further members, in an unusual order. */
  readonly extraMembers?: boolean;
}
