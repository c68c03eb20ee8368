import type { Problem } from '../model/problem.ts';
import { ABSENT, read, type Reading, unread } from '../model/reading.ts';
import { asBoolean, asMoref, itemsOf, plainText, type VimElement } from '../vim/element.ts';
import type { Moref } from '../vim/moref.ts';
import type { ObjectContent } from '../vim/object-content.ts';
import { isAtLeast } from '../vim/version.ts';
import { problemFromFault } from './answer-problem.ts';
import { HOST_SINCE, type OptionalProperty } from './optional-properties.ts';

/** Makes a value of what stands at a property; null where it is of another kind, or lacks what decides. */
export type Decode<T> = (value: VimElement) => T | null;

/**
 * A property that the server always tells: the value, or why it is unread. A fault in its place, nothing at all, and a value
 * of another kind are three reasons, and none of them is an absent value.
 */
export function readAt<T>(content: ObjectContent, path: string, decode: Decode<T>): Reading<T> {
  const value = content.properties.get(path);
  if (value === undefined) return faultAt(content, path) ?? unread(untold(path));
  const decoded = decode(value);
  return decoded === null ? unread(garbled(path)) : read(decoded);
}

/** The same for a property that the server may leave out: absent where it says nothing of it at all. */
export function readOptionalAt<T>(content: ObjectContent, path: OptionalProperty, decode: Decode<T>): Reading<T> {
  const isUnset = !content.properties.has(path) && faultAt(content, path) === null;
  return isUnset ? ABSENT : readAt(content, path, decode);
}

/** The same for a property that a host has since some version: absent where an older host, and nothing else, leaves it out. */
export function readSinceAt<T>(
  content: ObjectContent,
  path: keyof typeof HOST_SINCE,
  { decode, version }: { readonly decode: Decode<T>; readonly version: string | null },
): Reading<T> {
  const reading = readAt(content, path, decode);
  const isUnset = reading.kind === 'unread' && !content.properties.has(path) && faultAt(content, path) === null;
  return isUnset && isOlder(version, HOST_SINCE[path]) ? ABSENT : reading;
}

/** A version that is none proves nothing. */
function isOlder(version: string | null, since: string): boolean {
  return version !== null && /^\d+\.\d+(\.\d+)*$/.test(version) && !isAtLeast(version, since);
}

/** The fault in place of a property; null where there is none. */
export function faultAt({ missing }: ObjectContent, path: string): Reading<never> | null {
  const fault = missing.get(path) ?? missing.get('');
  return fault === undefined ? null : unread({ ...problemFromFault(fault), path });
}

function untold(path: string): Problem {
  return { code: 'not-reported', detail: `the server returned no value for ${path}`, path };
}

function garbled(path: string): Problem {
  return { code: 'unexpected-answer', detail: `${path} came without what it must hold`, path };
}

/** A text that says something. */
export function textIn(value: VimElement): string | null {
  const text = plainText(value)?.trim() ?? '';
  return text === '' ? null : text;
}

export function booleanIn(value: VimElement): boolean | null {
  return asBoolean(plainText(value) ?? '');
}

/** One of the words that an enumeration of the API has. */
export function oneOf<const Word extends string>(...words: readonly Word[]): Decode<Word> {
  return (value) => words.find((word) => word === textIn(value)) ?? null;
}

/** References in an `ArrayOfManagedObjectReference`. What holds a space or a character that no id of an inventory has is none. */
export function morefsIn(value: VimElement): readonly Moref[] | null {
  return eachOf(itemsOf(value, 'ManagedObjectReference'), (item) => {
    const moref = asMoref(item);
    return moref !== null && /^[\w.:-]+$/.test(moref.value) ? moref : null;
  });
}

/** What is made of each; null as soon as one of them cannot be taken: a list of which an item is unread is unread. */
export function eachOf<T>(items: readonly VimElement[] | null, decode: Decode<T>): readonly T[] | null {
  if (items === null) return null;
  const decoded: T[] = [];
  for (const item of items) {
    const value = decode(item);
    if (value === null) return null;
    decoded.push(value);
  }
  return decoded;
}

/** What an absent value stands for, in place of it. */
export function orWhenAbsent<T>(reading: Reading<T>, value: T): Reading<T> {
  return reading.kind === 'absent' ? read(value) : reading;
}

/** Makes something else of what was read. */
export function mapped<From, To>(reading: Reading<From>, to: (value: From) => Reading<To>): Reading<To> {
  return reading.kind === 'read' ? to(reading.value) : reading;
}
