import {
  type Document,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  type Node,
  parseAllDocuments,
  visit,
  type YAMLMap,
} from 'yaml';
import type { Diagnostic } from './diagnostic.ts';

type Path = readonly PropertyKey[];

/** A file as parsed: plain values, and the place of each for messages. */
export interface YamlDocument {
  readonly value: unknown;
  readonly has: (path: Path) => boolean;
  /** Keys of a mapping in the order of the file, which plain objects do not keep for keys that look like numbers. */
  readonly keysAt: (path: Path) => readonly string[];
  readonly diagnosticAt: (path: Path, text: string) => Diagnostic;
  /** The place of the key itself, not of its value. */
  readonly diagnosticAtKey: (path: Path, key: string, text: string) => Diagnostic;
}

/** What a file is to hold. */
export interface DocumentKind {
  /** For messages: `rule`, `config`, `file of advisories`. */
  readonly noun: string;
  readonly maxBytes: number;
}

/** Lists in mappings in lists: more than any file of ours needs. */
const MAX_DEPTH = 32;

/** Keys that reach into every object of the language. */
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Parses a file as YAML 1.2 without anything that makes it more than plain data:
 * no anchors, aliases, tags, duplicate keys or second documents. Never throws; the mistakes are the answer then.
 */
export function parseYaml(text: string, file: string, kind: DocumentKind): YamlDocument | readonly Diagnostic[] {
  const { noun, maxBytes } = kind;
  const lines = new LineCounter();
  const at = (offset: number, what: string): Diagnostic => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), text: what };
  };
  if (Buffer.byteLength(text) > maxBytes) return [at(0, `a ${fileWords(noun)} has at most ${maxBytes} bytes`)];
  const document = onlyDocument(text, lines, noun);
  if (typeof document === 'string') return [at(0, document)];
  const refused = [...syntaxErrors(document, noun), ...refusals(document, noun)].slice(0, 50);
  if (refused.length > 0) return refused.map(({ offset, what }) => at(offset, what));
  return {
    value: document.toJS(),
    has: (path) => document.hasIn(path),
    keysAt: (path) => keysIn(document.getIn(path, true)),
    diagnosticAt: (path, what) => at(offsetOf(document, path), what),
    diagnosticAtKey: (path, key, what) => at(keyOffset(document, path, key), what),
  };
}

function keysIn(node: unknown): readonly string[] {
  return isMap(node) ? node.items.map(({ key }) => (isScalar(key) ? String(key.value) : '')) : [];
}

function onlyDocument(text: string, lineCounter: LineCounter, noun: string): Document.Parsed | string {
  const documents = parse(text, lineCounter);
  if (documents === null) return `the file is nested too deeply for a ${noun}`;
  const [document] = documents;
  if (document === undefined || document.contents === null) return `the file is empty: a ${noun} was expected`;
  return documents.length > 1 ? `the file holds several documents: one ${noun} was expected` : document;
}

function parse(text: string, lineCounter: LineCounter): readonly Document.Parsed[] | null {
  try {
    return [
      ...parseAllDocuments(text, {
        lineCounter,
        prettyErrors: false,
        version: '1.2',
        schema: 'core',
        uniqueKeys: false,
      }),
    ];
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

interface Refusal {
  readonly offset: number;
  readonly what: string;
}

function syntaxErrors({ errors, warnings }: Document.Parsed, noun: string): readonly Refusal[] {
  return [...errors, ...warnings]
    .slice(0, 5)
    .map(({ pos, message }) => ({ offset: pos[0], what: worded(message, noun) }));
}

const OF = 'file of ';

/** `rule file`, and `file of advisories` as it is. */
function fileWords(noun: string): string {
  return noun.startsWith(OF) ? noun : `${noun} file`;
}

/** `rules`, `files of advisories`. */
function plural(noun: string): string {
  return noun.startsWith(OF) ? noun.replace('file', 'files') : `${noun}s`;
}

/** The parser reports its own exhausted stack as a mistake in the text. */
function worded(message: string, noun: string): string {
  return message.includes('call stack') ? `it is nested too deeply for a ${noun}` : message;
}

/** A key that an earlier one of the same mapping repeats; the parser's own look takes the square of their number. */
function repeatedKeys({ items }: YAMLMap): readonly Node[] {
  const seen = new Set<unknown>();
  return items.flatMap(({ key }) => {
    if (!isScalar(key)) return [];
    const repeated = seen.has(key.value);
    seen.add(key.value);
    return repeated ? [key] : [];
  });
}

function refusals(document: Document.Parsed, noun: string): readonly Refusal[] {
  const found: Refusal[] = [];
  const refuse = (node: Node, what: string): void => {
    found.push({ offset: node.range?.[0] ?? 0, what });
  };
  visit(document, {
    Alias: (_, node) => refuse(node, `aliases are not used in ${plural(noun)}: write the value out`),
    Value: (_, node, above) => {
      if (node.anchor !== undefined) refuse(node, `anchors are not used in ${plural(noun)}: write the value out`);
      if (node.tag !== undefined)
        refuse(node, `tags are not used in ${plural(noun)}: plain text, numbers and true/false were expected`);
      if (isMap(node)) for (const key of repeatedKeys(node)) refuse(key, 'Map keys must be unique');
      if (above.filter(isCollection).length < MAX_DEPTH) return undefined;
      refuse(node, `it is nested too deeply for a ${noun}`);
      return visit.BREAK;
    },
    Pair: (_, { key }) => {
      if (!isScalar(key) || typeof key.value !== 'string')
        found.push({ offset: keyStart(key), what: 'a key must be text' });
      else if (FORBIDDEN_KEYS.has(key.value)) refuse(key, `"${key.value}" cannot be a key`);
    },
  });
  return found;
}

/** The offset of the deepest part of a path that is there. */
function offsetOf(document: Document.Parsed, path: Path): number {
  for (let length = path.length; length >= 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

function keyOffset(document: Document.Parsed, path: Path, key: string): number {
  const map: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
  if (!isMap(map)) return offsetOf(document, path);
  const pair = map.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === key);
  return keyStart(pair?.key);
}

function keyStart(key: unknown): number {
  return isNode(key) && key.range ? key.range[0] : 0;
}
