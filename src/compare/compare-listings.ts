import type { Difference, NotKnown } from '../model/comparison.ts';
import type { Problem } from '../model/problem.ts';
import type { ComparedValue, Entry, Listing } from './listings.ts';

export type ItemDifference = Omit<Difference, 'part' | 'hosts'>;
export type ItemUnknown = Omit<NotKnown, 'part' | 'hosts'>;

/** What of one part of a host is different, and what cannot be told. */
export interface ComparedListing {
  readonly different: readonly ItemDifference[];
  readonly unknown: readonly ItemUnknown[];
}

/**
 * Compares what two hosts list. A key that one of them lacks is a difference only where that one listed all of it. Most of what
 * thousands of hosts list is alike, and then one entry.
 */
export function compareListings(reference: Listing, host: Listing): ComparedListing {
  const different: ItemDifference[] = [];
  const unknown = [...gap('reference', reference.gap), ...gap('host', host.gap)];
  for (const [key, own] of reference.entries) {
    const other = host.entries.get(key);
    if (own === other && isWhole(own)) continue;
    const compared =
      other === undefined ? lonely('missing', key, { entry: own, gap: host.gap }) : compareEntries(key, own, other);
    different.push(...compared.different);
    unknown.push(...compared.unknown);
  }
  for (const [key, entry] of host.entries) {
    if (!reference.entries.has(key)) different.push(...lonely('extra', key, { entry, gap: reference.gap }).different);
  }
  return { different, unknown };
}

const NOTHING: ComparedListing = { different: [], unknown: [] };

/** That one host lists it and the other does not is known whatever its value is, but not where that list has a gap. */
function lonely(
  kind: 'missing' | 'extra',
  key: string,
  { entry, gap }: { readonly entry: Entry | Problem; readonly gap: Problem | null },
): ComparedListing {
  if (gap !== null) return NOTHING;
  const value = isProblem(entry) ? null : wordsOf(entry);
  const sides = kind === 'missing' ? { reference: value, value: null } : { reference: null, value };
  return { different: [{ key, member: '', kind, ...sides }], unknown: [] };
}

function compareEntries(key: string, own: Entry | Problem, other: Entry | Problem): ComparedListing {
  if (isProblem(own)) return { different: [], unknown: [unknown('reference', key, own)] };
  if (isProblem(other)) return { different: [], unknown: [unknown('host', key, other)] };
  const members = Object.keys(own).map((member) => compareMember({ key, member }, own[member], other[member]));
  return {
    different: members.flatMap(({ different }) => different),
    unknown: members.flatMap(({ unknown }) => unknown),
  };
}

type Member = ComparedValue | Problem | undefined;

function compareMember(
  place: { readonly key: string; readonly member: string },
  own: Member = UNTOLD,
  other: Member = UNTOLD,
): ComparedListing {
  if ('code' in own) return { different: [], unknown: [unknown('reference', place.key, own)] };
  if ('code' in other) return { different: [], unknown: [unknown('host', place.key, other)] };
  if (own.normal === other.normal) return NOTHING;
  return { different: [{ ...place, kind: 'differs', reference: own.text, value: other.text }], unknown: [] };
}

const UNTOLD: Problem = { code: 'not-reported', detail: 'the host did not tell it' };

function gap(side: NotKnown['side'], problem: Problem | null): readonly ItemUnknown[] {
  return problem === null ? [] : [unknown(side, null, problem)];
}

function unknown(side: NotKnown['side'], key: string | null, { code, detail }: Problem): ItemUnknown {
  return { key, side, code, detail };
}

/** Whether all of an entry was read: what was not is never the same, though both sides may share the reason. */
function isWhole(entry: Entry | Problem): boolean {
  return !isProblem(entry) && Object.values(entry).every((member) => !('code' in member));
}

/** An entry has texts and problems by member; a problem has its code. */
function isProblem(entry: Entry | Problem): entry is Problem {
  return typeof entry['code'] === 'string';
}

/** `0`, or `running no, policy off`. */
function wordsOf(entry: Entry): string {
  const members = Object.entries(entry).flatMap(([member, value]) =>
    'code' in value ? [] : [[member, value.text] as const],
  );
  const [first, ...more] = members;
  if (first === undefined) return '';
  return more.length === 0 ? first[1] : members.map(([member, text]) => `${member} ${text}`).join(', ');
}
