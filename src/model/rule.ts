/** Severities, worst first. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A value as a rule file may write it; `FALSE` may be quoted or not. */
export type RuleValue = string | number | boolean;

/** How a value is compared. Exactly one operator. Booleans compare as booleans: `true`, `TRUE` and `1` are one value. */
export type Operator =
  | { readonly op: 'equals'; readonly value: RuleValue }
  | { readonly op: 'oneOf' | 'notOneOf'; readonly values: readonly RuleValue[] }
  /** RE2 syntax, unanchored, case-insensitive. */
  | { readonly op: 'matches'; readonly pattern: string }
  | { readonly op: 'atLeast' | 'atMost'; readonly value: number }
  | { readonly op: 'between'; readonly low: number; readonly high: number }
  | { readonly op: 'present' | 'absent' };

/** Facts that hold of a host by name, such as `host.model`; every one must hold. */
export type Condition = readonly { readonly fact: string; readonly operator: Operator }[];

/** What must be true of a host. A tagged union, so that a new kind is a compile error wherever kinds are told apart. */
export type Check =
  | { readonly kind: 'kernelSetting'; readonly name: string; readonly operator: Operator }
  | {
      readonly kind: 'firewallAllows';
      readonly direction: 'inbound' | 'outbound';
      readonly protocol: 'tcp' | 'udp';
      readonly port: number;
      /** Name of the parameter that holds the destination (an address or a network), such as `vch-address`. */
      readonly destinationParameter: string | null;
    };

/** What would make the check pass. Plans are made from it. */
export type Remedy =
  | { readonly kind: 'kernelSetting'; readonly name: string; readonly value: string }
  | { readonly kind: 'firewallAllows' };

export interface RuleNote {
  /** Null: on every host that the rule applies to. */
  readonly when: Condition | null;
  readonly text: string;
  readonly reference: string | null;
}

/** A rule's own test: facts by name, and the verdict (and state) that must come of them. */
export interface RuleExample {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly parameters: Readonly<Record<string, string>>;
  readonly verdict: string;
  readonly state: string | null;
}

/** A rule as it holds in some clusters. */
export interface ClusterRule {
  /** Glob over names of clusters; null: every other host. Of several that match, the first decides. */
  readonly cluster: string | null;
  /** Null: hosts there are not judged by it. */
  readonly rule: Rule | null;
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
  readonly appliesTo: Condition;
  readonly check: Check;
  /** Null where nothing safe can be done by a machine. */
  readonly remedy: Remedy | null;
  /** `note` turns a fail into a warn that is never planned. */
  readonly enforce: 'remedy' | 'note';
  readonly notes: readonly RuleNote[];
  readonly examples: readonly RuleExample[];
  /** SHA-256 of the rule's content in hexadecimal: names exactly what was judged. */
  readonly hash: string;
  /** What it says in which clusters, where a config makes it differ between them; the hash is of all that is judged then. */
  readonly clusters?: readonly ClusterRule[];
}
