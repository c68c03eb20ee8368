import type { Condition, Check, Remedy } from './check.ts';
import type { Advisory } from './advisory.ts';
import type { HostGroup } from './host-group.ts';

/** Severities, worst first. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What is expected of a host, and what would bring it about. */
export interface Expectation {
  readonly check: Check;
  readonly remedy: Remedy | null;
}

/** What a rule expects of some hosts instead: guides name other values for other releases. */
export interface RuleVariant extends Expectation {
  readonly when: Condition;
}

/** Another expectation of the same check, for a profile such as `stig`; its variants take the place of the rule's own. */
export interface RuleProfile extends Expectation {
  readonly variants?: readonly RuleVariant[];
}

/** Another severity on hosts that surely pass a check, such as those without a TPM. */
export interface SeverityCase {
  readonly if: Check;
  readonly severity: Severity;
}

/** What keeps a host that fails from harm: a check that it passes now, and one that it passes after the next reboot. */
export interface Mitigation {
  readonly now: Check;
  readonly nextBoot: Check;
}

export interface RuleNote {
  /** Null: on every host that the rule applies to. */
  readonly when: Condition | null;
  readonly text: string;
  readonly reference: string | null;
}

/** What a rule can block. */
export const UNDERTAKINGS = ['patch', 'upgrade'] as const;
export type Undertaking = (typeof UNDERTAKINGS)[number];

/** A rule's own test: facts by name, and the verdict (and state) that must come of them. */
export interface RuleExample {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly parameters: Readonly<Record<string, string>>;
  readonly verdict: string;
  readonly state: string | null;
  /** The profile that it is judged by; null: none. */
  readonly profile: string | null;
  /** Whether it is judged as if a person had named the rule. */
  readonly asked?: boolean;
}

/** A rule as it holds in some clusters, or for a group of hosts. */
export interface ClusterRule {
  /** Glob over names of clusters; null: every other host. Of several that match, the first decides. */
  readonly cluster: string | null;
  /** The group of hosts that is meant, in place of a cluster. */
  readonly where?: HostGroup | undefined;
  /** Null: hosts there are not judged by it. */
  readonly rule: Rule | null;
}

/** A rule as a framework wants it, of the hosts that the framework is for. */
export interface RuleInFramework {
  /** `stig-esxi-8` */
  readonly framework: string;
  /** Versions of the hosts, or their beginnings: `8.0`. */
  readonly releases: readonly string[];
  /** Ids of the controls that it answers, or helps to. */
  readonly controls: readonly string[];
  /** With the expectation and the severity that the framework asks for. */
  readonly rule: Rule;
}

/** One rule, as its file states it. */
export interface Rule {
  /** Path of the file below the pack folder's parent, without `.yaml`: `hpe/gen8-interrupt-remapping`. */
  readonly id: string;
  readonly pack: string;
  readonly title: string;
  readonly severity: Severity;
  readonly because: string;
  readonly references: readonly string[];
  /** Ids of the rule in other catalogues, such as `STIG ESXI-80-000068`. */
  readonly controls: readonly string[];
  readonly appliesTo: Condition;
  /** The rule is for hosts that pass this as well; others are none of its business. */
  readonly appliesIf?: Check;
  readonly check: Check;
  /** Null where nothing safe can be done by a machine. */
  readonly remedy: Remedy | null;
  /** Of those whose `when` holds of a host, the first decides; the rule's own check and remedy are for all others. */
  readonly variants?: readonly RuleVariant[];
  /** The first that a host passes decides; what could not be read changes no severity. */
  readonly severityIf?: readonly SeverityCase[];
  /**
   * `note` turns a fail into a warn that is never planned; `demanded` does so where neither a framework nor the config demands
   * it; `asked` where nobody asked for it, on a host that shows no use of it.
   */
  readonly enforce: 'remedy' | 'note' | 'demanded' | 'asked';
  /** With `enforce: asked`: a host that surely passes this shows that what the rule is about is used. */
  readonly usedIf?: Check;
  /** Whether a person named the rule or its pack: by a flag, a config, an argument or a plan. Not part of the rule's content. */
  readonly asked?: boolean;
  /** A host that fails and surely passes this only warns, for as long as it passes. */
  readonly mitigatedIf?: Mitigation;
  /** The advisory that the rule is of; left out in others. */
  readonly advisory?: Advisory;
  /** What must not be begun on a host that fails, or that could not be judged; left out where nothing. */
  readonly blocks?: readonly Undertaking[];
  /** By name; a rule that lacks the chosen profile is judged as it stands. */
  readonly profiles: Readonly<Record<string, RuleProfile>>;
  /** The profile whose expectation `check` and `remedy` hold; null: the rule's own. */
  readonly profile: string | null;
  readonly notes: readonly RuleNote[];
  readonly examples: readonly RuleExample[];
  /** SHA-256 of the rule's content in hexadecimal: names exactly what was judged. */
  readonly hash: string;
  /** What it says in which clusters, where a config makes it differ between them; the hash is of all that is judged then. */
  readonly clusters?: readonly ClusterRule[];
  /** What it says by which framework, where frameworks were chosen: of one family, so that one at most is for a host. */
  readonly frameworks?: readonly RuleInFramework[];
}
