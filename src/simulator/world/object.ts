import { fieldValue, type Fields, type Reference, type Value } from '../wire/value.ts';
import type { SimulatedHost } from './host.ts';

/** A managed object: what it is called and how its properties are found. */
export interface ManagedObject extends Reference {
  readonly properties: Fields;
  /** Set for a host and its parts. */
  readonly host?: SimulatedHost;
  /** False for what may be read without login, such as ServiceInstance. */
  readonly guarded?: boolean;
}

/** The value at a path whose existence is already established; undefined when it is unset. */
export function valueAt(object: ManagedObject, path: string): Value | undefined {
  const [first = '', ...rest] = path.split('.');
  let value = plain(fieldValue(object.properties[first]));
  for (const name of rest) {
    if (value?.kind !== 'data') return undefined;
    value = plain(fieldValue(value.fields[name]));
  }
  return value;
}

function plain(value: Value | undefined): Value | undefined {
  return value?.kind === 'since' || value?.kind === 'typed' ? plain(value.value) : value;
}

/** The objects that a property refers to: one, several or none. */
export function referencesAt(object: ManagedObject, path: string): readonly Reference[] {
  const value = valueAt(object, path);
  if (value?.kind === 'reference') return [{ type: value.type, id: value.id }];
  if (value?.kind !== 'array') return [];
  return value.values.flatMap((each) => (each.kind === 'reference' ? [{ type: each.type, id: each.id }] : []));
}
