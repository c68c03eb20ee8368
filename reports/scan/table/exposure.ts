import type { Scan } from '../../../src/model/scan.ts';
import { escapeControlCharacters } from '../../text/cells.ts';
import { type Page, WITHOUT_TERMINAL } from '../../text/page.ts';
import type { Tone } from '../../text/paint.ts';
import { displayWidth } from '../../text/width.ts';
import { counted, labelled, plain, prose, type Span } from '../../text/wrap.ts';
import {
  advisoryName,
  aheadSentences,
  exploitedWord,
  exposureHead,
  exposureNotes,
  exposureSentence,
  fixesText,
} from '../exposure-words.ts';
import { type ExposureRow, exposureSummary, isOpen } from '../summary/exposure.ts';

/** Rows of a line or two each, beyond which advisories are told by their names alone. */
const MOST_ROWS = 60;
const LONGEST_NAME = 36;
const INDENT: Span = { text: ' '.repeat(6), tone: 'plain' };

/** One line for the head of the report; nothing where no rule is of an advisory. */
export function exposureLine(scan: Scan, page: Page): string {
  const summary = exposureSummary(scan);
  if (summary === null) return '';
  return labelled({ text: 'exposure  ', tone: 'strong' }, [plain(exposureSentence(summary, scan))], page);
}

interface Wanted {
  /** Ids of the rules whose findings are to be shown; null: all that somebody has to look at. */
  readonly rules: ReadonlySet<string> | null;
  readonly top: number | null;
}

