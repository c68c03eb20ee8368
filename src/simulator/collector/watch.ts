import { renderMember } from '../wire/render.ts';
import { reference, type Reference } from '../wire/value.ts';
import { contentsOf, type Reader } from './object-content.ts';
import { select, type Lookup } from './select.ts';
import type { Specification } from './specification.ts';

/** What one property collector watches: its filters, and what it told last. */
export interface Watch {
  readonly filters: Map<string, Specification>;
  /** Number of the last update; 0 before the first. */
  told: number;
  state: WatchState;
  /** Ends the wait that is under way, if any. */
  cancel: (() => void) | null;
}

/** The XML of each property when it was told last, by filter and object. */
type WatchState = ReadonlyMap<string, FilterState>;
type FilterState = ReadonlyMap<string, ObjectState>;

interface ObjectState {
  readonly reference: Reference;
  readonly properties: ReadonlyMap<string, string>;
  readonly missing: string;
}

export function newWatch(): Watch {
  return { filters: new Map(), told: 0, state: new Map(), cancel: null };
}

/** What has changed since the last update as the members of an UpdateSet, and forgets it; null when nothing has. */
export function nextUpdate(watch: Watch, lookup: Lookup, reader: Reader): string | null {
  const now = new Map([...watch.filters].map(([id, specification]) => [id, observe(specification, lookup, reader)]));
  const sets = [...now].map(([id, state]) =>
    filterUpdate(id, watch.state.get(id) ?? new Map<string, ObjectState>(), state),
  );
  watch.state = now;
  const text = sets.join('');
  if (text === '') return null;
  watch.told += 1;
  return `<version>${watch.told}</version>${text}`;
}

function observe(specification: Specification, lookup: Lookup, reader: Reader): FilterState {
  const tolerant = { ...specification, reportMissing: true };
  return new Map(
    select(tolerant, lookup).map((selected) => {
      const { present, missing } = contentsOf(selected, reader);
      const { type, id } = selected.object;
      return [`${type}:${id}`, { reference: { type, id }, properties: present, missing }];
    }),
  );
}

function filterUpdate(id: string, before: FilterState, after: FilterState): string {
  const entered = [...after].map(([key, state]) => objectUpdate(before.get(key), state));
  const left = [...before].filter(([key]) => !after.has(key)).map(([, state]) => objectSet('leave', state, ''));
  const updates = [...entered, ...left].join('');
  return updates === '' ? '' : `<filterSet><filter type="PropertyFilter">${id}</filter>${updates}</filterSet>`;
}

function objectUpdate(before: ObjectState | undefined, after: ObjectState): string {
  const changed = [...after.properties]
    .filter(([path, value]) => before?.properties.get(path) !== value)
    .map(([path, value]) => change(path, value));
  const unset = [...(before?.properties.keys() ?? [])]
    .filter((path) => !after.properties.has(path))
    .map((path) => change(path, ''));
  const changes = [...changed, ...unset].join('');
  if (before === undefined) return objectSet('enter', after, changes + after.missing);
  return changes === '' ? '' : objectSet('modify', after, changes);
}

function change(path: string, value: string): string {
  return `<changeSet><name>${path}</name><op>assign</op>${value}</changeSet>`;
}

function objectSet(kind: string, { reference: target }: ObjectState, content: string): string {
  return `<objectSet><kind>${kind}</kind>${renderMember('obj', reference(target), '0')}${content}</objectSet>`;
}
