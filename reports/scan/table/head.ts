import { authorityOfUrl } from '../../../src/model/inventory-path.ts';
import { isBlind, type Scan, type TargetReport } from '../../../src/model/scan.ts';
import { escapeControlCharacters } from '../../text/cells.ts';
import { type Page, WITHOUT_TERMINAL } from '../../text/page.ts';
import { type Tone, VERDICT_TONES } from '../../text/paint.ts';
import { momentText } from '../../text/title.ts';
import { displayWidth } from '../../text/width.ts';
import { counted, labelled, plain, prose, type Span, strong } from '../../text/wrap.ts';
import { incompleteText } from '../result.ts';
import { type Compliance, intervalText } from '../summary/compliance.ts';
import { coverageText, frameworkSummaries, statusesText } from '../summary/frameworks.ts';
import { verdictHeadline } from '../summary/headline.ts';
import { complianceByHorizon, type HorizonCompliance, type Part, PART_WORDS, PARTS } from '../summary/outlooks.ts';

/** `esxcheck 1.1.0   vc01 (vCenter 8.0.3)   800 hosts, 8 unreachable   29 Nov 2026 21:09 UTC` on one line where it fits. */
export function headLine(scan: Scan, page: Page): string {
  const tool = `${escapeControlCharacters(scan.tool.name)} ${escapeControlCharacters(scan.tool.version)}`;
  const parts = [targetsText(scan.targets), hostsText(scan), momentText(scan.finishedAt)];
  const gap = (page.width ?? WITHOUT_TERMINAL) - displayWidth([tool, ...parts].join('   '));
  if (gap >= 0) return headText(tool, [...parts.slice(0, -1), `${' '.repeat(gap)}${parts.at(-1) ?? ''}`], page);
  return headText(tool, parts.slice(0, 1), page) + prose([plain(parts.slice(1).join('   '))], page);
}

function headText(tool: string, parts: readonly string[], page: Page): string {
  return prose([strong(tool), plain(`  ${parts.join('   ')}`)], page);
}

const TARGETS_NAMED = 3;

function targetsText(targets: readonly TargetReport[]): string {
  const names = targets.slice(0, TARGETS_NAMED).map(targetText);
  const more = targets.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${counted(more, 'more vCenter')}` : ''}`;
}

function targetText(target: TargetReport): string {
  const name = escapeControlCharacters(authorityOfUrl(target.url));
  if (isBlind(target)) return `${name} (unreachable)`;
  const { product, version } = target;
  if (product === null) return name;
  const kind = /vcenter/i.test(product) ? 'vCenter' : /esxi/i.test(product) ? 'ESXi' : product;
  return escapeControlCharacters(`${name} (${version === null ? kind : `${kind} ${version}`})`);
}

function hostsText({ summary: { hosts, unreachable } }: Scan): string {
  return `${counted(hosts, 'host')}${unreachable === 0 ? '' : `, ${unreachable} unreachable`}`;
}

/** The frameworks that were chosen: how far each is read, and what it comes to; nothing where none was. */
export function frameworkLines(scan: Scan, page: Page): string {
  const lines = frameworkSummaries(scan).map((summary) => {
    const { framework } = summary;
    const text = `${coverageText(framework)}; ${statusesText(summary)}`;
    return labelled({ text: `${escapeControlCharacters(framework.name)}  `, tone: 'strong' }, [plain(text)], page);
  });
  return lines.join('');
}

/** The packs, and the profile where one decided. */
export function packsLine({ rules }: Scan, page: Page): string {
  const packs = [...new Set(rules.map(({ id }) => id.split('/')[0] ?? id))].map(escapeControlCharacters);
  const profiles = [...new Set(rules.flatMap(({ profile }) => (profile === null ? [] : [profile])))];
  const judged = profiles.map((profile) => {
    const count = rules.filter((rule) => rule.profile === profile).length;
    return `profile ${escapeControlCharacters(profile)} for ${count} of ${counted(rules.length, 'rule')}`;
  });
  const text = [`${packs.length === 1 ? 'pack' : 'packs'} ${packs.join(', ')}`, ...judged].join('; ');
  return packs.length === 0 ? '' : prose([plain(text)], page);
}

/** The verdict in one sentence, how sure it is, and how the hosts stand at each point in time. */
export function verdictText(scan: Scan, compliance: Compliance, page: Page): string {
  const rows = [...shareRows(compliance), ...standingRows(scan)];
  const width = Math.max(0, ...rows.map(({ label }) => displayWidth(label))) + 2;
  const bears = page.width === null || width * 2 <= page.width;
  const lines = rows.map(({ label, spans }) =>
    bears
      ? labelled({ text: label.padEnd(width), tone: 'strong' }, spans, page)
      : prose([strong(label), ...spans], page),
  );
  return prose(resultSpans(scan, compliance), page) + lines.join('');
}

function resultSpans(scan: Scan, compliance: Compliance): Span[] {
  const { verdict, word, text } = verdictHeadline(scan, compliance);
  const incomplete: Span[] = incompleteText(scan) === null ? [] : [{ text: 'INCOMPLETE,', tone: 'unsure' }];
  if (verdict === null) return [...incomplete, plain(text)];
  return [...incomplete, { text: word.toUpperCase(), tone: VERDICT_TONES[verdict] }, plain(` ${text}`)];
}

/** Shares that are known to lie between two numbers; none where hosts are missing from the scan itself. */
function shareRows({ hosts, checks }: Compliance): readonly StandingRow[] {
  if (checks.all === 0) return [];
  const text = hosts.whole
    ? `hosts ${intervalText(hosts)}; checks ${intervalText(checks)}`
    : 'no share can be told: not every host was listed or read';
  return [{ label: 'Compliant', spans: [plain(text)] }];
}

interface StandingRow {
  readonly label: string;
  readonly spans: Span[];
}

function standingRows(scan: Scan): readonly StandingRow[] {
  const { now, nextBoot, nextPatch } = complianceByHorizon(scan);
  const rows = [
    { label: 'Current state', spans: partSpans(now, scan) },
    { label: 'After reboot', spans: partSpans(nextBoot, scan) },
    ...(nextPatch === null ? [] : [{ label: patchLabel(scan), spans: partSpans(nextPatch, scan) }]),
  ];
  return rows.filter(({ spans }) => spans.length > 0);
}

function patchLabel({ targetRelease }: Scan): string {
  if (targetRelease === null) return 'After patching';
  const { name, measured } = targetRelease;
  return `After patching to ${escapeControlCharacters(name)}${measured ? '' : ' (not measured)'}`;
}

const PART_TONES: Readonly<Record<Part, Tone>> = {
  nonCompliant: VERDICT_TONES.fail,
  unknown: VERDICT_TONES.unknown,
  waived: VERDICT_TONES.waived,
  warning: VERDICT_TONES.warn,
  compliant: VERDICT_TONES.pass,
};

/** The parts, and how many hosts are in none of them since no rule applies there: together all hosts of the scan. */
function partSpans({ parts }: HorizonCompliance, { hosts }: Scan): Span[] {
  const judged = PARTS.reduce((sum, part) => sum + parts[part], 0);
  if (judged === 0) return [];
  const spans = PARTS.filter((part) => parts[part] > 0).map((part) => ({
    text: `${parts[part]} ${PART_WORDS[part].toLowerCase()}`,
    tone: PART_TONES[part],
  }));
  const rest = hosts.length - judged;
  const all: Span[] = rest > 0 ? [...spans, { text: `${rest} not judged`, tone: 'faint' }] : spans;
  return all.map((span, index) => (index < all.length - 1 ? { ...span, text: `${span.text},` } : span));
}
