import type { z } from 'zod';
import { suggestion } from '../model/nearest.ts';
import type { YamlDocument } from './document.ts';
import type { Diagnostic } from './diagnostic.ts';

/** One thing that does not fit the schema, in our own words. */
export interface SchemaIssue {
  readonly path: readonly PropertyKey[];
  /** The key in the object at the path that is meant; null: the value at the path itself. */
  readonly key: string | null;
  readonly text: string;
  /** What helps to put it right. */
  readonly next?: string | null;
}

/** What of a value does not fit a schema. */
export function issuesIn(schema: z.ZodType, value: unknown): readonly SchemaIssue[] {
  return schema.safeParse(value).error?.issues.flatMap(describeIssue) ?? [];
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

function locateOne(document: YamlDocument, { path, key, text, next = null }: SchemaIssue): Diagnostic {
  const where = [...path, ...(key === null ? [] : [key])].map(String).join(' > ');
  const missing = key === null && path.length > 0 && !document.has(path) ? ' is missing' : '';
  const what = where === '' || text.startsWith('unknown') ? text : `${where}${missing}: ${text}`;
  const found = key === null ? document.diagnosticAt(path, what) : document.diagnosticAtKey(path, key, what);
  return next === null ? found : { ...found, next };
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'a mapping of keys',
  record: 'a mapping of keys',
};

/** Says what was expected, never what was found: that stands in the file, at the place that is named. */
export function describeIssue(issue: z.core.$ZodIssue): readonly SchemaIssue[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    const known = issue.message.split(' ');
    return issue.keys.map((key) => ({ path, key, text: `unknown key "${key}": ${suggestion(key, known)}` }));
  }
  const key: unknown = issue.code === 'custom' ? issue.params?.['key'] : null;
  return [{ path, key: typeof key === 'string' ? key : null, text: expectation(issue) }];
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? issue.message;
  // A message of our own stands in the place of the library's.
  if (issue.code === 'invalid_type' && !issue.message.startsWith('Invalid input')) return issue.message;
  if (issue.code === 'invalid_type') return `${TYPE_WORDS[issue.expected] ?? issue.expected} was expected`;
  if (issue.code === 'too_small') return sizeExpectation('at least', issue.minimum, issue.origin);
  if (issue.code === 'too_big') return sizeExpectation('at most', issue.maximum, issue.origin);
  if (issue.code !== 'invalid_value') return issue.message;
  return `${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')} was expected`;
}

function sizeExpectation(bound: string, size: number | bigint, origin: string): string {
  if (origin === 'string' && bound === 'at least' && size <= 1) return 'text that is not empty was expected';
  if (origin === 'string') return `text of ${bound} ${size} characters was expected`;
  return origin === 'array' ? `a list of ${bound} ${size} entries was expected` : `${bound} ${size} was expected`;
}
