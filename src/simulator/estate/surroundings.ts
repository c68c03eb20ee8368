/** What a host has besides its settings, and could lose by a reboot. */
export interface DevicesSpec {
  /** The first is local. */
  readonly datastores: readonly string[];
  /** Storage paths, all active. */
  readonly paths: number;
  readonly uplinks: readonly string[];
  /** Addresses by name, such as `vmk0`; null: one of the host's own is made up. */
  readonly vmk: Readonly<Record<string, string>> | null;
  /** Names of alarms that are red. */
  readonly redAlarms: readonly AlarmName[];
}

/** What a host tells of itself before a patch. */
export interface StandingSpec {
  readonly rebootRequired: boolean;
  /** From now until its certificate expires. */
  readonly certificateDays: number;
  /** Name of the attached host profile; null: none. */
  readonly hostProfile: string | null;
  readonly bootDevice: BootDeviceSpec;
}

/** What `system boot device get` tells; empty texts are what a real host shows for none. */
export interface BootDeviceSpec {
  /** Null: one is made up. */
  readonly uuid: string | null;
  readonly nic: string;
  readonly statelessNic: string;
}

export type AlarmName = (typeof ALARM_NAMES)[number];
export const ALARM_NAMES = [
  'Host hardware power status',
  'Network uplink redundancy lost',
  'Host storage status',
] as const;

export interface VmSpec {
  readonly name: string;
  readonly poweredOn: boolean;
  /** Has a PCI device of the host: cannot be moved. */
  readonly passthrough: boolean;
  /** Has a share of a graphics card of the host. */
  readonly vgpu: boolean;
  /** What its CD-ROM shows; null: it has none. */
  readonly cdrom: 'local-image' | 'shared-image' | 'host-drive' | 'disconnected' | null;
  /** Its disk is on the host's local datastore: DRS does not move it. */
  readonly localDisk: boolean;
  /** An agent that vCenter itself looks after, such as vCLS. */
  readonly agent: boolean;
  readonly secureBoot: boolean;
  /** Such as 19, of `vmx-19`. */
  readonly hardwareVersion: number;
  /** DRS automation of this VM alone; null: the cluster's. */
  readonly automation: 'fullyAutomated' | 'manual' | 'disabled' | null;
  readonly faultTolerance: boolean;
}
