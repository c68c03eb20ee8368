import type { AttestationReport } from './attestation.ts';
import type { Control, ControlStatus, Framework } from './framework.ts';
import type { ScannedHost, TargetReport } from './scan.ts';

/** What a benchmark says of one rule, in the words of its publisher: it ships nowhere here and comes from a template. */
export interface RuleTexts {
  readonly groupTitle: string;
  readonly ruleTitle: string;
  readonly discussion: string;
  readonly checkContent: string;
  readonly fixText: string;
  readonly weight: string;
  readonly classification: string;
  readonly documentable: string;
  readonly falsePositives: string;
  readonly falseNegatives: string;
  readonly mitigations: string;
  readonly mitigationControl: string;
  readonly potentialImpacts: string;
  readonly thirdPartyTools: string;
  readonly securityOverrideGuidance: string;
  readonly responsibility: string;
  readonly iaControls: string;
  readonly targetKey: string;
  readonly checkContentRef: { readonly href: string; readonly name: string };
  readonly legacyIds: readonly string[];
}

/** Checklists know no other. */
export const CHECKLIST_SEVERITIES = ['low', 'medium', 'high'] as const;
export type ChecklistSeverity = (typeof CHECKLIST_SEVERITIES)[number];

/** What a person made of the severity of a rule. */
export interface SeverityOverride {
  readonly severity: ChecklistSeverity;
  readonly reason: string;
}

/** A waiver as a checklist tells it. */
export interface ItemWaiver {
  /** Who, until when and why, in a sentence. */
  readonly message: string;
  /** The last day that it holds, `2027-03-31`; null where the scan does not tell. */
  readonly expires: string | null;
}

/** One control on one host. */
export interface ChecklistItem {
  readonly control: Control;
  readonly status: ControlStatus;
  /** That of the control; where its publisher gives none, of the rules that answer it. */
  readonly severity: ChecklistSeverity;
  /** Why it is so, in a sentence; may hold text from the host. */
  readonly because: string;
  /** What was sent, answered and expected, by whom and when: lines, harmless but for what a person wrote. */
  readonly details: string;
  /** What a person wrote, then the waivers. */
  readonly comments: string;
  readonly waivers: readonly ItemWaiver[];
  /** The person's word that the status is; null where it was read, or is nobody's. */
  readonly attestation: AttestationReport | null;
  /** Whether some of what can be read of it was not: no person's word in a template closes it then. */
  readonly isUnread: boolean;
  readonly override: SeverityOverride | null;
  /** Null without a template. */
  readonly texts: RuleTexts | null;
}

/** The heading of a benchmark, as a template has it. */
export interface BenchmarkTexts {
  readonly title: string;
  readonly displayName: string;
  readonly version: string;
  /** `Release: 3 Benchmark Date: 02 Apr 2025` */
  readonly releaseInfo: string;
  readonly referenceIdentifier: string;
  readonly classification: string;
  readonly description: string;
  readonly filename: string;
  readonly notice: string;
  readonly source: string;
}

/** All controls of one framework on one host. */
export interface ChecklistPart {
  readonly framework: Framework;
  readonly items: readonly ChecklistItem[];
  readonly texts: BenchmarkTexts | null;
}

/** What an auditor gets of one host: every control of every framework that is for its release. */
export interface Checklist {
  readonly tool: { readonly name: string; readonly version: string };
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly host: ScannedHost;
  /** What it was read through; null where the scan does not hold it. */
  readonly target: TargetReport | null;
  /** At least one. */
  readonly parts: readonly ChecklistPart[];
}

/** A pure function from the checklist of a host to the text of a file, in pieces; the same scan gives the same bytes. */
export interface HostReporter {
  readonly name: string;
  readonly description: string;
  /** Endings of file names that ask for it; the first is the one that files in a folder get. */
  readonly extensions: readonly [string, ...string[]];
  /** Whether it is for STIGs of DISA alone. */
  readonly needsBenchmark: boolean;
  readonly render: (checklist: Checklist) => Iterable<string>;
}

/** A rule of a template, with what a person wrote about it there. */
export interface TemplateRule {
  /** `V-258728` */
  readonly vulnId: string;
  /** `SV-258728r958388`, without the ending `_rule`. */
  readonly ruleId: string;
  /** `ESXI-80-000005` */
  readonly ruleVersion: string;
  readonly severity: ChecklistSeverity;
  readonly ccis: readonly string[];
  readonly status: ControlStatus;
  readonly details: string;
  readonly comments: string;
  readonly override: SeverityOverride | null;
  readonly texts: RuleTexts;
}

/** One STIG of a template. */
export interface TemplateStig {
  /** `VMW_vSphere_8-0_ESXi_STIG` */
  readonly stigId: string;
  readonly texts: BenchmarkTexts;
  /** Each rule once. */
  readonly rules: readonly TemplateRule[];
}

/** A checklist that a person has: the words of the benchmark, and what they decided. */
export interface ChecklistTemplate {
  /** Empty in a benchmark that nobody has filled in. */
  readonly hostName: string;
  readonly fqdn: string;
  /** Remarks on the host, in which our own files name its UUID. */
  readonly targetComments: string;
  readonly stigs: readonly TemplateStig[];
}