/** The advisories that hosts are open to, or may be, a line each; nothing where no rule is of an advisory. */
export function* exposureText(scan: Scan, { rules, top }: Wanted, page: Page): Iterable<string> {
  const summary = exposureSummary(scan);
  if (summary === null) return;
  const rows = summary.rows.filter((row) => (rules === null ? isOpen(row) : rules.has(row.rule.id)));
  yield `\n${labelled({ text: 'Exposure  ', tone: 'strong' }, [plain(exposureHead(summary).map(escapeControlCharacters).join(' '))], page)}`;
  const isCalm = !summary.rows.some(isOpen);
  if (isCalm) yield prose([plain(`${capital(exposureSentence(summary, scan))}.`)], page);
  const shown = rows.slice(0, top ?? MOST_ROWS);
  if (shown.length > 0) yield* rowsText(shown, scan, page);
  const rest = rows.slice(shown.length);
  if (rest.length > 0 && top !== null) yield prose([plain(`  and ${advisories(rest.length, 'more')} by --top`)], page);
  else yield alsoText(rest, page);
  const calm = summary.rows.length - summary.rows.filter(isOpen).length;
  if (rules === null && calm > 0 && !isCalm)
    yield labelled(
      { text: '  fixed     ', tone: 'plain' },
      [plain(`${advisories(calm)} on every host that ${calm === 1 ? 'it' : 'they'} could affect`)],
      page,
    );
  for (const text of aheadSentences(summary, scan))
    yield labelled({ text: '  ', tone: 'plain' }, [plain(escapeControlCharacters(text))], page);
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function advisories(count: number, more = ''): string {
  const word = count === 1 ? 'advisory' : 'advisories';
  return [String(count), more, word].filter((part) => part !== '').join(' ');
}

interface Layout {
  readonly nameWidth: number;
  readonly openWidth: number;
  /** Columns that are left for the builds. */
  readonly room: number;
  readonly isWide: boolean;
  readonly hosts: number;
  readonly page: Page;
}

function* rowsText(rows: readonly ExposureRow[], scan: Scan, page: Page): Iterable<string> {
  const hosts = scan.hosts.length;
  const names = rows.map(({ advisory }) => displayWidth(nameOf(advisory)));
  const nameWidth = Math.min(Math.max(8, ...names), LONGEST_NAME);
  const openWidth = Math.max(4, `${hosts}/${hosts}`.length);
  const width = page.width ?? WITHOUT_TERMINAL;
  const isWide = width >= 100;
  const used = 2 + nameWidth + 2 + 8 + 2 + 10 + 2 + openWidth + 2 + (isWide ? 9 + 2 + 7 : 4 + 2 + 4) + 2;
  const layout = { nameWidth, openWidth, room: width - used, isWide, hosts, page };
  yield headText(layout);
  for (const row of rows) yield rowText(row, layout);
}

const nameOf = (advisory: ExposureRow['advisory']): string => escapeControlCharacters(advisoryName(advisory));

function headText({ nameWidth, openWidth, isWide, room, page }: Layout): string {
  const counts = isWide ? '  mitigated  unknown' : '  mit.  unk.';
  const fixed = room >= 20 ? '  fixed in' : '';
  const head = `  ${'advisory'.padEnd(nameWidth)}  severity  ${'exploited'.padEnd(10)}  ${'open'.padStart(openWidth)}${counts}${fixed}`;
  if (displayWidth(head) <= (page.width ?? Infinity)) return `${page.paint('faint', head)}\n`;
  return prose(
    [{ text: 'advisory, severity, exploited since, open, mitigated, unknown, fixed in', tone: 'faint' }],
    page,
  );
}

/** On one line where the width allows it, what its numbers do not say below it; else as a paragraph. */
function rowText(row: ExposureRow, layout: Layout): string {
  const { nameWidth, openWidth, room, isWide, page } = layout;
  const { advisory, severity, now, mitigated } = row;
  const name = nameOf(advisory);
  const fixes = escapeControlCharacters(fixesText(row));
  const exploited = escapeControlCharacters(exploitedWord(advisory));
  const open = `${now.affected.length}/${judgedOn(row)}`;
  const counts = [mitigated.length, now.unknown.length].map(String);
  const notes = [...(advisory.exploited.ransomware ? ['used by ransomware'] : []), ...exposureNotes(row)];
  if (room < 0 || displayWidth(name) > nameWidth || displayWidth(exploited) > 10) {
    const said = `${name}: ${severity}, exploited: ${exploited}, open on ${open}, mitigated ${counts[0]}, unknown ${counts[1]}, fixed in: ${fixes}`;
    return prose([plain(`  ${[said, ...notes].join('; ')}`)], page);
  }
  const [mit = '', unk = ''] = counts;
  const numbers = isWide ? `  ${mit.padStart(9)}  ${unk.padStart(7)}` : `  ${mit.padStart(4)}  ${unk.padStart(4)}`;
  const start = `  ${name.padEnd(nameWidth + name.length - displayWidth(name))}  ${severity.padEnd(8)}  `;
  const fits = displayWidth(fixes) <= room;
  const line = `${start}${page.paint(toneOf(row), exploited.padEnd(10))}  ${open.padStart(openWidth)}${numbers}${fits ? `  ${fixes}` : ''}`;
  const below = [...(fits ? [] : [`fixed in: ${fixes}`]), ...notes].join('; ');
  const rest = below === '' ? '' : labelled(INDENT, [{ text: below, tone: 'faint' }], page);
  return `${line}\n${rest}`;
}

/** Hosts that the rule applies to. */
function judgedOn({ now }: ExposureRow): number {
  return Object.values(now).reduce((sum, hosts) => sum + hosts.length, 0);
}

function toneOf({ advisory: { exploited } }: ExposureRow): Tone {
  return exploited.state === 'exploited' ? 'bad' : exploited.state === 'unknown' ? 'unsure' : 'plain';
}

/** What does not fit is named at least. */
function alsoText(rows: readonly ExposureRow[], page: Page): string {
  if (rows.length === 0) return '';
  const spans = rows.map(({ advisory, now }, index) => {
    const counts = `${counted(now.affected.length, 'host')} open, ${now.unknown.length} unknown`;
    return plain(`${nameOf(advisory)} (${counts})${index < rows.length - 1 ? ',' : ''}`);
  });
  return labelled({ text: '  also      ', tone: 'plain' }, spans, page);
}
