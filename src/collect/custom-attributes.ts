import type { Session } from '../connect/session.ts';
import type { Problem } from '../model/problem.ts';
import { type Reading, read, unread } from '../model/reading.ts';
import { integerOf, itemsOf, textOf, type VimElement } from '../vim/element.ts';
import { morefKey } from '../vim/moref.ts';
import { problemFromError } from './answer-problem.ts';
import type { InventoryHost, InventoryNode } from './inventory.ts';
import { eachOf, orWhenAbsent, readOptionalAt } from './property-value.ts';
import { retrieveKnown } from './retrieve-known.ts';

/** Values of custom attributes by object and name (docs/internals/wire.md 2.10), or why they could not be read. */
export async function readAttributeValues(
  session: Session,
  hosts: readonly InventoryHost[],
  options: { readonly signal?: AbortSignal },
): Promise<ReadonlyMap<string, ReadonlyMap<string, string> | Problem> | Problem> {
  const names = await readNames(session, options);
  if (names.kind !== 'read') return names.kind === 'unread' ? names.problem : WITHOUT;
  const nodes = new Map<string, InventoryNode>();
  for (const { line } of hosts) for (const node of line?.nodes ?? []) nodes.set(morefKey(node.object), node);
  return new Map([...nodes].map(([key, node]) => [key, valuesOf(node, names.value)]));
}

const WITHOUT: Problem = { code: 'not-reported', detail: 'a single host has no custom attributes' };
const NAMELESS: Problem = {
  code: 'unexpected-answer',
  detail: 'customValue holds an attribute that the server does not name',
  path: 'customValue',
};

type Names = ReadonlyMap<number, string>;

async function readNames(session: Session, options: { readonly signal?: AbortSignal }): Promise<Reading<Names>> {
  const manager = session.content.customFieldsManager;
  if (manager === null) return unread(WITHOUT);
  try {
    const asked = { type: 'CustomFieldsManager', paths: ['field'] };
    for await (const content of retrieveKnown(session, asked, [manager], options)) {
      const told = orWhenAbsent(readOptionalAt(content, 'field', fieldsIn), []);
      return told.kind === 'read' ? read(new Map(told.value)) : told;
    }
  } catch (error) {
    return unread(problemFromError(error));
  }
  return unread({ code: 'not-reported', detail: 'the server did not tell its custom attributes', path: 'field' });
}

function fieldsIn(value: VimElement): readonly (readonly [number, string])[] | null {
  const fields = eachOf(itemsOf(value, 'CustomFieldDef'), (item) => {
    const [key, name] = [integerOf(item, 'key'), textOf(item, 'name') ?? ''];
    return key === null || name === '' ? null : ([key, name] as const);
  });
  return fields === null || new Set(fields.map(([key]) => key)).size < fields.length ? null : fields;
}

function valuesOf({ content }: InventoryNode, names: Names): ReadonlyMap<string, string> | Problem {
  if (content === undefined) return NAMELESS;
  const told = orWhenAbsent(readOptionalAt(content, 'customValue', valuesIn), []);
  if (told.kind !== 'read') return told.kind === 'unread' ? told.problem : NAMELESS;
  if (told.value.some(([key]) => !names.has(key))) return NAMELESS;
  // A value that was taken away is an empty text.
  return new Map(told.value.flatMap(([key, value]) => (value === '' ? [] : [[names.get(key) ?? '', value]])));
}

function valuesIn(value: VimElement): readonly (readonly [number, string])[] | null {
  const values = eachOf(itemsOf(value, 'CustomFieldValue'), (item) => {
    const [key, text] = [integerOf(item, 'key'), textOf(item, 'value')];
    return key === null || text === null ? null : ([key, text] as const);
  });
  return values === null || new Set(values.map(([key]) => key)).size < values.length ? null : values;
}
