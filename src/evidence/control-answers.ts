import type { AttestationEffect, AttestationReport } from '../model/attestation.ts';
import type { Finding } from '../model/finding.ts';
import { baseId, type Control, type ControlStatus, type Framework } from '../model/framework.ts';

/** What the scan, and a person where one was asked, says of one control on one host. */
export interface ControlAnswer {
  readonly control: Control;
  readonly status: ControlStatus;
  /** Why it is so, in a sentence. */
  readonly because: string;
  /** True where nothing but a person's look is missing: all of it that can be read was, and is right. */
  readonly awaitsPerson: boolean;
  /** What a person attested of it on that host, and what that does to the status; left out where nobody did. */
  readonly attested?: { readonly attestation: AttestationReport; readonly effect: AttestationEffect } | undefined;
  /** What was judged on the host for it. */
  readonly findings: readonly Finding[];
}

/**
 * What is to be said of every control of a framework on a host, in the framework's order.
 *
 * Only what was wholly read and passes is `not_a_finding`; what was not judged, not read, or only partly is `not_reviewed`.
 */
export function controlAnswers(framework: Framework, findings: readonly Finding[]): readonly ControlAnswer[] {
  const own = findings.filter(({ evidence, verdict }) =>
    // Which framework a host is judged by hangs on its version; where that was not read, it is each of them.
    evidence?.framework === null ? verdict === 'unknown' : evidence?.framework === framework.name,
  );
  return framework.controls.map((control) => {
    const of = own.filter(({ evidence }) => evidence?.controls.includes(control.id) === true);
    return { control, findings: of, ...statusOf(control, of) };
  });
}

type Status = Pick<ControlAnswer, 'status' | 'because' | 'awaitsPerson'>;

function statusOf(control: Control, findings: readonly Finding[]): Status {
  const broken = findings.filter(({ verdict, waived }) => (waived?.verdict ?? verdict) === 'fail');
  if (broken.length > 0) return { status: 'open', because: sentences(broken), awaitsPerson: false };
  const left = unreadPart(control, findings);
  if (left !== null) return { status: 'not_reviewed', because: left, awaitsPerson: false };
  const look = personsPart(control, findings);
  if (look !== null) return { status: 'not_reviewed', because: look, awaitsPerson: true };
  return findings.every(({ verdict }) => verdict === 'not-applicable')
    ? { status: 'not_applicable', because: control.notApplicable ?? '', awaitsPerson: false }
    : { status: 'not_a_finding', because: sentences(findings), awaitsPerson: false };
}

/** Whether some of what can be read of a control was not judged, or its read failed, whatever a waiver says. */
export function isUnread({ control, findings }: Pick<ControlAnswer, 'control' | 'findings'>): boolean {
  if (isForPeople(control)) return false;
  const isUnknown = findings.some(({ verdict, waived }) => (waived?.verdict ?? verdict) === 'unknown');
  return isUnknown || isUnjudged(control, findings);
}

function isUnjudged({ rules }: Control, findings: readonly Finding[]): boolean {
  return rules.length === 0 || unjudgedRule(rules, findings) !== undefined;
}

function unjudgedRule(rules: readonly string[], findings: readonly Finding[]): string | undefined {
  const judged = new Set(findings.map(({ rule }) => baseId(rule)));
  return rules.find((rule) => !judged.has(rule));
}

/** Whether nothing of a control can be read. */
function isForPeople({ coverage }: Control): boolean {
  return coverage === 'manual' || coverage === 'unreadable';
}

/** What of that which can be read was not, or was not decided; null where nothing is left. */
function unreadPart(control: Control, findings: readonly Finding[]): string | null {
  if (isForPeople(control)) return null;
  if (isUnjudged(control, findings)) {
    return `It was not judged by ${unjudgedRule(control.rules, findings) ?? 'any rule'}.`;
  }
  const undecided = findings.filter((finding) => !isDecided(finding, control));
  return undecided.length > 0 ? sentences(undecided) : null;
}

/** What a person must look at although nothing that was read fails; null where nobody must. */
function personsPart(control: Control, findings: readonly Finding[]): string | null {
  const { coverage, look } = control;
  if (isForPeople(control)) return look ?? 'No rule reads it.';
  const open = [...new Set(findings.flatMap(({ evidence }) => evidence?.open ?? []))].join(' ');
  if (coverage !== 'partly' || findings.every(({ verdict }) => verdict === 'not-applicable')) return open || null;
  return ['What can be read is right.', open, look ?? ''].filter((text) => text !== '').join(' ');
}

/** Whether a finding leaves nothing open: a pass, or the case in which the control's own text lets it not apply. */
function isDecided({ verdict, evidence }: Finding, { notApplicable }: Control): boolean {
  if (verdict === 'pass') return true;
  return verdict === 'not-applicable' && evidence?.inapplicable === 'condition' && notApplicable !== null;
}

function sentences(findings: readonly Finding[]): string {
  return [...new Set(findings.map(({ waived, message }) => waived?.message ?? message))].join(' ');
}
