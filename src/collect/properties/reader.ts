import type { Session } from '../../connect/session.ts';
import type { PropertyValue } from '../../model/facts.ts';
import { ABSENT, read, type Reading, unread } from '../../model/reading.ts';
import type { VimElement } from '../../vim/element.ts';
import type { Moref } from '../../vim/moref.ts';
import type { ObjectContent } from '../../vim/object-content.ts';
import type { GatheredReader } from '../gathered/reader.ts';
import type { HostEsxcli } from '../host-esxcli.ts';
import { problemFromFault } from '../problem-from.ts';

/** A fact that stands in the host's own properties: it comes with those that are read anyway. */
export interface ToldReader {
  readonly kind: 'told';
  readonly paths: readonly string[];
  /** The API version that knows the paths; an older server would fault the whole call (protocol.md 2.4). Null: all do. */
  readonly since: string | null;
  readonly from: (content: ObjectContent) => Reading<PropertyValue>;
}

/** A fact that only the host itself tells: calls for each host. */
export interface AskedReader {
  readonly kind: 'asked';
  readonly ask: (esxcli: HostEsxcli) => Promise<Reading<PropertyValue>>;
}

/** A fact that a managed object of the host tells: one call for each host. */
export interface PartReader {
  readonly kind: 'part';
  /** The property that leads to the object, such as `configManager.hostAccessManager`. */
  readonly path: string;
  /** As in ToldReader. */
  readonly since: string | null;
  readonly ask: (part: Part) => Promise<Reading<PropertyValue>>;
}

export interface Part {
  readonly session: Session;
  readonly object: Moref;
  readonly signal?: AbortSignal;
}

export type PropertyReader = ToldReader | AskedReader | PartReader | GatheredReader;

/** Reads one path by what stands there; a fault in its place is why it is unread, and an unset one is absent. */
export function at(
  path: string,
  from: (element: VimElement) => Reading<PropertyValue>,
): (content: ObjectContent) => Reading<PropertyValue> {
  return ({ properties, missing }) => {
    const element = properties.get(path);
    if (element !== undefined) return from(element);
    const fault = missing.get(path) ?? missing.get('');
    return fault === undefined ? ABSENT : unread(problemFromFault(fault));
  };
}

/** The text of an element as it stands. */
export function textIn(element: VimElement): Reading<PropertyValue> {
  return read(element.text);
}

export const GARBLED: Reading<never> = unread({
  code: 'unexpected-answer',
  detail: 'the property came without members that it must have',
});

export const TOO_OLD: Reading<never> = unread({
  code: 'not-reported',
  detail: 'the API of the server is older than this property',
});
