import type { Firewall } from './firewall.ts';
import type { Host } from './host.ts';
import type { KernelSetting } from './kernel-setting.ts';
import type { Reading } from './reading.ts';

/** What the chosen rules need to know of each host; nothing else is read. */
export interface FactDemand {
  /** Names of VMkernel settings, such as `iovDisableIR`. */
  readonly kernelSettings: ReadonlySet<string>;
  /** The rulesets and the default policy. */
  readonly firewall: boolean;
  /** Whether the firewall is on: one more call a host. */
  readonly firewallEnabled: boolean;
  /** Every VMkernel setting that the host has: one call that answers with some 300 rows. */
  readonly kernelList?: boolean;
}

export type KernelList = ReadonlyMap<string, KernelSetting>;

/** All that was read of one host. A setting that was not asked for is not in the map. */
export interface HostFacts {
  readonly host: Host;
  readonly kernel: ReadonlyMap<string, Reading<KernelSetting>>;
  /** Null when it was not asked for. */
  readonly firewall: Reading<Firewall> | null;
  /** Every VMkernel setting by name; left out when it was not asked for. */
  readonly kernelList?: Reading<KernelList>;
}
