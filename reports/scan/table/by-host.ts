import type { Finding, Verdict } from '../../../src/model/finding.ts';
import { SEVERITIES } from '../../../src/model/rule.ts';
import { VERDICTS } from '../../../src/model/finding.ts';
import type { Scan, ScannedHost } from '../../../src/model/scan.ts';
import { escapeControlCharacters, harmlessOr } from '../../text/cells.ts';
import type { Page } from '../../text/page.ts';
import { WITHOUT_TERMINAL } from '../../text/page.ts';
import { VERDICT_TONES } from '../../text/paint.ts';
import { displayWidth } from '../../text/width.ts';
import { counted, labelled, plain, prose } from '../../text/wrap.ts';
import { findingsByHost, placeNamer } from '../order.ts';
import { causeText, isHostWide } from '../summary/causes.ts';
import { verdictWord } from '../../text/verdict-words.ts';

interface HostRow {
  readonly host: ScannedHost;
  readonly worst: Finding | null;
  readonly counts: Readonly<Record<'fail' | 'unknown' | 'warn', number>>;
}

const LONGEST_NAME = 40;
const LONGEST_PLACE = 24;

/** One row a host, the worst first, with its worst finding; hosts without any finding that is shown are left out. */
export function* hostTable(
  scan: Scan,
  isShown: (finding: Finding) => boolean,
  { top, page }: { readonly top: number | null; readonly page: Page },
): Iterable<string> {
  const all = rowsOf(scan, isShown);
  const rows = all.slice(0, top ?? all.length);
  if (rows.length === 0) return;
  const placeOf = placeNamer(scan);
  const nameWidth = widthFor(
    rows.map(({ host }) => nameOf(host)),
    4,
    LONGEST_NAME,
  );
  const placeWidth = widthFor(
    rows.map(({ host }) => placeOf(host)),
    7,
    LONGEST_PLACE,
  );
  const head = `  ${'host'.padEnd(nameWidth)}  ${'cluster'.padEnd(placeWidth)}  ${'state'.padEnd(13)}  fail unkn warn  worst`;
  yield `\n${page.paint('faint', head)}\n`;
  for (const row of rows) yield rowText(row, { nameWidth, placeWidth, placeOf, page });
  const more = all.length - rows.length;
  if (more > 0) yield prose([plain(`  and ${counted(more, 'more host')} by --top`)], page);
}

interface Layout {
  readonly nameWidth: number;
  readonly placeWidth: number;
  readonly placeOf: (host: ScannedHost) => string;
  readonly page: Page;
}

function rowText({ host, worst, counts }: HostRow, { nameWidth, placeWidth, placeOf, page }: Layout): string {
  const verdict = worst?.verdict ?? 'not-applicable';
  const numbers = [counts.fail, counts.unknown, counts.warn].map((count) => String(count).padStart(4)).join(' ');
  const [name, place] = [pad(nameOf(host), nameWidth), pad(placeOf(host), placeWidth)];
  const state = verdictWord(verdict).padEnd(13);
  const start = `  ${name}  ${place}  ${state}  ${numbers}  `;
  const why = worst === null || verdict === 'pass' ? '' : worstText(worst, host);
  const room = (page.width ?? WITHOUT_TERMINAL) - displayWidth(start);
  const painted = `  ${name}  ${place}  ${page.paint(VERDICT_TONES[verdict], state)}  ${numbers}`;
  if (page.width !== null && displayWidth(start) > page.width) {
    return prose([plain(`  ${nameOf(host)}`), { text: state.trim(), tone: VERDICT_TONES[verdict] }, plain(why)], page);
  }
  if (displayWidth(why) <= room) return `${painted}  ${why}`.trimEnd() + '\n';
  return `${painted}\n${labelled({ text: ' '.repeat(8), tone: 'plain' }, [{ text: why, tone: 'faint' }], page)}`;
}

function worstText(finding: Finding, host: ScannedHost): string {
  const cause = causeText(finding, host);
  return isHostWide(finding, host) ? cause : `${finding.severity} ${escapeControlCharacters(finding.rule)}: ${cause}`;
}

function rowsOf(scan: Scan, isShown: (finding: Finding) => boolean): readonly HostRow[] {
  const byHost = findingsByHost(scan);
  return scan.hosts
    .map((host) => rowFor(host, (byHost.get(host.id) ?? []).filter(isShown)))
    .filter(({ worst }) => worst !== null)
    .toSorted((one, other) => compare(rankOf(one), rankOf(other)));
}

function rowFor(host: ScannedHost, findings: readonly Finding[]): HostRow {
  const count = (verdict: Verdict): number => findings.filter((finding) => finding.verdict === verdict).length;
  const [worst = null] = findings.toSorted((one, other) => compare(rankOfFinding(one), rankOfFinding(other)));
  return { host, worst, counts: { fail: count('fail'), unknown: count('unknown'), warn: count('warn') } };
}

function rankOfFinding({ verdict, severity }: Finding): readonly number[] {
  return [VERDICTS.indexOf(verdict), SEVERITIES.indexOf(severity)];
}

function rankOf({ worst, counts }: HostRow): readonly number[] {
  return [...(worst === null ? [VERDICTS.length, 0] : rankOfFinding(worst)), -counts.fail, -counts.unknown];
}

function compare(left: readonly number[], right: readonly number[]): number {
  const index = left.findIndex((rank, place) => rank !== right[place]);
  return index < 0 ? 0 : (left[index] ?? 0) - (right[index] ?? 0);
}

function nameOf({ name }: ScannedHost): string {
  return harmlessOr(name, '?');
}

function widthFor(texts: readonly string[], least: number, most: number): number {
  return Math.min(
    texts.reduce((widest, text) => Math.max(widest, displayWidth(text)), least),
    most,
  );
}

/** A longer one keeps its whole text, at the cost of the column. */
function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}
