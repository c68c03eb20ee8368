import { localizedFault, noPermission, VimFault } from '../wire/fault.ts';
import { renderMember } from '../wire/render.ts';
import type { Reference } from '../wire/value.ts';
import type { Lie, LieBook } from './lie.ts';
import { pathsAskedOf } from './question.ts';
import { childNode, childNodes, element, type Node, readTree, textIn, withContent } from './tree.ts';
import { lieAbout, lieAboutMember } from './value-lies.ts';

interface PropertyLies {
  readonly asked: ReadonlyMap<string, readonly string[]>;
  readonly book: LieBook;
}

export function referenceIn(node: Node): Reference {
  return { type: node.attributes['type'] ?? '', id: textIn(node) };
}

/** Rewrites one ObjectContent: `obj`, `propSet`s and `missingSet`s. */
export function lieInObject(content: Node, { asked, book }: PropertyLies): Node {
  const self = childNode(content, 'obj');
  if (self === undefined) return content;
  const subject = referenceIn(self);
  const paths = new Set([...pathsAskedOf(subject.type, asked), ...childNodes(content).map(pathOf)]);
  let result = content;
  for (const lie of book.liesAbout(subject)) {
    const path = lie.at.slice(`property ${subject.type}.`.length);
    if (lie.at !== `property ${subject.type}.${path}` || !paths.has(path)) continue;
    const lied = lieAtPath(result, path, { lie, subject });
    if (lied === null) continue;
    book.struck(subject, lie);
    result = lied;
  }
  return result;
}

function pathOf(set: Node): string {
  const name = childNode(set, set.name === 'propSet' ? 'name' : 'path');
  return name === undefined ? '' : textIn(name);
}

interface PropertyLie {
  readonly lie: Lie;
  readonly subject: Reference;
}

function lieAtPath(content: Node, path: string, { lie, subject }: PropertyLie): Node | null {
  const isAt = (node: Node | string): node is Node =>
    typeof node !== 'string' && node.name === 'propSet' && pathOf(node) === path;
  const refusal = lie.member === undefined ? refusalFor(lie, subject) : null;
  if (refusal !== null) {
    const rest = content.content.filter((each) => !isAt(each));
    return { ...content, content: [...rest, missing(path, refusal)] };
  }
  let changed = false;
  const sets = content.content.flatMap((each): readonly (Node | string)[] => {
    if (!isAt(each)) return [each];
    const lied = lieInSet(each, lie);
    changed ||= lied !== null;
    return lied ?? [each];
  });
  return changed ? { ...content, content: sets } : null;
}

function refusalFor({ way }: Lie, subject: Reference): VimFault | null {
  if (way === 'no-permission') return noPermission(subject, 'System.Read');
  return way === 'fault' ? new VimFault('SystemError', 'A general system error occurred: a lie') : null;
}

function missing(path: string, refusal: VimFault): Node {
  const fault = readTree(renderMember('fault', localizedFault(refusal), '8.0.3.0').replaceAll(' xsi:', DECLARED));
  return element('missingSet', element('path', path), ...(fault === null ? [] : [fault]));
}

/** What is inserted does not rely on a prefix that the answer may declare otherwise. */
const DECLARED = ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:';

/** What one `propSet` becomes; null where the lie cannot be told about it. */
function lieInSet(set: Node, { member, way }: Lie): readonly Node[] | null {
  const value = childNode(set, 'val');
  if (value === undefined) return null;
  const holding = (other: Node): Node =>
    withContent(set, ...childNodes(set).map((each) => (each === value ? other : each)));
  if (member !== undefined) {
    const lied = lieAboutMember(value, member, way);
    return lied === null ? null : [holding(lied)];
  }
  if (way === 'dropped') return [];
  if (way === 'other-name') {
    return [
      withContent(
        set,
        ...childNodes(set).map((each) => (each.name === 'name' ? withContent(each, 'unheardOf') : each)),
      ),
    ];
  }
  const [first, second] = lieAbout(value, way) ?? [];
  if (second !== undefined) return [first, second].map((each) => (each === undefined ? set : holding(each)));
  return first === undefined ? null : [holding(first)];
}
