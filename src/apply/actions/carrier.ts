import { problemFromError, problemFromFault } from '../../collect/answer-problem.ts';
import type { Session } from '../../connect/session.ts';
import type { Action } from '../../model/plan.ts';
import { read, type Reading, unread } from '../../model/reading.ts';
import type { VimElement } from '../../vim/element.ts';
import type { Moref } from '../../vim/moref.ts';
import type { HostParts, LiveHost } from '../live-host.ts';

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

/** A part that was read from a moment ago, so it is there. */
export function part(live: LiveHost, name: keyof HostParts): Moref {
  const found = live.parts[name];
  if (found === null) throw new Error(`a write to ${live.host.name} was tried without its ${name}`);
  return found;
}

/** One property of a part of a host, live; unread where the host has no such part or does not show it. */
export async function readProperty(session: Session, part: Moref | null, path: string): Promise<Reading<VimElement>> {
  if (part === null) return unread({ code: 'not-reported', detail: `the host did not tell where to read ${path}` });
  try {
    const request = { properties: [{ type: part.type, paths: [path] }], objects: [part] };
    for await (const { object, properties, missing } of session.retrieve(request)) {
      if (object.value !== part.value) continue;
      const value = properties.get(path);
      if (value !== undefined) return read(value);
      const fault = missing.get(path);
      if (fault !== undefined) return unread(problemFromFault(fault));
    }
  } catch (error) {
    return unread(problemFromError(error));
  }
  return unread({ code: 'not-reported', detail: `the host does not show its ${path}` });
}

const BOOLEANS = new Set(['true', 'false']);

/** Releases write truth values in different case (docs/internals/wire.md 3.4); all other text must be equal to the letter. */
export function isSameValue(one: string, other: string): boolean {
  const [left, right] = [one.trim().toLowerCase(), other.trim().toLowerCase()];
  return one === other || (BOOLEANS.has(left) && left === right);
}
