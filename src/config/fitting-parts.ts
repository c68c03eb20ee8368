import type { z } from 'zod';
import type { YamlDocument } from '../yaml/document.ts';

type Path = readonly PropertyKey[];
type Places = Pick<YamlDocument, 'diagnosticAt' | 'diagnosticAtKey' | 'keysAt'>;

/** What of a value fits a schema, the rest left out. */
export interface FittingParts<Shape> {
  readonly value: Shape;
  /** Places in the file of what is left, by paths in `value`. */
  readonly document: Places;
}

/** A part may need another one that was left out, and so on; no config is nested deeper than this. */
const MOST_ROUNDS = 32;

/**
 * Leaves out what does not fit, so that the rest can be looked at all the same. Null where nothing is left.
 * What it leaves out is told by whoever parsed the value first.
 */
export function fittingParts<Shape>(schema: z.ZodType<Shape>, document: YamlDocument): FittingParts<Shape> | null {
  const removed = new Set<string>();
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const { value, indices } = without(removed, document.value);
    const fitted = schema.safeParse(value);
    const original = (path: Path): Path => originalPath(path, indices);
    if (fitted.success) return { value: fitted.data, document: placesOf(document, original) };
    const before = removed.size;
    for (const issue of fitted.error.issues) {
      for (const path of misfits(issue, value)) removed.add(keyOf(original(path)));
    }
    if (removed.size === before || removed.has(keyOf([]))) return null;
  }
  return null;
}

/** What has to go: the keys that nobody knows, a value that is wrong, or the object that lacks one. */
function misfits(issue: z.core.$ZodIssue, value: unknown): readonly Path[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => [...issue.path, key]);
  return [isThere(value, issue.path) ? issue.path : issue.path.slice(0, -1)];
}

function isThere(value: unknown, path: Path): boolean {
  const [first, ...rest] = path;
  if (first === undefined) return true;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, first)) return false;
  return isThere((value as Readonly<Record<PropertyKey, unknown>>)[first], rest);
}

/** Of each list, by its path in the file, which entries are left. */
type Indices = ReadonlyMap<string, readonly number[]>;

function without(removed: ReadonlySet<string>, whole: unknown): { readonly value: unknown; readonly indices: Indices } {
  const indices = new Map<string, readonly number[]>();
  const isKept = (path: Path): boolean => !removed.has(keyOf(path));
  const copy = (value: unknown, path: Path): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (!Array.isArray(value)) {
      const entries = Object.entries(value).filter(([key]) => isKept([...path, key]));
      return Object.fromEntries(entries.map(([key, one]) => [key, copy(one, [...path, key])]));
    }
    const kept = value.map((_, index) => index).filter((index) => isKept([...path, index]));
    indices.set(keyOf(path), kept);
    return kept.map((index) => copy(value[index], [...path, index]));
  };
  return { value: copy(whole, []), indices };
}

function originalPath(path: Path, indices: Indices): Path {
  const original: PropertyKey[] = [];
  for (const step of path) {
    const kept = typeof step === 'number' ? indices.get(keyOf(original)) : undefined;
    original.push(kept?.[Number(step)] ?? step);
  }
  return original;
}

function keyOf(path: Path): string {
  return JSON.stringify(path.map(String));
}

function placesOf(document: YamlDocument, original: (path: Path) => Path): Places {
  return {
    diagnosticAt: (path, text) => document.diagnosticAt(original(path), text),
    diagnosticAtKey: (path, key, text) => document.diagnosticAtKey(original(path), key, text),
    keysAt: (path) => document.keysAt(original(path)),
  };
}
