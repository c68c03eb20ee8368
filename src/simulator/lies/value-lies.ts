import { contradiction, kindOf, type ValueKind } from './kinds.ts';
import type { Way } from './lie.ts';
import { childNode, childNodes, element, type Node, replaceAt, textIn, typeOf, withContent, withType } from './tree.ts';

const JUNK = '\u00a7 garbled \u00a7';
/** Members that tell one item of a list from the others. */
const KEYS = ['key', 'Name', 'name', 'id', 'device', 'entity', 'alarm', 'vm'];

type ValueLie = (value: Node, kind: ValueKind) => readonly Node[] | null;

const isText = (kind: ValueKind): boolean => kind === 'text' || kind === 'nothing';
const isStructured = (kind: ValueKind): boolean => kind === 'structure' || kind === 'list';

/** Ways that can be told about any value; the others belong to a kind of answer. */
const TELLINGS: Readonly<Partial<Record<Way, ValueLie>>> = {
  dropped: () => [],
  empty: (value, kind) => (isText(kind) ? null : [withContent(value)]),
  'empty-list': (value, kind) => [withType(value, kind === 'list' ? typeOf(value) : 'ArrayOfString')],
  scalar: (value, kind) => (isStructured(kind) ? [withContent(withType(value, 'xsd:string'), 'a text')] : null),
  structure: (value) => [withContent(withType(value, 'UnheardOf'), element('unheardOf', 'x'))],
  untyped: (value) => (typeOf(value) === null ? null : [{ ...withType(value, null), content: value.content }]),
  list: (value, kind) =>
    kind === 'list'
      ? null
      : [withContent(withType(value, 'ArrayOfString'), element('string', 'a text'), element('string', 'another'))],
  'unknown-array': (value, kind) => (isStructured(kind) ? [unknownArray(value)] : null),
  garbled: (value, kind) => (isText(kind) ? null : [withContent(value, JUNK)]),
  doubled: (value) => doubled(value, 'doubled'),
  'doubled-first': (value) => doubled(value, 'doubled-first'),
};

/** What a value becomes; null where this way cannot be told about it. */
export function lieAbout(value: Node, way: Way): readonly Node[] | null {
  return TELLINGS[way]?.(value, kindOf(value)) ?? null;
}

function unknownArray(value: Node): Node {
  return { ...withType(value, 'ArrayOfUnheardOf'), content: childNodes(value).map((each) => renamed(each)) };
}

function renamed(node: Node): Node {
  return { ...node, name: 'UnheardOf', tag: 'UnheardOf' };
}

/** Twice, contradicting itself: a list holds each of its keyed items twice. */
function doubled(value: Node, way: 'doubled' | 'doubled-first'): readonly Node[] | null {
  const inOrder = (truth: Node, other: Node): readonly Node[] => (way === 'doubled' ? [truth, other] : [other, truth]);
  if (kindOf(value) !== 'list') {
    const other = contradicted(value);
    return other === null ? null : inOrder(value, other);
  }
  const items = childNodes(value).map((item) => (isKeyed(item) ? contradicted(item) : null));
  if (items.every((item) => item === null)) return null;
  const content = childNodes(value).flatMap((item, i) => {
    const other = items[i] ?? null;
    return other === null ? [item] : inOrder(item, other);
  });
  return [{ ...value, content }];
}

function isKeyed(item: Node): boolean {
  return KEYS.some((key) => childNode(item, key) !== undefined);
}

/** The same item saying the opposite in everything but its key; null when there is nothing that has an opposite. */
export function contradicted(value: Node): Node | null {
  const kind = kindOf(value);
  if (kind === 'structure' || kind === 'list') {
    const changed = childNodes(value).map((child) => (KEYS.includes(child.name) ? null : contradicted(child)));
    if (changed.every((child) => child === null)) return null;
    return { ...value, content: childNodes(value).map((child, i) => changed[i] ?? child) };
  }
  if (kind === 'nothing') return null;
  return withContent(value, contradiction(textIn(value), kind));
}

/** The value with one member lied about wherever it stands; null where that cannot be done. */
export function lieAboutMember(value: Node, path: string, way: Way): Node | null {
  let struck = false;
  const changed = replaceAt(value, path.split('/'), (found) => {
    const lied = lieAbout(found, way);
    struck ||= lied !== null;
    return lied ?? [found];
  });
  return struck ? changed : null;
}
