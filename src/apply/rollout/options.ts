import type { Journal } from '../journal/journal.ts';
import type { RolloutEvent } from './events.ts';
import type { RolloutPolicy } from './state.ts';
import type { Window } from './window.ts';

export interface RolloutOptions {
  readonly journal: Pick<Journal, 'append' | 'records'>;
  /** Hosts in no cluster are rebooted too; people shut their VMs down. */
  readonly allowVmDowntime?: boolean;
  /** One host of each model; the others wait for a word. */
  readonly canary?: boolean;
  /** When hosts may be started; at any time by default. */
  readonly window?: Window | null;
  /** Failed hosts after which a cluster stops; 1 by default. */
  readonly maxFailures?: number;
  /** Hosts of one cluster that may be out at a time, where its room allows it; 1 by default. */
  readonly parallel?: number;
  /** Clusters in which hosts are out at a time; 4 by default. */
  readonly clustersAtATime?: number;
  readonly waits?: Partial<Waits>;
  /** Begin no further host; bring those that were rebooted to their end. Not to be given to the session as well. */
  readonly signal?: AbortSignal;
  /** Leave everything as it is, at once. */
  readonly abandon?: AbortSignal;
  readonly onEvent?: (event: RolloutEvent) => void;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** How long what is waited for, in milliseconds. */
export interface Waits extends Omit<RolloutPolicy, 'cluster'> {
  /** Between two looks at vCenter. */
  readonly pollMs: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Servers boot in 5 to 20 minutes (docs/internals/wire.md 6.3); vSAN may have to copy a lot. */
export const USUAL_WAITS: Waits = {
  pollMs: 3 * SECOND,
  maintenanceMs: 60 * MINUTE,
  rebootTaskMs: 5 * MINUTE,
  returnMs: 45 * MINUTE,
  compareMs: 10 * MINUTE,
  leaveMs: 10 * MINUTE,
  haMs: 15 * MINUTE,
  resyncMs: 360 * MINUTE,
  busyMs: 10 * SECOND,
  bootToleranceMs: MINUTE,
};
