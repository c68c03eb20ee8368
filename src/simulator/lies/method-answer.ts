import { noPermission, VimFault } from '../wire/fault.ts';
import type { Reference } from '../wire/value.ts';
import type { Lie } from './lie.ts';
import { childNode, type Node, replaceAt, withContent } from './tree.ts';
import { lieAbout, lieAboutMember } from './value-lies.ts';

/** The fault that stands in place of an answer; null for lies that are told inside of it. */
export function faultFor({ way, member }: Lie, subject: Reference): VimFault | null {
  if (member !== undefined) return null;
  if (way === 'no-permission') return noPermission(subject, 'System.Read');
  return way === 'fault' ? new VimFault('SystemError', 'A general system error occurred: a lie') : null;
}

/** What the `returnval`s of a method become; null where the lie cannot be told about them. */
export function lieInReturned(returned: readonly Node[], { member, way }: Lie): readonly Node[] | null {
  if (returned.length === 0) return null;
  if (member !== undefined) return eachLied(returned, (each) => wrapped(lieAboutMember(each, member, way)));
  if (way === 'dropped') return [];
  if (way === 'other-name') return eachLied(returned, otherName);
  return eachLied(returned, (each) => lieAbout(each, way));
}

function wrapped(node: Node | null): readonly Node[] | null {
  return node === null ? null : [node];
}

function eachLied(returned: readonly Node[], lied: (node: Node) => readonly Node[] | null): readonly Node[] | null {
  const all = returned.map(lied);
  return all.every((each) => each === null) ? null : returned.flatMap((node, i) => all[i] ?? [node]);
}

/** Options and entities say whose they are. */
function otherName(node: Node): readonly Node[] | null {
  const name = ['key', 'entity'].find((each) => childNode(node, each) !== undefined);
  return name === undefined ? null : [replaceAt(node, [name], (found) => [withContent(found, 'Unheard.Of')])];
}
