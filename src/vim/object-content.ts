import { childrenNamed, requiredChild, requiredMoref, textOf, type VimElement } from './element.ts';
import { localizedFaultOf, type Fault } from './fault.ts';
import type { Moref } from './moref.ts';

/** What the server told of one object. A property that is in neither map is unset. */
export interface ObjectContent {
  readonly object: Moref;
  /** By path, such as `summary.hardware`. */
  readonly properties: ReadonlyMap<string, VimElement>;
  /** By path; the path '' stands for the whole object. */
  readonly missing: ReadonlyMap<string, Fault>;
}

export function objectContentOf(element: VimElement): ObjectContent {
  const properties = new Map<string, VimElement>();
  for (const property of childrenNamed(element, 'propSet')) {
    properties.set(textOf(property, 'name') ?? '', requiredChild(property, 'val'));
  }
  const missing = new Map<string, Fault>();
  for (const property of childrenNamed(element, 'missingSet')) {
    missing.set(textOf(property, 'path') ?? '', localizedFaultOf(requiredChild(property, 'fault')));
  }
  return { object: requiredMoref(element, 'obj'), properties, missing };
}

/** One page of objects; `token` leads to the next and is null on the last (protocol.md 2.3). */
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
