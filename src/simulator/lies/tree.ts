import { SaxesParser } from 'saxes';
import { escapeAttribute, escapeText } from '../wire/escape.ts';

/** An element of an answer, kept as it was written, so that what is not lied about goes out unchanged. */
export interface Node {
  /** Local name. */
  readonly name: string;
  /** As written, with its prefix. */
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly content: readonly (Node | string)[];
}

type Growing = Omit<Node, 'content'> & { readonly content: (Node | string)[] };

/** Reads a document; null when it is none that can be read, which nobody then lies about. */
export function readTree(text: string): Node | null {
  const root: Growing = { name: '', tag: '', attributes: {}, content: [] };
  const open: Growing[] = [root];
  // Pieces of answers are read as well, whose prefixes are declared around them.
  const parser = new SaxesParser({ xmlns: false });
  let broken = false;
  parser.on('error', () => (broken = true));
  parser.on('opentag', ({ name, attributes }) => {
    const node: Growing = { name: localPart(name), tag: name, attributes, content: [] };
    open.at(-1)?.content.push(node);
    open.push(node);
  });
  const append = (piece: string): void => {
    open.at(-1)?.content.push(piece);
  };
  parser.on('text', append);
  parser.on('cdata', append);
  parser.on('closetag', () => open.pop());
  parser.write(text).close();
  const [document] = root.content.filter((each) => typeof each !== 'string');
  return broken ? null : (document ?? null);
}

export function writeTree({ tag, attributes, content }: Node): string {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`);
  const inside = content.map((each) => (typeof each === 'string' ? escapeText(each) : writeTree(each)));
  return `<${tag}${written.join('')}>${inside.join('')}</${tag}>`;
}

function localPart(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

export function childNodes({ content }: Node): readonly Node[] {
  return content.filter((each) => typeof each !== 'string');
}

export function childNode(node: Node | undefined, name: string): Node | undefined {
  return node === undefined ? undefined : childNodes(node).find((child) => child.name === name);
}

export function textIn({ content }: Node): string {
  return content
    .filter((each) => typeof each === 'string')
    .join('')
    .trim();
}

/** Local part of `xsi:type`, whatever the prefix; null where the schema alone says the type. */
export function typeOf({ attributes }: Node): string | null {
  const name = typeAttribute(attributes);
  return name === undefined ? null : localPart(attributes[name] ?? '');
}

function typeAttribute(attributes: Node['attributes']): string | undefined {
  return Object.keys(attributes).find((name) => /^[^:]+:type$/.test(name));
}

/** The same element with other content. */
export function withContent(node: Node, ...content: readonly (Node | string)[]): Node {
  return { ...node, content };
}

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

/** The same element as a value of another type, without content. A reference's own `type` goes with what it referred to. */
export function withType(node: Node, type: string | null): Node {
  const known = typeAttribute(node.attributes);
  const kept = Object.entries(node.attributes).filter(([name]) => name !== known && name !== 'type');
  const typed = type === null ? {} : known === undefined ? { 'xmlns:xsi': XSI, 'xsi:type': type } : { [known]: type };
  return { ...node, attributes: { ...Object.fromEntries(kept), ...typed }, content: [] };
}

/** An element of the same namespace as those around it. */
export function element(name: string, ...content: readonly (Node | string)[]): Node {
  return { name, tag: name, attributes: {}, content };
}

/** The same tree with the nodes at a path of names replaced by none, one or several; the path begins below the node. */
export function replaceAt(node: Node, path: readonly string[], change: (found: Node) => readonly Node[]): Node {
  const [name, ...rest] = path;
  const content = node.content.flatMap((each): readonly (Node | string)[] => {
    if (typeof each === 'string' || each.name !== name) return [each];
    return rest.length === 0 ? change(each) : [replaceAt(each, rest, change)];
  });
  return { ...node, content };
}
