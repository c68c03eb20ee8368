import type { Verdict } from '../../../src/model/finding.ts';
import type { Scan, ScannedHost } from '../../../src/model/scan.ts';
import { escapeControlCharacters, harmlessOr } from '../../text/cells.ts';
import { type Page, WITHOUT_TERMINAL } from '../../text/page.ts';
import { VERDICT_TONES } from '../../text/paint.ts';
import { displayWidth } from '../../text/width.ts';
import { counted, labelled, plain, prose, type Span } from '../../text/wrap.ts';
import { placeNamer } from '../order.ts';
import type { Cause } from '../summary/causes.ts';
import { withoutAdvisories } from '../summary/exposure.ts';
import type { RuleRow } from '../summary/rule-rows.ts';
import { type HostWideGroup, hostWideGroups } from '../summary/host-wide.ts';
import { verdictWord } from '../../text/verdict-words.ts';
import { whereText } from './places.ts';

/** Rules up to which every row is shown whole. */
const FEW_RULES = 12;
/** Rows of one line each, beyond which rules are told by their ids alone. */
const MOST_LINES = 60;
const MOST_CAUSES = 4;
const NAMED = 3;
const INDENT = 12;
const LONGEST_RULE = 44;

const LISTED: ReadonlySet<Verdict> = new Set(['fail', 'unknown', 'warn', 'waived']);
const PRESSING: ReadonlySet<string> = new Set(['critical', 'high']);

interface Layout {
  readonly ruleWidth: number;
  readonly room: number;
  readonly placeOf: (host: ScannedHost) => string;
  readonly page: Page;
}

/** Failures and what is not known, worst severity first, then warnings and waivers; nothing where there are none. */
export function* ruleTable(scan: Scan, rows: readonly RuleRow[], page: Page): Iterable<string> {
  const unasked = hostWideGroups(scan);
  if (rows.length === 0 && unasked.length === 0) return;
  const layout = layoutFor(scan, rows, page);
  const { whole, short } = split(rows, withoutAdvisories(scan).rules.length <= FEW_RULES);
  yield `\n${headOf(layout)}`;
  const [first = [], rest = []] = parted(
    whole,
    ({ severity, verdict }) => severity === 'critical' && verdict === 'fail',
  );
  for (const row of first) yield rowText(row, layout) + causesText(row, layout);
  for (const group of unasked) yield hostWideText(group, layout);
  for (const row of rest) yield rowText(row, layout) + causesText(row, layout);
  for (const row of short.slice(0, MOST_LINES)) yield rowText(row, layout);
  yield idsText(short.slice(MOST_LINES), page);
}

function isPressing({ severity }: RuleRow): boolean {
  return PRESSING.has(severity);
}

/** Those up to the first that is not such a row, and the others. */
function parted(rows: readonly RuleRow[], isFirst: (row: RuleRow) => boolean): readonly (readonly RuleRow[])[] {
  const at = rows.findIndex((row) => !isFirst(row));
  return at < 0 ? [rows, []] : [rows.slice(0, at), rows.slice(at)];
}

/** Rows that the table lists: passes are counted below it, and what a whole host says has a row for all rules. */
export function isListed({ verdict, isHostWide }: RuleRow): boolean {
  return LISTED.has(verdict) && !isHostWide;
}

function split(rows: readonly RuleRow[], few: boolean): { whole: readonly RuleRow[]; short: readonly RuleRow[] } {
  const hard = rows.filter(({ verdict }) => verdict === 'fail' || verdict === 'unknown');
  const soft = rows.filter(({ verdict }) => verdict !== 'fail' && verdict !== 'unknown');
  if (few) return { whole: [...hard, ...soft], short: [] };
  return { whole: hard.filter(isPressing), short: [...hard.filter((row) => !isPressing(row)), ...soft] };
}

function layoutFor(scan: Scan, rows: readonly RuleRow[], page: Page): Layout {
  const ids = rows.map(({ rule }) => displayWidth(ruleText(rule)));
  const ruleWidth = Math.min(Math.max(4, ...ids), LONGEST_RULE);
  const used = 2 + 10 + 15 + ruleWidth + 2 + 5 + 2;
  return { ruleWidth, room: (page.width ?? WITHOUT_TERMINAL) - used, placeOf: placeNamer(scan), page };
}

function headOf({ ruleWidth, room, page }: Layout): string {
  const where = room >= INDENT ? '  where' : '';
  const text = `  ${'severity'.padEnd(10)}${'state'.padEnd(15)}${'rule'.padEnd(ruleWidth)}  hosts${where}`;
  if (displayWidth(text) <= (page.width ?? Infinity)) return `${page.paint('faint', text)}\n`;
  return prose([{ text: 'severity, state, rule, hosts', tone: 'faint' }], page);
}

