import type { Reading } from './reading.ts';

/** Where a host keeps its configuration: on a disk, nowhere (stateless, auto-deployed), or on a device that it lost. */
export type BootDevice = 'disk' | 'stateless' | 'lost';

/**
 * What surrounds a host and decides whether a change of it would last and is ours to make (docs/internals/design.md 8).
 *
 * Read only for hosts that are to be changed. What is unread here must never lead to a write.
 */
export interface HostCircumstances {
  /** The vCenter that manages an ESXi host which was contacted directly; null: none, or the contact is that vCenter. */
  readonly managedBy: Reading<string | null>;
  /** Whether a configuration profile of the cluster owns the settings of its hosts (`configManagerEnabled`). */
  readonly clusterProfile: Reading<boolean>;
  /** Name of the host profile that is attached to the host or its cluster; null: none. */
  readonly hostProfile: Reading<string | null>;
  readonly bootDevice: Reading<BootDevice>;
  /** Whether the next boot is another image than the one that runs. */
  readonly stagedImage: Reading<boolean>;
}
