import { booleanOf, childrenOf, textOf, textsOf, childOf, type Element } from '../wire/element.ts';
import { invalidArgument } from '../wire/fault.ts';
import type { Reference } from '../wire/value.ts';

/** PropertyFilterSpec: which properties of which objects. */
export interface Specification {
  readonly properties: readonly PropertySpec[];
  readonly objects: readonly ObjectSpec[];
  /** Objects that are gone are left out instead of failing the call. */
  readonly reportMissing: boolean;
}

export interface PropertySpec {
  readonly type: string;
  readonly all: boolean;
  readonly paths: readonly string[];
}

export interface ObjectSpec {
  readonly object: Reference;
  readonly skip: boolean;
  readonly selections: readonly Selection[];
}

/** A TraversalSpec, or the mere name of one that stands elsewhere in the specification. */
export type Selection =
  | { readonly kind: 'named'; readonly name: string }
  | {
      readonly kind: 'traversal';
      readonly name: string | null;
      readonly type: string;
      readonly path: string;
      readonly skip: boolean;
      readonly selections: readonly Selection[];
    };

export function readSpecification(element: Element): Specification {
  return {
    properties: childrenOf(element, 'propSet').map(propertySpec),
    objects: childrenOf(element, 'objectSet').map(objectSpec),
    reportMissing: booleanOf(element, 'reportMissingObjectsInResults') ?? false,
  };
}

function propertySpec(element: Element): PropertySpec {
  return {
    type: textOf(element, 'type') ?? '',
    all: booleanOf(element, 'all') ?? false,
    paths: textsOf(element, 'pathSet'),
  };
}

function objectSpec(element: Element): ObjectSpec {
  const object = childOf(element, 'obj');
  if (object === undefined) throw invalidArgument('specSet.objectSet.obj');
  return {
    object: { type: object.type ?? '', id: object.text.trim() },
    skip: booleanOf(element, 'skip') ?? false,
    selections: childrenOf(element, 'selectSet').map(selection),
  };
}

function selection(element: Element): Selection {
  const name = textOf(element, 'name');
  const path = textOf(element, 'path');
  if (path === null) return { kind: 'named', name: name ?? '' };
  return {
    kind: 'traversal',
    name,
    path,
    type: textOf(element, 'type') ?? '',
    skip: booleanOf(element, 'skip') ?? false,
    selections: childrenOf(element, 'selectSet').map(selection),
  };
}
