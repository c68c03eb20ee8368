import type { FirewallSpec } from './firewall-spec.ts';
import type { HardwareSpec } from './hardware.ts';
import type { Labels, TagSpec } from './labels.ts';
import type { ClusterOwners, FoundSpec } from './ownership.ts';
import type { Lie } from '../lies/lie.ts';
import type { DevicesSpec, StandingSpec, VmSpec } from './surroundings.ts';
import type { HostTrouble, Trouble } from './trouble.ts';

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
  /** Clients reach it through a load balancer, whose nodes share no sessions. */
  readonly balanced: boolean;
  readonly durations: Durations;
  readonly datacenters: readonly DatacenterSpec[];
  readonly troubles: readonly Trouble[];
  readonly esxcli: EsxcliSpec;
  /** Which forms of the REST API it has. */
  readonly rest: 'both' | 'api' | 'rest' | 'none';
  /** Tags that exist beside those that something has. */
  readonly tags: readonly TagSpec[];
  /** About what belongs to no host: sessions, alarms, folders, the list of host profiles. */
  readonly lies: readonly Lie[];
}

/** What of esxcli no one has seen on a real vCenter, as this one has it. */
export interface EsxcliSpec {
  /** Where a want of privilege shows: inside the answer's faultDetail, or as a fault of ExecuteSoap. */
  readonly refusals: 'detail' | 'soap';
  /** What RetrieveManagedMethodExecuter takes. */
  readonly executerPrivilege: string;
}

export interface Account {
  readonly user: string;
  readonly password: string;
  /** May read, and is refused every write. */
  readonly readOnly: boolean;
  /** All that it may, on every object; null for everything. */
  readonly privileges: readonly string[] | null;
}

/** How long things take, in milliseconds. */
interface Durations {
  readonly maintenance: number;
  readonly task: number;
  /** From the reboot task to `notResponding`. */
  readonly shutdown: number;
  /** From `notResponding` to `connected`. */
  readonly boot: number;
  /** From leaving maintenance mode to HA being connected again. */
  readonly ha: number;
  /** From leaving maintenance mode to the end of vSAN's resync. */
  readonly resync: number;
  /** How long an ended task can still be read (docs/internals/wire.md 6.2). */
  readonly taskRetention: number;
}

export interface DatacenterSpec {
  readonly name: string;
  readonly labels: Labels;
  /** Of the folders below its host folder, by path. */
  readonly folderLabels: ReadonlyMap<string, Labels>;
  readonly computeResources: readonly ComputeResourceSpec[];
}

/** How a cluster is set; the null of `vsan` is for none. */
export interface ClusterConfig {
  readonly drs: boolean;
  readonly automation: 'fullyAutomated' | 'partiallyAutomated' | 'manual';
  readonly ha: boolean;
  /** How HA's admission control keeps room for failed hosts; null: it is off. */
  readonly admissionControl: 'slots' | 'shares' | 'fixed-shares' | 'hosts' | null;
  /** Host failures that it keeps room for. */
  readonly failoverLevel: number;
  readonly vsan: 'plain' | 'stretched' | null;
  /** A configuration profile owns the settings of the hosts (8.0). */
  readonly configManagerEnabled: boolean;
  /** An image owns the software of the hosts (7.0). */
  readonly lifecycleManaged: boolean;
  /** What more there is of both. */
  readonly owners: ClusterOwners;
}

export interface ComputeResourceSpec extends ClusterConfig {
  readonly name: string;
  readonly kind: 'cluster' | 'standalone';
  /** Names of the folders below the datacenter's host folder, outermost first. */
  readonly folder: readonly string[];
  readonly labels: Labels;
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
  /** Empty: the firmware tells none. */
  readonly serial: string;
  readonly serviceTags: readonly string[];
  /** Of the chassis; null: not told. */
  readonly enclosureSerial: string | null;
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
  /** What `kernel list -o` answers for a name that it does not know; no one has seen what a real host does. */
  readonly unknownKernelSetting: 'fault' | 'emptyList';
  readonly protection: ProtectionSpec;
  readonly access: AccessSpec;
  readonly hardware: HardwareSpec;
  readonly devices: DevicesSpec;
  readonly vms: readonly VmSpec[];
  readonly standing: StandingSpec;
  readonly labels: Labels;
  readonly found: FoundSpec;
  readonly trouble: HostTrouble;
}

/** How a host is protected, as far as options, services and the firewall do not say. */
export interface ProtectionSpec {
  readonly lockdownMode: 'lockdownDisabled' | 'lockdownNormal' | 'lockdownStrict';
  readonly lockdownExceptions: readonly string[];
  readonly secureBoot: boolean;
  readonly encryptionMode: 'NONE' | 'TPM';
  readonly requireSecureBoot: boolean;
  readonly requireExecInstalledOnly: boolean;
  readonly acceptanceLevel: string;
  readonly imageVendor: string;
  /** As configured: the one of the next boot. */
  readonly tlsProfile: string;
  /** The one that this boot runs with. */
  readonly tlsProfileRunning: string;
  readonly persistentLogs: boolean;
  readonly ntpServers: readonly string[];
  /** The directory that the host joined; null for none. */
  readonly activeDirectory: string | null;
  /** How the membership stands, such as `ok` or `clientTrustBroken`. */
  readonly directoryStatus: string;
  /** Local accounts beside those that every host has. */
  readonly accounts: readonly string[];
  /** Who issued the certificate, as a distinguished name. */
  readonly certificateIssuer: string;
  readonly iscsi: readonly IscsiAdapterSpec[];
  /** VMkernel adapters by the service that they carry. */
  readonly vmkServices: Readonly<Record<string, readonly string[]>>;
  /** Of `vSwitch0`. */
  readonly vSwitch: PortSecurity;
  /** By name, as they work: what a port group does not say is the switch's. */
  readonly portgroups: Readonly<Record<string, PortSecurity & { readonly vlan: number }>>;
}

/** How people get into a host, and what it keeps to itself, as far as esxcli alone tells. */
export interface AccessSpec {
  /** What sshd is set to, by key; told since 8.0. */
  readonly ssh: Readonly<Record<string, string>>;
  /** Whether the module that is validated for FIPS 140 is in use. */
  readonly fipsSsh: boolean;
  readonly fipsProxy: boolean;
  /** Accounts that may use the shell; told since 8.0. */
  readonly shellAccounts: readonly string[];
  readonly keyPersistence: boolean;
  readonly logFiltering: boolean;
}

/** CHAP as an adapter or a target has it. */
export type Chap = 'chapProhibited' | 'chapDiscouraged' | 'chapPreferred' | 'chapRequired';

/** An iSCSI adapter. */
export interface IscsiAdapterSpec {
  readonly device: string;
  readonly chap: Chap;
  readonly mutualChap: Chap;
  readonly targets: readonly IscsiTargetSpec[];
}

/** A target; null where it inherits from its adapter. */
export interface IscsiTargetSpec {
  readonly address: string;
  readonly chap: Chap | null;
  readonly mutualChap: Chap | null;
}

/** What the ports of a standard switch or port group accept. */
export interface PortSecurity {
  readonly promiscuous: boolean;
  readonly macChanges: boolean;
  readonly forgedTransmits: boolean;
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

export interface ServiceSpec {
  readonly key: string;
  readonly label: string;
  readonly required: boolean;
  readonly running: boolean;
  readonly policy: 'on' | 'off' | 'automatic';
  readonly ruleset: string | null;
}

export type { HostTrouble } from './trouble.ts';
export { ALARM_NAMES, type DevicesSpec, type StandingSpec, type VmSpec } from './surroundings.ts';
