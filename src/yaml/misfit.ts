import type { YamlDocument } from './document.ts';
import type { Mistake } from './mistake.ts';

/** One thing that does not fit the schema, in our own words. */
export interface Misfit {
  readonly path: readonly PropertyKey[];
  /** The key in the object at the path that is meant; null: the value at the path itself. */
  readonly key: string | null;
  readonly text: string;
}

/** A file with more is of another kind, and a person mends the first ones first. */
const MOST_MISTAKES = 50;

/** Puts misfits at their places, in the order of the file. */
export function locate(document: YamlDocument, misfits: readonly Misfit[]): readonly Mistake[] {
  return withoutEchoes(misfits)
    .slice(0, MOST_MISTAKES)
    .map((misfit) => locateOne(document, misfit))
    .toSorted((one, other) => one.line - other.line || one.column - other.column);
}

/** A mistyped key also leaves its object without the right one; saying that too would only confuse. */
function withoutEchoes(misfits: readonly Misfit[]): readonly Misfit[] {
  const mistyped = new Set(misfits.filter((misfit) => misfit.key !== null).map(({ path }) => path.join('\n')));
  return misfits.filter(({ path, key }) => key !== null || !mistyped.has(path.join('\n')));
}

function locateOne(document: YamlDocument, { path, key, text }: Misfit): Mistake {
  const where = [...path, ...(key === null ? [] : [key])].map(String).join(' > ');
  const missing = key === null && path.length > 0 && !document.has(path) ? ' is missing' : '';
  const what = where === '' || text.startsWith('unknown') ? text : `${where}${missing}: ${text}`;
  return key === null ? document.mistakeAt(path, what) : document.mistakeAtKey(path, key, what);
}
