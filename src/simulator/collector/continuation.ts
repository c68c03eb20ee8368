import type { Selected } from './select.ts';

/** What is left of an answer that was cut into pages. */
export interface Continuation {
  /** Id of the collector that it belongs to. */
  readonly collector: string;
  readonly rest: readonly Selected[];
  readonly size: number;
  readonly version: string;
}
