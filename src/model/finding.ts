import type { Exposure } from './advisory.ts';
import type { Problem, ProblemCode } from './problem.ts';
import type { Remedy } from './check.ts';
import type { Severity } from './rule.ts';

/** Verdicts, worst first. */
export const VERDICTS = ['fail', 'unknown', 'warn', 'waived', 'pass', 'not-applicable'] as const;
export type Verdict = (typeof VERDICTS)[number];

export const STATES = [
  'non-compliant',
  'regresses-on-reboot',
  'reboot-pending',
  'not-taking-effect',
  'may-regress-on-patch',
  'mitigated',
  'unknown',
  'compliant',
] as const;
export type State = (typeof STATES)[number];

/**
 * How a check stands at one point in time; `risk` only ever at the next patch; `mitigated`: it fails, and what was read keeps
 * that from doing harm; null: not asked.
 */
export type Outlook = 'pass' | 'fail' | 'risk' | 'mitigated' | 'unknown' | null;

export interface Horizons {
  readonly now: Outlook;
  readonly nextBoot: Outlook;
  readonly nextPatch: Outlook;
}

/** A value that a report can show: what was observed, or what was expected. */
export type Shown = string | number | boolean | null | { readonly [key: string]: Shown } | readonly Shown[];

/** A remark that does not change the verdict. */
export interface FindingNote {
  readonly text: string;
  readonly reference: string | null;
}

/** What a waiver hides. */
export interface Waived {
  readonly verdict: Verdict;
  readonly state: State | null;
  readonly message: string;
}

/** Whether somebody asked for a rule with `enforce: asked` that does not hold on a host. */
export type Asked =
  /** The rule, its pack or a value that it takes was named; or the host shows that what it is about is used. */
  | { readonly by: 'name' | 'use' }
  /** Nobody: it counts as `warn`. With what it would be otherwise. */
  | ({ readonly by: 'nobody' } & Pick<Finding, 'verdict' | 'state' | 'message' | 'remedy'>);

/** One rule on one host. The keys are the JSON contract's. */
export interface Finding {
  /** Id of the rule. */
  readonly rule: string;
  /** Id of the host. */
  readonly host: string;
  readonly severity: Severity;
  readonly verdict: Verdict;
  /** Null for `not-applicable`, `waived`, and a `warn` with one horizon. */
  readonly state: State | null;
  readonly horizons: Horizons;
  readonly observed: Shown;
  readonly expected: Shown;
  /** One sentence for people. */
  readonly message: string;
  readonly reason: ProblemCode | null;
  /** What the server said of it, with the privilege or the property: there where something was read in vain, its code is `reason`. */
  readonly cause?: Problem | undefined;
  readonly notes: readonly FindingNote[];
  /** What would mend it; null where nothing can or need be done. */
  readonly remedy: Remedy | null;
  /** What it would be without the waiver; there on `waived` findings only. */
  readonly waived?: Waived | undefined;
  /** There on findings of rules with `enforce: asked` that would count as `fail`, only. */
  readonly asked?: Asked | undefined;
  /** There on findings of rules of advisories that were judged: how the host stands to it. */
  readonly exposure?: Exposure | undefined;
  /** Where a framework was chosen: what the host was judged by. */
  readonly evidence?: Evidence | undefined;
}

/** Why a rule of a framework does not apply: its release, the condition that its control names, or a thing that the host lacks. */
export const INAPPLICABLE = ['release', 'condition', 'absent'] as const;
export type Inapplicable = (typeof INAPPLICABLE)[number];

/** What a finding proves to an auditor. One object for all hosts that are judged alike. */
export interface Evidence {
  /** Name of the framework that the host was judged by; null where none that was chosen is for its release. */
  readonly framework: string | null;
  /** Ids of the controls of that framework that the rule answers, or helps to. */
  readonly controls: readonly string[];
  /** Each property, option or command that is read, as it is asked for. */
  readonly reads: readonly string[];
  /** What a `pass` leaves open, in a sentence, because the site has not said it; then no control is answered by it. */
  readonly open?: string | undefined;
  /** There on `not-applicable` only. */
  readonly inapplicable?: Inapplicable | undefined;
}
