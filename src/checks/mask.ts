import type { HostFacts } from '../model/facts.ts';
import type { Host } from '../model/host.ts';
import type { Problem } from '../model/problem.ts';
import { type Reading, unread } from '../model/reading.ts';

/** One thing that a host may keep to itself. Rules are tested with it: what is not known never passes. */
export interface Mask {
  readonly name: string;
  /** The facts without it. */
  readonly apply: (facts: HostFacts) => HostFacts;
}

export const MASK_PROBLEM: Problem = { code: 'not-reported', detail: 'hidden by the rule tester' };

/** What takes the place of a fact. */
export const MASKED: Reading<never> = unread(MASK_PROBLEM);

/** Masks a fact of the identity or state of a host, by name. */
export function hostFactMask(fact: string): Mask {
  return {
    name: fact,
    apply: (facts) => ({ ...facts, host: { ...facts.host, [fact.slice('host.'.length)]: null, ...tied(fact) } }),
  };
}

/** A host whose compute resource is known and whose cluster is not stands alone: both must go to hide the cluster. */
function tied(fact: string): Partial<Host> {
  return fact === 'host.cluster' ? { computeResource: null } : {};
}

/** The same map with one fact masked. */
export function maskedIn<Fact>(
  facts: ReadonlyMap<string, Reading<Fact>>,
  key: string,
): ReadonlyMap<string, Reading<Fact>> {
  return new Map([...facts, [key, MASKED]]);
}

/** Changes what was read, where it was. */
export function within<Fact>(reading: Reading<Fact>, change: (fact: Fact) => Fact): Reading<Fact> {
  return reading.kind === 'read' ? { kind: 'read', value: change(reading.value) } : reading;
}
