import { SaxesParser } from 'saxes';
import { RequestFault } from './fault.ts';

/** One element of a request. Names are local; the namespace was resolved while parsing. */
export interface Element {
  readonly name: string;
  /** The attribute `type` without a namespace: the type of a managed object reference. */
  readonly type: string | null;
  /** Local part of `xsi:type`. */
  readonly xsiType: string | null;
  readonly text: string;
  readonly children: readonly Element[];
}

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const DEEPEST = 60;

type Growing = { -readonly [K in keyof Element]: Element[K] } & { children: Element[] };

/** Parses a request; throws RequestFault for anything that is not well-formed XML. */
export function parseXml(text: string): Element {
  const root: Growing = { name: '', type: null, xsiType: null, text: '', children: [] };
  const open: Growing[] = [root];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw new RequestFault(`XML document is not well-formed: ${error.message}`);
  });
  parser.on('doctype', () => {
    throw new RequestFault('A document type declaration is not allowed');
  });
  parser.on('opentag', (tag) => {
    if (open.length > DEEPEST) throw new RequestFault('The XML document is nested too deeply');
    const attributes = Object.values(tag.attributes);
    const element: Growing = {
      name: tag.local,
      type: attributes.find(({ local, uri }) => local === 'type' && uri === '')?.value ?? null,
      xsiType: localPart(attributes.find(({ local, uri }) => local === 'type' && uri === XSI)?.value),
      text: '',
      children: [],
    };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  const append = (piece: string): void => {
    const current = open.at(-1);
    if (current !== undefined) current.text += piece;
  };
  parser.on('text', append);
  parser.on('cdata', append);
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(text).close();
  const [document] = root.children;
  if (document === undefined) throw new RequestFault('The XML document is empty');
  return document;
}

function localPart(name: string | undefined): string | null {
  return name === undefined ? null : name.slice(name.indexOf(':') + 1);
}

export function childOf(element: Element | undefined, name: string): Element | undefined {
  return element?.children.find((child) => child.name === name);
}

export function childrenOf(element: Element | undefined, name: string): readonly Element[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** Text of a child, null when there is no such child. */
export function textOf(element: Element | undefined, name: string): string | null {
  return childOf(element, name)?.text.trim() ?? null;
}

/** `true` and `1` are true (docs/internals/wire.md 1.1); anything else that is present is false. */
export function booleanOf(element: Element | undefined, name: string): boolean | null {
  const text = textOf(element, name);
  return text === null ? null : text === 'true' || text === '1';
}

export function integerOf(element: Element | undefined, name: string): number | null {
  const text = textOf(element, name);
  if (text === null) return null;
  if (!/^[+-]?\d+$/.test(text)) throw new RequestFault(`"${text}" is not an integer, in element "${name}"`);
  return Number(text);
}

/** Text of every child of that name. */
export function textsOf(element: Element | undefined, name: string): readonly string[] {
  return childrenOf(element, name).map((child) => child.text.trim());
}
