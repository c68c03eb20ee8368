import type { RuleReport, Scan, ScannedHost } from '../../../src/model/scan.ts';
import { type Cell, type Grid, escapeControlCharacters } from '../../text/cells.ts';
import { drawGrid, roomiest } from '../../text/grid.ts';
import { bearsGrid, type Page } from '../../text/page.ts';
import { VERDICT_TONES } from '../../text/paint.ts';
import { counted, plain, prose, type Span, strong } from '../../text/wrap.ts';
import { type Group, groupsOf, type Row } from '../fold.ts';
import { type Judged, placeNamer } from '../order.ts';
import { type Column, foundCell, hostCell, layoutsFor, PLACE_TITLE, type RowContext } from './columns.ts';

interface Content {
  readonly groups: readonly Group[];
  readonly rules: readonly RuleReport[];
  readonly placeOf: (host: ScannedHost) => string;
}

/** The findings as a grid, as roomy as the page allows, or as plain lines; nothing where there are none. */
export function* findingsText(scan: Scan, judged: readonly Judged[], page: Page): Iterable<string> {
  if (judged.length === 0) return;
  const placeOf = placeNamer(scan);
  const groups = groupsOf(judged, placeOf);
  const rows = groups.flatMap((group) => group.rows.map((row) => ({ group, row })));
  yield '\n';
  if (bearsGrid(page, rows.length)) yield drawFindings({ groups, rules: scan.rules, placeOf }, scan.hosts, page);
  else for (const { group, row } of rows) yield prose(rowSpans(row, { group, placeOf, placeShown: false }), page);
  if (rows.some(({ row }) => row.found.values.length > 0)) yield legend(page);
}

function drawFindings(content: Content, hosts: readonly ScannedHost[], page: Page): string {
  const placed = hosts.some((host) => content.placeOf(host) !== '');
  const layouts = layoutsFor(placed).map(({ columns, from }) => ({ from, grid: gridOf(content, columns) }));
  return `${drawGrid(roomiest(layouts, page.width), page)}\n`;
}

function legend(page: Page): string {
  const text = 'Def: default  Con: configured, after a reboot  Run: runtime, now  !: makes the verdict  ?: not read';
  return prose([{ text, tone: 'faint' }], page);
}

function gridOf({ groups, rules, placeOf }: Content, columns: readonly Column[]): Grid {
  const placeShown = columns.some(({ title }) => title === PLACE_TITLE);
  return {
    head: columns,
    sections: groups.map((group, index) => ({
      heading: headingOf(group, nameOf(rules), titleOf(group, rules, groups.slice(0, index))),
      rows: group.rows.map((row) => columns.map(({ cellOf }) => cellOf(row, { group, placeOf, placeShown }))),
    })),
  };
}

/** A rule by its id, and the profile that it was judged by where there is one. */
function nameOf(known: readonly RuleReport[]): (id: string) => string {
  const profiles = new Map(known.map(({ id, profile }) => [id, profile]));
  return (id) => {
    const profile = profiles.get(id) ?? null;
    return profile === null
      ? escapeControlCharacters(id)
      : `${escapeControlCharacters(id)} (profile ${escapeControlCharacters(profile)})`;
  };
}

/** `FAIL critical · RULE · 4 hosts`, and the rule's title below. */
function headingOf(
  { verdict, severity, rules, rows }: Group,
  named: (id: string) => string,
  title: string | null,
): Cell {
  const hosts = rows.reduce((sum, row) => sum + row.hosts.length, 0);
  const first = [
    { text: verdict.toUpperCase(), tone: VERDICT_TONES[verdict] },
    plain(`${severity} ·`),
    strong(rules.map(named).join(', ')),
    plain(`· ${counted(hosts, 'host')}`),
  ];
  return title === null ? [first] : [first, [{ text: escapeControlCharacters(title), tone: 'faint' }]];
}

/** The rule's title where the group has one rule and no group before it has told the title. */
function titleOf({ rules }: Group, known: readonly RuleReport[], before: readonly Group[]): string | null {
  const [id] = rules;
  const told = before.some((group) => group.rules.length === 1 && group.rules[0] === id);
  return rules.length > 1 || told ? null : (known.find((rule) => rule.id === id)?.title ?? null);
}

/** A row without a grid: `fail critical RULE state HOST: found`. */
function rowSpans(row: Row, context: RowContext): Span[] {
  const { verdict, severity, rules } = context.group;
  return [
    { text: verdict, tone: VERDICT_TONES[verdict] },
    plain([severity, rules.map(escapeControlCharacters).join(','), row.state ?? '-'].join(' ')),
    ...hostCell(row, context).flat(),
    plain('->'),
    ...foundCell(row).flat(),
  ];
}
