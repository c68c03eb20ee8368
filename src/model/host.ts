import type { HostLabels } from './host-labels.ts';
import type { Problem } from './problem.ts';

export type ConnectionState = 'connected' | 'disconnected' | 'notResponding';

/**
 * Who a host is and where it stands, as vCenter (or the host itself) tells it.
 *
 * A null means that the server returned no value: it is never evidence of anything.
 */
export interface Host extends HostLabels {
  /** Target identity `/` managed object id: unique over all targets of a scan. */
  readonly id: string;
  readonly moid: string;
  /** The name in the inventory, with `%2f`, `%5c` and `%25` decoded; may hold anything. */
  readonly name: string;
  /** URL of the target that the host was read from. */
  readonly target: string;
  /** Hardware UUID: survives removal and re-adding, which change the managed object id. */
  readonly uuid: string | null;
  readonly serial: string | null;
  readonly datacenter: string | null;
  /** Name of the cluster; null for a standalone host. */
  readonly cluster: string | null;
  /** Name of the cluster, or of the compute resource that a standalone host sits in. */
  readonly computeResource: string | null;
  /** Path of folders between the datacenter's host folder and the compute resource, joined by `/`; '' at the top. */
  readonly folder: string | null;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly cpuModel: string | null;
  readonly biosVersion: string | null;
  readonly biosReleaseDate: string | null;
  readonly version: string | null;
  readonly build: string | null;
  /** Name of the release in the catalog, such as "ESXi 6.0 Patch 4"; null for a build that the catalog lacks. */
  readonly release: string | null;
  /** When that release came out, ISO 8601, by the catalog; null where it does not tell. */
  readonly released: string | null;
  readonly connectionState: ConnectionState | null;
  readonly powerState: string | null;
  readonly standbyMode: string | null;
  readonly inMaintenanceMode: boolean | null;
  /** ISO 8601, as the server wrote it. */
  readonly bootTime: string | null;
  /** The vCenter that manages a host which was read directly. */
  readonly managementServerIp: string | null;
  /** Why nothing can be asked of the host itself now, or why vCenter told less than usual; null when all is well. */
  readonly trouble: Problem | null;
  /** Why a member above is null, by the property that would tell it, such as `summary.hardware`; left out where all were told. */
  readonly unread?: Readonly<Record<string, Problem>>;
}