function rowText(row: RuleRow, layout: Layout): string {
  return lineText({ ...row, name: ruleText(row.rule) }, layout);
}

type LineParts = Pick<RuleRow, 'severity' | 'verdict' | 'hosts' | 'afterReboot'> & { readonly name: string };

/** On one line where the width allows it, else as a paragraph. */
function lineText(parts: LineParts, { ruleWidth, room, placeOf, page }: Layout): string {
  const { name, severity, verdict, hosts, afterReboot } = parts;
  const word = verdictWord(verdict);
  const later = afterReboot === 0 ? '' : `+ ${afterReboot} after reboot   `;
  const count = String(hosts.length - afterReboot).padStart(5);
  if (room < INDENT || displayWidth(name) > ruleWidth) {
    const rest = `${name}: ${count.trim()}${later === '' ? '' : ` ${later.trim()}`} ${whereText(hosts, placeOf, 40)}`;
    return prose([plain(`  ${severity}`), { text: word, tone: VERDICT_TONES[verdict] }, plain(rest)], page);
  }
  const where = fitted(`${later}${whereText(hosts, placeOf, room - later.length)}`, [later.trim(), ''], room);
  const start = `  ${severity.padEnd(10)}${page.paint(VERDICT_TONES[verdict], word.padEnd(15))}`;
  return `${start}${name.padEnd(ruleWidth + name.length - displayWidth(name))}  ${count}  ${where}`.trimEnd() + '\n';
}

/** Once for all rules, since they all say the same of these hosts. */
function hostWideText({ severity, hosts, rules, text }: HostWideGroup, layout: Layout): string {
  const shape = { severity, verdict: 'unknown', hosts, afterReboot: 0 } as const;
  return (
    lineText({ ...shape, name: `(${counted(rules, 'rule')})` }, layout) +
    linesOf([text], indentFor(layout.page), layout.page)
  );
}

/** The first that fits; the last, which must be short, where none does. */
function fitted(text: string, shorter: readonly string[], room: number): string {
  return [text, ...shorter].find((candidate) => displayWidth(candidate) <= room) ?? '';
}

function ruleText({ id, profile }: Pick<RuleRow['rule'], 'id' | 'profile'>): string {
  return escapeControlCharacters(profile === null ? id : `${id} (${profile})`);
}

/** Reasons in one paragraph, with how many hosts have each. */
function causesText({ causes, hosts }: RuleRow, { page }: Layout): string {
  const shown = causes.slice(0, MOST_CAUSES);
  const more = causes.slice(MOST_CAUSES);
  const lines = shown.map((cause) => causeText(cause, hosts.length));
  const rest = more.reduce((sum, cause) => sum + cause.hosts.length, 0);
  const tail = more.length === 0 ? [] : [`${counted(more.length, 'more reason')} on ${counted(rest, 'host')}`];
  return linesOf([...lines, ...tail], indentFor(page), page);
}

function indentFor({ width }: Page): Span {
  return { text: ' '.repeat(Math.min(INDENT, Math.floor((width ?? WITHOUT_TERMINAL) / 4))), tone: 'plain' };
}

/** Short reasons share a line, three blanks between them. */
function linesOf(texts: readonly string[], indent: Span, page: Page): string {
  const room = (page.width ?? WITHOUT_TERMINAL) - indent.text.length;
  const lines: string[] = [];
  for (const text of texts) {
    const last = lines.at(-1);
    if (last !== undefined && displayWidth(last) + 3 + displayWidth(text) <= room)
      lines[lines.length - 1] = `${last}   ${text}`;
    else lines.push(text);
  }
  return lines.map((line) => labelled(indent, [{ text: line, tone: 'faint' }], page)).join('');
}

function causeText({ text, hosts }: Cause, all: number): string {
  if (hosts.length === all) return text;
  const names = hosts.slice(0, NAMED).map(({ name }) => harmlessOr(name, '?'));
  return `${text}: ${hosts.length <= NAMED ? names.join(', ') : String(hosts.length)}`;
}

/** What does not fit is named at least: no failing rule stays unnamed. */
function idsText(rows: readonly RuleRow[], page: Page): string {
  if (rows.length === 0) return '';
  const spans = rows.map(({ rule, verdict, hosts }, index) =>
    plain(`${ruleText(rule)} (${verdictWord(verdict)} ${hosts.length})${index < rows.length - 1 ? ',' : ''}`),
  );
  return labelled({ text: '  also      ', tone: 'plain' }, spans, page);
}
