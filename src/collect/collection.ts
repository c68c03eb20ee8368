import type { FactDemand } from '../model/facts.ts';
import type { HostSource } from './host-from.ts';
import type { Loss } from './lifeline.ts';

/** What is to be read, and who is told how far it is. */
export interface Collection {
  readonly demand: FactDemand;
  readonly source: HostSource;
  readonly signal?: AbortSignal;
  /** Called when one more host has been read to the end. */
  readonly onHost?: () => void;
  /** Called at the end where the target was lost on the way: what is unread then is not the hosts' fault. */
  readonly onLost?: (loss: Loss) => void;
}
