import type { Labels } from '../estate/labels.ts';
import { arrayOf, data, integer, string, type Value } from '../wire/value.ts';

/** What people put on entities, by the ids of these. */
interface Labelled {
  readonly labels: ReadonlyMap<string, Labels>;
}

/** Names of custom attributes in the order of their keys (docs/internals/wire.md 2.10). */
function namesIn({ labels }: Labelled): readonly string[] {
  return [...new Set([...labels.values()].flatMap(({ attributes }) => Object.keys(attributes)))].sort();
}

const FIRST_KEY = 101;

/** `CustomFieldsManager.field`; unset where there is none. */
export function fieldsOf(inventory: Labelled): Value | undefined {
  const names = namesIn(inventory);
  if (names.length === 0) return undefined;
  const fields = names.map((name, index) =>
    data('CustomFieldDef', { key: integer(FIRST_KEY + index), name: string(name), type: string('string') }),
  );
  return arrayOf('CustomFieldDef', fields);
}

/** `customValue` of an entity; unset where it has none. */
export function customValueOf(inventory: Labelled, id: string): Value | undefined {
  const attributes = inventory.labels.get(id)?.attributes ?? {};
  const names = namesIn(inventory);
  const values = Object.entries(attributes).map(([name, value]) =>
    data('CustomFieldStringValue', { key: integer(FIRST_KEY + names.indexOf(name)), value: string(value) }),
  );
  return values.length === 0
    ? undefined
    : arrayOf(
        'CustomFieldValue',
        values.map((value) => ({ kind: 'typed', value })),
      );
}
