import type { Advisory } from './advisory.ts';
import type { SiteListName } from './site-lists.ts';

/** Severities, worst first. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A value as a rule file may write it; `FALSE` may be quoted or not. */
export type RuleValue = string | number | boolean;

/** When a service starts with the host. */
export type ServicePolicy = 'on' | 'off' | 'automatic';

/** How a value is compared. Exactly one operator. Booleans compare as booleans: `true`, `TRUE` and `1` are one value. */
export type Operator =
  | { readonly op: 'equals'; readonly value: RuleValue }
  | { readonly op: 'oneOf' | 'notOneOf'; readonly values: readonly RuleValue[] }
  /** RE2 syntax, unanchored, case-insensitive. */
  | { readonly op: 'matches'; readonly pattern: string }
  /** Numbers, or versions such as `8.0.3` where the value is one. */
  | { readonly op: 'atLeast' | 'atMost'; readonly value: number | string }
  | { readonly op: 'between'; readonly low: number | string; readonly high: number | string }
  | { readonly op: 'present' | 'absent' }
  /** Every entry is in a list of the site, or none is. */
  | { readonly op: 'listedIn' | 'notListedIn'; readonly list: SiteListName };

/** Something that holds of a host, or not. */
export type Clause =
  /** A host fact by name, such as `host.model`. */
  | { readonly kind: 'fact'; readonly fact: string; readonly operator: Operator }
  | { readonly kind: 'all' | 'any'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'not'; readonly condition: Condition };

/** Clauses that must all hold; an empty one holds of every host. */
export type Condition = readonly Clause[];

/** Which remote addresses a ruleset may let through while it is enabled. */
export type RulesetRequirement =
  | { readonly kind: 'enabled'; readonly enabled: boolean }
  /** To listed addresses only, whatever they are. */
  | { readonly kind: 'limited' }
  /** Not the list that it comes with, which is every address; on or off. */
  | { readonly kind: 'changed' }
  /** To addresses inside the network that the parameter of that name gives. */
  | { readonly kind: 'allowedWithin'; readonly parameter: string };

/** What is asked of the release of a host. */
export type ReleaseRequirement =
  /** By version (`8.0.3`) or line (`8.0`), the lowest build that will do; the version decides before the build. */
  | { readonly kind: 'atLeast'; readonly builds: Readonly<Record<string, number>> }
  /** Released on that day or later, by the catalog; ISO 8601. */
  | { readonly kind: 'notOlderThan'; readonly date: string }
  | { readonly kind: 'oneOf' | 'notOneOf'; readonly builds: readonly number[] };

/** What a source says of a version or line: its first fixed build, or a word. */
export type Fix = number | 'notAffected' | 'noFix' | 'unknown';

/** A check of one thing. */
export type SingleCheck =
  | { readonly kind: 'kernelSetting'; readonly name: string; readonly operator: Operator }
  | {
      readonly kind: 'firewallAllows';
      readonly direction: 'inbound' | 'outbound';
      readonly protocol: 'tcp' | 'udp';
      readonly port: number;
      /** Name of the parameter that holds the destination (an address or a network), such as `vch-address`. */
      readonly destinationParameter: string | null;
    }
  /** `key` null: every ruleset whose list people may change. */
  | { readonly kind: 'firewallRuleset'; readonly key: string | null; readonly wish: RulesetRequirement }
  | { readonly kind: 'advancedOption'; readonly key: string; readonly operator: Operator }
  /** A null leaves that half of the service open. */
  | {
      readonly kind: 'service';
      readonly key: string;
      readonly running: boolean | null;
      readonly policy: ServicePolicy | null;
    }
  /** A host fact or a property fact by name; of a list, every entry must be as wanted. */
  | { readonly kind: 'property'; readonly name: string; readonly operator: Operator }
  | { readonly kind: 'release'; readonly wish: ReleaseRequirement }
  | VibCheck
  | { readonly kind: 'targetRelease'; readonly wish: TargetRequirement }
  /** By version (`8.0.3`) or line (`9.0`): its first fixed build, or what is known instead. `published`: ISO 8601 day. */
  | { readonly kind: 'fixedIn'; readonly fixes: Readonly<Record<string, Fix>>; readonly published: string | null }
  | EsxcliCheck;

/** A package, or all whose names, and perhaps versions, match; the operator is about the version. */
export interface VibCheck {
  readonly kind: 'vib';
  /** With `byPattern` an RE2 expression. */
  readonly name: string;
  readonly byPattern?: true;
  /** Of those, the ones whose version matches this RE2 expression. */
  readonly versions?: string;
  readonly vendor: string | null;
  readonly operator: Operator;
}

/** What is asked of the planned release of a host. */
export type TargetRequirement =
  /** Its version. */
  | { readonly kind: 'version'; readonly operator: Operator }
  /** It came out no earlier than what the host runs. */
  | { readonly kind: 'notOlderThanRunning' };

const SHOWN: Readonly<Record<SingleCheck['kind'], true>> = {
  advancedOption: true,
  service: true,
  kernelSetting: true,
  property: true,
  release: true,
  fixedIn: true,
  vib: true,
  targetRelease: true,
  esxcli: true,
  firewallAllows: true,
  firewallRuleset: true,
};

/** Kinds of check by their key in a rule file, in the order in which people are shown them. */
export const KIND_NAMES = Object.keys(SHOWN) as readonly SingleCheck['kind'][];

/** A command that only reads, and one field of what it answers; every row that `where` picks must be as wanted. */
export interface EsxcliCheck {
  readonly kind: 'esxcli';
  /** Words, such as `['system', 'settings', 'encryption', 'get']`. The last is `get` or `list`. */
  readonly command: readonly string[];
  readonly arguments: Readonly<Record<string, string>>;
  /** Fields that pick rows, by name. */
  readonly where: Readonly<Record<string, string>>;
  /** Null for a command that answers with a single value. */
  readonly field: string | null;
  /** Whether the field may come several times in a row, and every entry must be as wanted. */
  readonly list: boolean;
  readonly operator: Operator;
}

/** What must be true of a host. A tagged union, so that a new kind is a compile error wherever kinds are told apart. */
export type Check =
  | SingleCheck
  | { readonly kind: 'all' | 'any'; readonly checks: readonly Check[] }
  | { readonly kind: 'not'; readonly check: Check };

/** What would make the check pass. Plans are made from it. */
export type Remedy =
  | { readonly kind: 'kernelSetting'; readonly name: string; readonly value: string }
  | { readonly kind: 'firewallAllows' }
  | { readonly kind: 'advancedOption'; readonly key: string; readonly value: string }
  | { readonly kind: 'firewallRuleset'; readonly key: string; readonly enabled: boolean }
  | {
      readonly kind: 'service';
      readonly key: string;
      readonly running: boolean | null;
      readonly policy: ServicePolicy | null;
    };

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

/** A rule as it holds in some clusters. */
export interface ClusterRule {
  /** Glob over names of clusters; null: every other host. Of several that match, the first decides. */
  readonly cluster: string | null;
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
