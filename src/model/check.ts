import type { SiteListName } from './site-lists.ts';

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
