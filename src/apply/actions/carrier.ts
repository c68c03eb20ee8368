import type { Action } from '../../model/plan.ts';
import type { Reading } from '../../model/reading.ts';
import type { LiveHost } from '../live-host.ts';

export type ActionOf<Kind extends Action['kind']> = Extract<Action, { kind: Kind }>;

/** How a thing was read: itself, or (a kernel setting without esxcli) only the value that is stored for it. */
export type Source = 'itself' | 'stored-value';

/** A reading, and how it was made where that was not the usual way. Two of different sources are not compared. */
export type Sighting<T> = Reading<T> & { readonly source?: 'stored-value' };

export function sourceOf({ source }: Pick<Sighting<unknown>, 'source'>): Source {
  return source ?? 'itself';
}

/** A state that was read a moment ago. */
export interface State<A extends Action = Action> {
  readonly now: A;
  readonly source: Source;
}

/** What people are told beside a value that is not the thing's own; '' when it is. */
export function remarkOn({ source }: Pick<State, 'source'>): string {
  return source === 'itself' ? '' : ' It was read as the stored value, since esxcli could not be used.';
}

/** How one kind of action is read, written and compared. */
export interface Carrier<A extends Action> {
  /** The thing as the host itself shows it now. Never throws for what is the host's own trouble: that is unread. */
  readonly readNow: (live: LiveHost, action: A) => Promise<Sighting<A>>;
  /** Sends what is missing between the state and the action, once, the way it was read. Throws what the session throws. */
  readonly write: (live: LiveHost, action: A, state: State<A>) => Promise<void>;
  readonly isSame: (one: A, other: A) => boolean;
}
