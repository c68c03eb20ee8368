import type { HostFacts } from '../model/facts.ts';

/** By lower-case name, by code point, so that two runs and two tools agree; the id settles equal names. */
export function byName({ host: one }: HostFacts, { host: other }: HostFacts): number {
  return compareText(one.name.toLowerCase(), other.name.toLowerCase()) || compareText(one.id, other.id);
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
