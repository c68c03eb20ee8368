import type { PlanHost } from '../../model/plan.ts';
import type { HostIdentity } from './host-identity.ts';

/** A host of a plan, and the kernel settings that its reboot is to bring into effect. */
export interface RolloutHost {
  readonly host: PlanHost;
  readonly wanted: readonly { readonly name: string; readonly value: string }[];
}

/** A host of a cluster as far as its neighbours' rollout depends on it. A null was not told. */
export interface Member {
  readonly moid: string;
  readonly name: string;
  readonly connection: string | null;
  readonly inMaintenance: boolean | null;
  readonly haState: string | null;
}

/** The cluster, or the compute resource of a standalone host, that hosts of a rollout are in. */
export interface Situation {
  readonly moid: string;
  readonly name: string;
  readonly isCluster: boolean;
  /** How far DRS acts by itself: `fullyAutomated` ..., `off`; null when it could not be read. */
  readonly drs: string | null;
  readonly ha: boolean | null;
  readonly vsan: boolean | null;
  /** Names of the vSAN fault domains of its hosts; null when one could not be read. */
  readonly faultDomains: readonly string[] | null;
  /** VMs that DRS treats otherwise than the cluster, by managed object id; null when they could not be read. */
  readonly vmAutomation: ReadonlyMap<string, string> | null;
  /** Null when they could not be read. */
  readonly members: readonly Member[] | null;
}

/** What a rollout finds of one host before it begins. */
export interface Candidate extends RolloutHost {
  readonly situation: Situation;
  readonly model: string | null;
  /** Which host it is now; a string says why that could not be read. */
  readonly identity: HostIdentity | string;
  /** Powered-on VMs that nothing would move away, each with the reason; null when they could not be read. */
  readonly stuckVms: readonly string[] | null;
}
