import type { Moref } from './moref.ts';
import { WireError } from './wire-error.ts';

/**
 * A decoded XML element, free of prefixes. It keeps nothing of the text that it was read from.
 *
 * An element with children has the text ''.
 */
export interface VimElement {
  /** Local name. */
  readonly name: string;
  /** Local part of `xsi:type`, whatever prefix stands for that namespace. */
  readonly xsiType: string | null;
  /** The attribute `type` without a namespace, which names the type of a managed object (docs/internals/wire.md 1.1). */
  readonly morefType: string | null;
  readonly text: string;
  readonly children: readonly VimElement[];
}

/** The only child of that name; null when there is none, or more than one: members that may repeat are `childrenNamed`. */
export function child(element: VimElement, name: string): VimElement | null {
  let found: VimElement | null = null;
  for (const candidate of element.children) {
    if (candidate.name !== name) continue;
    if (found !== null) return null;
    found = candidate;
  }
  return found;
}

/** Whether anything at all is told under that name: what is told and cannot be read is not absent. */
export function isTold(element: VimElement, name: string): boolean {
  return element.children.some((candidate) => candidate.name === name);
}

export function childrenNamed(element: VimElement, name: string): readonly VimElement[] {
  return element.children.filter((candidate) => candidate.name === name);
}

/** Walks down by names; null as soon as one is absent or doubled. */
export function descend(element: VimElement, ...path: readonly string[]): VimElement | null {
  let found: VimElement | null = element;
  for (const name of path) found = found === null ? null : child(found, name);
  return found;
}

/** Text of the only child of that name; null when it is absent, doubled, or holds elements instead of a text. */
export function textOf(element: VimElement, name: string): string | null {
  const found = child(element, name);
  return found === null ? null : plainText(found);
}

/** The text of an element that stands for one value; null where it holds elements, or says that it is a list. */
export function plainText({ text, children, xsiType }: VimElement): string | null {
  return children.length > 0 || isListType(xsiType) ? null : text;
}

/** The items of an `ArrayOf...`, which may be none; null for an element of another kind. Items bear the name of their type. */
export function itemsOf({ text, children, xsiType }: VimElement, name: string): readonly VimElement[] | null {
  const type = `ArrayOf${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
  const isWhole = xsiType === type && text.trim() === '' && children.every((item) => item.name === name);
  return isWhole ? children : null;
}

/** The element itself where it is a structure with members; null for a text, a list, or nothing at all. */
export function structureIn(element: VimElement): VimElement | null {
  return element.children.length === 0 || isListType(element.xsiType) ? null : element;
}

function isListType(xsiType: string | null): boolean {
  return xsiType?.startsWith('ArrayOf') === true;
}

/** `true`, `false`, `1`, `0` in any case; null for anything else. */
export function asBoolean(text: string): boolean | null {
  const plain = text.trim().toLowerCase();
  if (plain === 'true' || plain === '1') return true;
  return plain === 'false' || plain === '0' ? false : null;
}

const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

/** Milliseconds since 1970 of an `xsd:dateTime`; null for anything else: `Date.parse` alone takes `1` for a day in 2001. */
export function asMoment(text: string | null): number | null {
  const written = text?.trim() ?? '';
  const moment = DATE_TIME.test(written) ? Date.parse(written) : Number.NaN;
  return Number.isNaN(moment) ? null : moment;
}

export function booleanOf(element: VimElement, name: string): boolean | null {
  const text = textOf(element, name);
  return text === null ? null : asBoolean(text);
}

/** A decimal integer that a number holds exactly; null for anything else. */
export function integerOf(element: VimElement, name: string): number | null {
  const text = textOf(element, name)?.trim() ?? '';
  const number = /^[+-]?\d{1,16}$/.test(text) ? Number(text) : NaN;
  return Number.isSafeInteger(number) ? number : null;
}

/** The element itself as a reference; null when it names no type or no value. */
export function asMoref(element: VimElement): Moref | null {
  if (element.morefType === null || element.text.trim() === '' || element.children.length > 0) return null;
  return { type: element.morefType, value: element.text };
}

export function morefOf(element: VimElement, name: string): Moref | null {
  const found = child(element, name);
  return found === null ? null : asMoref(found);
}

/** The child of that name; throws a WireError when absent. */
export function requiredChild(element: VimElement, name: string): VimElement {
  const found = child(element, name);
  if (found === null) throw new WireError('missing', `<${element.name}> has no <${name}>`);
  return found;
}

/** The reference in the child of that name; throws a WireError when there is none. */
export function requiredMoref(element: VimElement, name: string): Moref {
  const found = asMoref(requiredChild(element, name));
  if (found === null) throw new WireError('missing', `<${name}> is no reference to an object`);
  return found;
}
