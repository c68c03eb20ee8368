import type { Severity } from './rule.ts';
import type { TriState } from './tri-state.ts';

/** How a control of a framework is answered, from wholly by us to not at all. */
export const COVERAGES = ['rule', 'partly', 'manual', 'unreadable'] as const;
export type Coverage = (typeof COVERAGES)[number];

/** One control of a framework; ids, numbers and wanted values are its publisher's, the words are ours. */
export interface Control {
  /** As people cite it: `ESXI-80-000196`, `esxi-8.dcui-timeout`. */
  readonly id: string;
  /** `V-258753`; null where the publisher gives no such number. */
  readonly vulnId: string | null;
  /** `SV-258753r959010_rule`: the control with its revision; null where the publisher gives no such number. */
  readonly ruleId: string | null;
  /** As the publisher weighs it: `CAT II`, `P0 Upon Feature Enablement`. */
  readonly priority: string;
  /** Of the findings of its rules; null: each has that of its rule. */
  readonly severity: Severity | null;
  readonly cci: readonly string[];
  /** NIST SP 800-53. */
  readonly nist: readonly string[];
  /** PCI DSS 4, as the guide maps it. */
  readonly pci: readonly string[];
  readonly title: string;
  /** What the publisher asks for, as its data has it. */
  readonly wanted: string;
  readonly coverage: Coverage;
  /** Ids of the rules that answer it together; none where it is manual or not readable. */
  readonly rules: readonly string[];
  /** What a person must look at; of an unreadable one, why no API tells it. Null where rules answer it wholly. */
  readonly look: string | null;
  /** The condition under which its own text lets it not apply, in our words; null: it always applies. */
  readonly notApplicable: string | null;
}

/** The document of DISA that a STIG is, as checklists name it. */
export interface Benchmark {
  /** `VMW_vSphere_8-0_ESXi_STIG` */
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly release: string;
}

/** Frameworks of one family are for different releases, so that a host is judged by one of them. */
export const FRAMEWORK_FAMILIES = ['stig', 'scg'] as const;
export type FrameworkFamily = (typeof FRAMEWORK_FAMILIES)[number];

/** A guide or STIG as data. */
export interface Framework {
  /** `stig-esxi-8` */
  readonly name: string;
  readonly title: string;
  readonly family: FrameworkFamily;
  readonly publisher: string;
  /** The version that the controls were taken from: `V2R3`. */
  readonly version: string;
  /** Versions of the hosts that it is for, as a host shows them or their beginnings: `8.0`. */
  readonly releases: readonly string[];
  /** The profile of rules whose expectations are its; null: the rules' own. */
  readonly profile: string | null;
  /** Null for what is no STIG of DISA: it has no numbers of theirs, and no checklist. */
  readonly benchmark: Benchmark | null;
  /** Where the controls were taken from. */
  readonly source: string;
  /** What whoever uses it must know; null for most. */
  readonly note: string | null;
  readonly controls: readonly Control[];
}

/** As hosts show theirs: `8.0.3`. With a zero before a number, or with one part, it is none. */
const VERSION = /^(?:0|[1-9]\d{0,3})(?:\.(?:0|[1-9]\d{0,3})){1,3}$/;

/** Whether a framework is for hosts of a version; undefined where that was not told, or is none. */
export function isForVersion({ releases }: Pick<Framework, 'releases'>, version: string | null): TriState {
  if (version === null || !VERSION.test(version)) return undefined;
  return releases.some((release) => version === release || version.startsWith(`${release}.`));
}

/** What a checklist says of a control on a host. */
export const CONTROL_STATUSES = ['open', 'not_reviewed', 'not_applicable', 'not_a_finding'] as const;
export type ControlStatus = (typeof CONTROL_STATUSES)[number];

/** The rule without the family of frameworks that it was judged for: `hardening/dcui-timeout` of `hardening/dcui-timeout@stig`. */
export function baseId(rule: string): string {
  return rule.split('@')[0] ?? rule;
}

/** The families of some frameworks, each once. */
export function familiesOf(frameworks: readonly Pick<Framework, 'family'>[]): readonly FrameworkFamily[] {
  return FRAMEWORK_FAMILIES.filter((family) => frameworks.some((framework) => framework.family === family));
}
