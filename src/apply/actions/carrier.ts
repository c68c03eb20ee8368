import type { Action } from '../../model/plan.ts';
import type { Reading } from '../../model/reading.ts';
import type { LiveHost } from '../live-host.ts';

export type ActionOf<Kind extends Action['kind']> = Extract<Action, { kind: Kind }>;

/** How one kind of action is read, written and compared. */
export interface Carrier<A extends Action> {
  /** The thing as the host itself shows it now. Never throws for what is the host's own trouble: that is unread. */
  readonly readNow: (live: LiveHost, action: A) => Promise<Reading<A>>;
  /** Sends what is missing between `now` and the action, once. Throws what the session throws. */
  readonly write: (live: LiveHost, action: A, now: A) => Promise<void>;
  readonly isSame: (one: A, other: A) => boolean;
}
