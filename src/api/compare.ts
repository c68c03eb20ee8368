import { chooseReference } from '../compare/choose-reference.ts';
import { compareHosts } from '../compare/compare-hosts.ts';
import { COMPARE_DEMAND } from '../compare/listings.ts';
import type { Comparison } from '../model/comparison.ts';
import type { EstateFacts } from '../model/snapshot.ts';
import { tool } from '../shipped/installation.ts';
import type { Connected } from './connect.ts';
import { readDemand, type ScanOptions } from './scan.ts';

/** Reads what `compare` compares of every host in scope. Reads only. Throws what `scan` throws, but for its rules. */
export function readComparable(
  connected: Connected,
  options: Pick<ScanOptions, 'scope' | 'signal'> = {},
): Promise<EstateFacts> {
  return readDemand(connected, COMPARE_DEMAND, options);
}

/** The host that the others are compared to: its name, path, id or hardware UUID, and the facts that it is in where they are others. */
export interface ReferenceOptions {
  readonly host: string;
  readonly facts?: EstateFacts;
}

/**
 * How each host differs from the reference. Pure. What could not be read on either side is in `notKnown`: neither the same nor
 * different. Throws HOST_NOT_FOUND and REFERENCE_UNREAD.
 */
export function compare(estate: EstateFacts, { host, facts = estate }: ReferenceOptions): Comparison {
  const reference = chooseReference(facts.facts, host);
  const others = estate.facts.filter((each) => each !== reference);
  return compareHosts({ facts: reference, readAt: facts.finishedAt }, { ...estate, facts: others, tool: tool() });
}
