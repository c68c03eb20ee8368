import type { YamlDocument } from './document.ts';
import type { Diagnostic } from './diagnostic.ts';

/** One thing that does not fit the schema, in our own words. */
export interface SchemaIssue {
  readonly path: readonly PropertyKey[];
  /** The key in the object at the path that is meant; null: the value at the path itself. */
  readonly key: string | null;
  readonly text: string;
}

/** A file with more is of another kind, and a person fixes the first ones first. */
const MOST_MISTAKES = 50;

/** Puts issues at their places, in the order of the file. */
export function locate(document: YamlDocument, issues: readonly SchemaIssue[]): readonly Diagnostic[] {
  return withoutEchoes(issues)
    .slice(0, MOST_MISTAKES)
    .map((issue) => locateOne(document, issue))
    .toSorted((one, other) => one.line - other.line || one.column - other.column);
}

/** A mistyped key also leaves its object without the right one; saying that too would only confuse. */
function withoutEchoes(issues: readonly SchemaIssue[]): readonly SchemaIssue[] {
  const mistyped = new Set(issues.filter((issue) => issue.key !== null).map(({ path }) => path.join('\n')));
  return issues.filter(({ path, key }) => key !== null || !mistyped.has(path.join('\n')));
}

function locateOne(document: YamlDocument, { path, key, text }: SchemaIssue): Diagnostic {
  const where = [...path, ...(key === null ? [] : [key])].map(String).join(' > ');
  const missing = key === null && path.length > 0 && !document.has(path) ? ' is missing' : '';
  const what = where === '' || text.startsWith('unknown') ? text : `${where}${missing}: ${text}`;
  return key === null ? document.diagnosticAt(path, what) : document.diagnosticAtKey(path, key, what);
}
