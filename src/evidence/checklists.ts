import { escapeControlCharacters } from '../model/control-characters.ts';
import type { Checklist, ChecklistItem, ChecklistPart, ChecklistSeverity, ItemWaiver } from '../model/checklist.ts';
import type { Finding } from '../model/finding.ts';
import { type Framework, isForVersion } from '../model/framework.ts';
import { grouped } from '../model/group-by.ts';
import { SEVERITIES } from '../model/rule.ts';
import type { RuleReport, Scan, ScannedHost } from '../model/scan.ts';
import type { WaiverReport } from '../model/waiver.ts';
import { answersWithAttestations } from './attestations.ts';
import { type ControlAnswer, isUnread } from './control-answers.ts';
import { type DetailsContext, itemDetails } from './item-details.ts';

/** Makes the checklist of a host of one scan; null where none of the frameworks is for its release. */
export type ChecklistMaker = (host: ScannedHost) => Checklist | null;

/** Checklists of the hosts of a scan by some of its frameworks, each made when it is asked for: thousands are never held. */
export function checklistMaker(scan: Scan, frameworks: readonly Framework[]): ChecklistMaker {
  const findings = grouped(scan.findings, ({ host }) => host);
  const rules: ReadonlyMap<string, RuleReport> = new Map(scan.rules.map((rule) => [rule.id, rule]));
  const targets = new Map(scan.targets.map((target) => [target.url, target]));
  const { tool, startedAt, finishedAt } = scan;
  return (host) => {
    // All of them where the version is not known.
    const own = frameworks.filter((framework) => isForVersion(framework, host.version) !== false);
    if (own.length === 0) return null;
    const target = targets.get(host.target) ?? null;
    const parts = own.map((framework) => partOf({ scan, host, target, framework, rules }, findings.get(host.id) ?? []));
    return { tool, startedAt, finishedAt, host, target, parts };
  };
}

function partOf(context: DetailsContext, findings: readonly Finding[]): ChecklistPart {
  const { framework, host, scan } = context;
  const answers = answersWithAttestations(framework, host, findings, scan.attestations ?? []);
  // Whether the controls are for a host that was not judged by them is not known.
  const isJudged = findings.some(({ evidence }) => evidence?.framework === framework.name);
  const items = answers.map((answer) => itemOf(answer, context));
  return { framework, texts: null, items: isJudged ? items : items.map((item) => ({ ...item, isUnread: true })) };
}

function itemOf(answer: ControlAnswer, context: DetailsContext): ChecklistItem {
  const { control, status, because } = answer;
  const waivers = answer.findings.flatMap((finding) => waiverOf(finding, context.scan.waivers ?? []));
  return {
    control,
    status,
    severity: severityOf(answer),
    because,
    details: itemDetails(answer, status, context),
    comments: waivers.map(({ message }) => `${OURS}${message}`).join('\n'),
    waivers,
    attestation: answer.attested?.effect === 'answers' ? answer.attested.attestation : null,
    isUnread: isUnread(answer),
    override: null,
    texts: null,
  };
}

/** What a comment of ours begins with, so that it is not taken for a person's. */
export const OURS = '[esxcheck] ';

/** The words are those of the finding, which begin with owner and day of the waiver that speaks. */
function waiverOf({ verdict, message }: Finding, waivers: readonly WaiverReport[]): readonly ItemWaiver[] {
  if (verdict !== 'waived') return [];
  const speaking = waivers.find(({ owner, expires }) => message.startsWith(`Waived by ${owner} until ${expires}`));
  return [{ message: escapeControlCharacters(message), expires: speaking?.expires ?? null }];
}

/** What is neither weighed by its publisher nor judged is in the middle. */
function severityOf({ control, findings }: ControlAnswer): ChecklistSeverity {
  const known = [control.severity, ...(control.severity === null ? findings.map(({ severity }) => severity) : [])];
  const worst = SEVERITIES.find((severity) => known.includes(severity)) ?? 'medium';
  if (worst === 'critical' || worst === 'high') return 'high';
  return worst === 'medium' ? 'medium' : 'low';
}
