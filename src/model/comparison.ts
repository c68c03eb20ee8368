import type { Host } from './host.ts';
import type { ProblemCode } from './problem.ts';
import type { TargetReport } from './scan.ts';

/** What of hosts is compared, in the order in which people read it. */
export const COMPARED_PARTS = ['release', 'options', 'services', 'kernel', 'firewall', 'packages'] as const;
export type ComparedPart = (typeof COMPARED_PARTS)[number];

/** `differs`: both have it; `missing`: the reference lists it, the host does not; `extra`: the other way round. */
export const DIFFERENCE_KINDS = ['differs', 'missing', 'extra'] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** One thing that is otherwise than on the reference, alike on all of these hosts. */
export interface Difference {
  readonly part: ComparedPart;
  /** Key of the option, service or ruleset, name of the setting or package. */
  readonly key: string;
  /** What of it: `value`, `running`, `policy`, `configured`, `enabled`, `allowed`, `version` …; '' for all of it. */
  readonly member: string;
  readonly kind: DifferenceKind;
  /** As read of the reference; null where it does not list it. */
  readonly reference: string | null;
  /** As read of the hosts; null where they do not list it. */
  readonly value: string | null;
  /** Ids of hosts, in the order of the comparison. */
  readonly hosts: readonly string[];
}

/** A difference that hosts have because they are not one host. */
export interface LeftOut extends Difference {
  readonly reason: string;
}

/** What could not be compared: neither the same nor different. */
export interface NotKnown {
  readonly part: ComparedPart;
  /** Null: the whole part, or what of it was not listed. */
  readonly key: string | null;
  /** On which side it could not be read. */
  readonly side: 'reference' | 'host';
  readonly code: ProblemCode;
  readonly detail: string;
  readonly hosts: readonly string[];
}

/** A host beside the reference. */
export interface ComparedHost {
  readonly host: Host;
  readonly differences: number;
  /** Things of it that could not be compared. */
  readonly notKnown: number;
  /** Why differences are to be expected, or what was not compared because of it: sentences. */
  readonly notes: readonly string[];
}

/** How hosts differ from one that people trust. A comparison, not a judgement: what both have may be wrong on both. */
export interface Comparison {
  readonly tool: { readonly name: string; readonly version: string };
  /** ISO 8601, UTC: of the reading of the hosts. */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly targets: readonly TargetReport[];
  /** The host that the others are compared to, and when it was read. */
  readonly reference: { readonly host: Host; readonly readAt: string };
  readonly hosts: readonly ComparedHost[];
  readonly differences: readonly Difference[];
  readonly notKnown: readonly NotKnown[];
  readonly leftOut: readonly LeftOut[];
  readonly remarks: readonly string[];
}
