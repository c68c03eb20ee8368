import type { Command, Terms } from './input.ts';
import type { HostState } from './state.ts';

/** A state, and what is to be done for it. */
export interface Next {
  readonly state: HostState;
  readonly command: Command | null;
}

export interface Moment {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly terms: Terms;
}
