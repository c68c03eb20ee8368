import {
  COMPARED_PARTS,
  type ComparedHost,
  type ComparedPart,
  type Comparison,
  type Difference,
  type LeftOut,
  type NotKnown,
} from '../model/comparison.ts';
import type { HostFacts } from '../model/facts.ts';
import type { EstateFacts } from '../model/snapshot.ts';
import { compareListings, type ItemDifference } from './compare-listings.ts';
import { LISTED_PARTS, listingsOf } from './listings.ts';
import { naturalReason } from './natural-differences.ts';
import { compareRelease, hasOtherBuild, notesOn } from './release.ts';

/** The host that people trust, and when it was read; ISO 8601, UTC. */
export interface Reference {
  readonly facts: HostFacts;
  readonly readAt: string;
}

export interface ComparedEstate extends EstateFacts {
  readonly tool: Comparison['tool'];
  readonly remarks?: readonly string[];
}

/**
 * How each host differs from the reference, differences that are alike on several hosts together. Pure. What could not be read on
 * either side is not known: neither the same nor different.
 */
export function compareHosts(reference: Reference, estate: ComparedEstate): Comparison {
  const found = new Findings();
  const listings = listingsOf(reference.facts);
  const hosts = estate.facts.map((facts) => found.of(reference.facts, listings, facts));
  const { tool, startedAt, finishedAt, targets, remarks = [] } = estate;
  return {
    tool,
    startedAt,
    finishedAt,
    targets,
    reference: { host: reference.facts.host, readAt: reference.readAt },
    hosts,
    differences: [...found.differences.values()].toSorted(byPlace),
    notKnown: [...found.notKnown.values()].toSorted(byPlace),
    leftOut: [...found.leftOut.values()].toSorted(byPlace),
    remarks,
  };
}

type Listings = ReturnType<typeof listingsOf>;
type Grown<Item extends { readonly hosts: readonly string[] }> = Omit<Item, 'hosts'> & { readonly hosts: string[] };

/** What was found so far, alike things of several hosts together. */
class Findings {
  readonly differences = new Map<string, Grown<Difference>>();
  readonly notKnown = new Map<string, Grown<NotKnown>>();
  readonly leftOut = new Map<string, Grown<LeftOut>>();

  of(reference: HostFacts, listings: Listings, { host, ...facts }: HostFacts): ComparedHost {
    const own = listingsOf({ host, ...facts });
    const parts = LISTED_PARTS.filter((part) => part !== 'packages' || !hasOtherBuild(reference.host, host));
    const compared = parts.map((part) => ({ part, ...compareListings(listings[part], own[part]) }));
    let [differences, notKnown] = [0, 0];
    for (const { part, different, unknown } of [compareRelease(reference.host, host), ...compared]) {
      for (const item of different) differences += this.#note({ part, ...item }, host.id);
      for (const item of unknown) grow(this.notKnown, { part, ...item }, host.id);
      notKnown += unknown.length;
    }
    return { host, differences, notKnown, notes: notesOn(reference.host, host) };
  }

  /** 1 for a difference that counts. */
  #note(difference: { readonly part: ComparedPart } & ItemDifference, host: string): 0 | 1 {
    const reason = naturalReason(difference, [difference.reference, difference.value]);
    if (reason === null) grow(this.differences, difference, host);
    else grow(this.leftOut, { ...difference, reason }, host);
    return reason === null ? 1 : 0;
  }
}

function grow<Item extends object>(
  known: Map<string, Item & { readonly hosts: string[] }>,
  item: Item,
  host: string,
): void {
  const key = JSON.stringify(Object.values(item));
  const there = known.get(key);
  if (there === undefined) known.set(key, { ...item, hosts: [host] });
  else there.hosts.push(host);
}

interface Placed {
  readonly part: ComparedPart;
  readonly key: string | null;
  readonly hosts: readonly string[];
}

/** Part, then key; of one key what most hosts have first. */
function byPlace(one: Placed, other: Placed): number {
  const [first, second] = [one, other].map(({ part }) => COMPARED_PARTS.indexOf(part));
  return (
    (first ?? 0) - (second ?? 0) || byText(one.key ?? '', other.key ?? '') || other.hosts.length - one.hosts.length
  );
}

function byText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
