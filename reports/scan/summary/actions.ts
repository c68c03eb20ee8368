import type { Advisory, Exposure } from '../../../src/model/advisory.ts';
import type { Finding, State } from '../../../src/model/finding.ts';
import { grouped } from '../../../src/model/group-by.ts';
import { SEVERITIES, type Severity } from '../../../src/model/rule.ts';
import type { Scan, ScannedHost } from '../../../src/model/scan.ts';
import { escapeControlCharacters } from '../../text/cells.ts';
import { remedyText, settingText } from '../../plan/remedy-words.ts';
import { type Judged, worstFirst } from '../order.ts';

/** What to do on some hosts, in harmless words: no command lines, which are for terminals alone. */
export interface Action {
  /** `Set iovDisableIR=FALSE, then reboot`. */
  readonly text: string;
  /** Why, where the text alone does not say it: `compliant now, and will boot with another value`. */
  readonly because: string | null;
  /** The worst of the findings that it is for. */
  readonly severity: Severity;
  readonly rules: readonly string[];
  readonly hosts: readonly ScannedHost[];
}

/** The most urgent first: what the next reboot would break, then by severity; nothing but failures asks for an action. */
export function actionsOf(scan: Scan): readonly Action[] {
  const advisories = new Map(scan.rules.map(({ id, advisory }) => [id, advisory]));
  const titles = new Map(scan.rules.map(({ id, title }) => [id, title]));
  const findings = scan.findings.filter(({ verdict }) => verdict === 'fail');
  const failing = worstFirst({ ...scan, findings });
  const same = grouped(failing, ({ finding }) => actionText(finding, titles.get(finding.rule) ?? finding.rule));
  return [...same]
    .map(([text, judged]) => ({ action: actionFor(text, judged, advisories), urgency: urgencyOf(judged[0].finding) }))
    .toSorted((one, other) => one.urgency - other.urgency || rankOf(one.action) - rankOf(other.action))
    .map(({ action }) => action);
}

type Advisories = ReadonlyMap<string, Advisory | undefined>;

function actionFor(text: string, judged: readonly [Judged, ...Judged[]], advisories: Advisories): Action {
  const severities = judged.map(({ finding }) => finding.severity);
  const { state, exposure } = judged[0].finding;
  return {
    text,
    because: exposure === undefined ? (BECAUSE[state ?? 'unknown'] ?? null) : advisoriesText(judged, advisories),
    severity: SEVERITIES.find((severity) => severities.includes(severity)) ?? judged[0].finding.severity,
    rules: [...new Set(judged.map(({ finding }) => finding.rule))],
    hosts: [...new Map(judged.map(({ host }) => [host.id, host])).values()],
  };
}

/** `12 advisories, 3 of them exploited`. */
function advisoriesText(judged: readonly Judged[], advisories: Advisories): string {
  const rules = [...new Set(judged.map(({ finding }) => finding.rule))];
  const exploited = rules.filter((id) => advisories.get(id)?.exploited.state === 'exploited').length;
  const all = rules.length === 1 ? '1 advisory' : `${rules.length} advisories`;
  return exploited === 0 ? all : `${all}, ${exploited} of them exploited`;
}

const BECAUSE: Partial<Record<State, string>> = {
  'regresses-on-reboot': 'compliant now, and will boot with another value',
  'reboot-pending': 'already set',
  'not-taking-effect': 'set and rebooted, and still not in effect',
};

function urgencyOf({ state, exposure }: Finding): number {
  return state === 'regresses-on-reboot' && exposure?.status !== 'affected' ? 0 : 1;
}

function rankOf({ severity }: Action): number {
  return SEVERITIES.indexOf(severity);
}

/** With a capital letter, since it begins a line; a rule without a remedy is told by what it asks. */
export function actionText(finding: Finding, title: string): string {
  if (finding.exposure !== undefined) return fixText(finding.exposure);
  const phrase = settingPhrase(finding);
  if (phrase !== null) return `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}`;
  if (finding.remedy === null) return `By hand: ${escapeControlCharacters(title)}`;
  return remedyText(finding.remedy);
}

/** One text for all advisories: what to install is a release, and not a fix of each. */
function fixText({ status, fixedBuild }: Exposure): string {
  if (status !== 'affected') return 'Look at the image that is staged for the next boot: it lacks a fix that runs now';
  return fixedBuild === null
    ? 'Update to a version that has the fix: for the one that runs there is none'
    : 'Patch to a release that has the fix';
}

/** `set iovDisableIR=FALSE, then reboot`: a kernel setting by its state; null for anything else. */
export function settingPhrase({ state, remedy, expected, observed, exposure }: Finding): string | null {
  if (exposure !== undefined) return null;
  const setting = settingText(remedy);
  if (state === 'non-compliant') {
    return setting === null || !isKernelValue(observed) ? null : `set ${setting}, then reboot`;
  }
  if (state === 'regresses-on-reboot') return `set ${setting ?? expectedText(expected)} before any reboot`;
  return state === null ? null : (FIXED_PHRASES[state] ?? null);
}

const FIXED_PHRASES: Partial<Record<State, string>> = {
  'reboot-pending': 'only reboot',
  'not-taking-effect': 'look at boot.cfg, do not reboot again',
};

function isKernelValue(observed: Finding['observed']): boolean {
  return typeof observed === 'object' && observed !== null && Object.hasOwn(observed, 'configured');
}

function expectedText(expected: Finding['expected']): string {
  return typeof expected === 'object' ? 'it as the rule asks' : escapeControlCharacters(String(expected));
}
