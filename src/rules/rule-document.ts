import { type Document, isMap, isNode, isPair, isScalar, LineCounter, type Node, parseAllDocuments, visit } from 'yaml';
import type { Mistake } from './mistake.ts';

type Path = readonly PropertyKey[];

/** A rule file as parsed: plain values, and the place of each for messages. */
export interface RuleDocument {
  readonly value: unknown;
  readonly has: (path: Path) => boolean;
  readonly mistakeAt: (path: Path, text: string) => Mistake;
  /** The place of the key itself, not of its value. */
  readonly mistakeAtKey: (path: Path, key: string, text: string) => Mistake;
}

/** Far more than a rule needs, far less than hurts. */
export const MAX_RULE_BYTES = 65_536;

/** Keys that reach into every object of the language. */
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Parses a rule file as YAML 1.2 without anything that makes it more than plain data:
 * no anchors, aliases, tags, duplicate keys or second documents. Never throws; the mistakes are the answer then.
 */
export function parseRuleDocument(text: string, file: string): RuleDocument | readonly Mistake[] {
  const lines = new LineCounter();
  const at = (offset: number, what: string): Mistake => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), text: what };
  };
  if (Buffer.byteLength(text) > MAX_RULE_BYTES) return [at(0, `a rule file has at most ${MAX_RULE_BYTES} bytes`)];
  const document = onlyDocument(text, lines);
  if (typeof document === 'string') return [at(0, document)];
  const refused = [...syntaxErrors(document), ...refusals(document)].slice(0, 50);
  if (refused.length > 0) return refused.map(({ offset, what }) => at(offset, what));
  return {
    value: document.toJS(),
    has: (path) => document.hasIn(path),
    mistakeAt: (path, what) => at(offsetOf(document, path), what),
    mistakeAtKey: (path, key, what) => at(keyOffset(document, path, key), what),
  };
}

function onlyDocument(text: string, lineCounter: LineCounter): Document.Parsed | string {
  const documents = parse(text, lineCounter);
  if (documents === null) return 'the file is nested too deeply for a rule';
  const [document] = documents;
  if (document === undefined || document.contents === null) return 'the file is empty: a rule was expected';
  return documents.length > 1 ? 'the file holds several documents: one rule a file was expected' : document;
}

function parse(text: string, lineCounter: LineCounter): readonly Document.Parsed[] | null {
  try {
    return [...parseAllDocuments(text, { lineCounter, prettyErrors: false, version: '1.2', schema: 'core' })];
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

interface Refusal {
  readonly offset: number;
  readonly what: string;
}

function syntaxErrors({ errors, warnings }: Document.Parsed): readonly Refusal[] {
  return [...errors, ...warnings].slice(0, 5).map(({ pos, message }) => ({ offset: pos[0], what: worded(message) }));
}

/** The parser reports its own exhausted stack as a mistake in the text. */
function worded(message: string): string {
  return message.includes('call stack') ? 'it is nested too deeply for a rule' : message;
}

function refusals(document: Document.Parsed): readonly Refusal[] {
  const found: Refusal[] = [];
  const refuse = (node: Node, what: string): void => {
    found.push({ offset: node.range?.[0] ?? 0, what });
  };
  visit(document, {
    Alias: (_, node) => refuse(node, 'aliases are not used in rules: write the value out'),
    Value: (_, node) => {
      if (node.anchor !== undefined) refuse(node, 'anchors are not used in rules: write the value out');
      if (node.tag !== undefined)
        refuse(node, 'tags are not used in rules: plain text, numbers and true/false were expected');
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
