import { child, childrenNamed, requiredMoref, textOf, type VimElement } from './element.ts';
import { type Fault, localizedFaultOf } from './fault.ts';
import type { Moref } from './moref.ts';

/**
 * What the server told of one object. A property that is in neither map is unset.
 *
 * One that was told more than once is among the missing, as is one that was told and refused: an answer that contradicts
 * itself is no answer.
 */
export interface ObjectContent {
  readonly object: Moref;
  /** By path, such as `summary.hardware`. */
  readonly properties: ReadonlyMap<string, VimElement>;
  /** By path; the path '' stands for the whole object. */
  readonly missing: ReadonlyMap<string, Fault>;
}

/** Stands in `missing` for a property that was told more than once. No server sends a fault of this type. */
export const CONTRADICTION: Fault = {
  type: 'Contradiction',
  message: 'the server told the property more than once',
  detail: null,
};

/** Stands in `missing` for what was told without its value, or without its name. No server sends a fault of this type. */
const GARBLED: Fault = {
  type: 'UnexpectedAnswer',
  message: 'the server told a property without its value',
  detail: null,
};

/** An object that was told more than once. */
export function contradictory(object: Moref): ObjectContent {
  return { object, properties: new Map(), missing: new Map([['', CONTRADICTION]]) };
}

export function objectContentOf(element: VimElement): ObjectContent {
  const properties = new Map<string, VimElement>();
  const missing = new Map<string, Fault>();
  const place = (path: string, into: () => void): void => {
    if (!properties.has(path) && !missing.has(path)) return into();
    properties.delete(path);
    missing.set(path, CONTRADICTION);
  };
  for (const property of childrenNamed(element, 'propSet')) {
    const path = textOf(property, 'name')?.trim() ?? '';
    const value = child(property, 'val');
    place(path, () => (path === '' || value === null ? missing.set(path, GARBLED) : properties.set(path, value)));
  }
  for (const property of childrenNamed(element, 'missingSet')) {
    const path = textOf(property, 'path') ?? '';
    const fault = child(property, 'fault');
    place(path, () => missing.set(path, fault === null ? GARBLED : localizedFaultOf(fault)));
  }
  return { object: requiredMoref(element, 'obj'), properties, missing };
}

/** One page of objects; `token` leads to the next and is null on the last (docs/internals/wire.md 2.3). */
export interface Page {
  readonly token: string | null;
  readonly objects: readonly ObjectContent[];
}

/** A `returnval` may be missing: nothing was found. */
export function pageOf(returnval: VimElement | null): Page {
  if (returnval === null) return { token: null, objects: [] };
  return { token: tokenOf(returnval), objects: childrenNamed(returnval, 'objects').map(objectContentOf) };
}

export function tokenOf(returnval: VimElement): string | null {
  const token = textOf(returnval, 'token');
  return token === '' ? null : token;
}
