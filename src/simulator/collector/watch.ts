import type { Specification } from './specification.ts';

/** What one property collector watches: its filters, and what it told last. */
export interface Watch {
  readonly filters: Map<string, Specification>;
  /** Number of the last update; 0 before the first. */
  told: number;
  /** XML of each property when it was told last, by filter, object and path. */
  state: ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, string>>>;
}
