import type { RenderOptions } from '../../../src/model/reporter.ts';
import type { RuleReport, Scan, ScannedHost } from '../../../src/model/scan.ts';
import { drawGrid, naturalWidth, type Cell, type Grid } from '../../text/grid.ts';
import { harmless } from '../../text/harmless.ts';
import { painter, VERDICT_TONES } from '../../text/paint.ts';
import type { Group } from '../fold.ts';
import { LAYOUTS, PLACE_TITLE, type Column } from './columns.ts';

interface Content {
  readonly groups: readonly Group[];
  readonly rules: readonly RuleReport[];
  readonly placeOf: (host: ScannedHost) => string;
}

/** The findings as a grid, as roomy as the width allows. */
export function drawFindings(scan: Scan, groups: readonly Group[], options: DrawOptions): string {
  const content = { groups, rules: scan.rules, placeOf: options.placeOf };
  const placed = scan.hosts.some((host) => options.placeOf(host) !== '');
  const grid = roomiest(content, { width: options.width, placed });
  return drawGrid(grid, { width: options.width, paint: painter(options.colour) });
}

export interface DrawOptions extends RenderOptions {
  readonly placeOf: (host: ScannedHost) => string;
}

function roomiest(content: Content, { width, placed }: { width: number | null; placed: boolean }): Grid {
  const layouts = LAYOUTS.map(({ columns, from }) => ({
    from,
    grid: gridOf(content, placed ? columns : columns.filter(({ title }) => title !== PLACE_TITLE)),
  }));
  const fitting = layouts.find(({ grid, from }) => width === null || width >= from || naturalWidth(grid) <= width);
  return (fitting ?? layouts[layouts.length - 1])?.grid ?? { head: [], sections: [] };
}

function gridOf({ groups, rules, placeOf }: Content, columns: readonly Column[]): Grid {
  const placeShown = columns.some(({ title }) => title === PLACE_TITLE);
  return {
    head: columns.map(({ title }) => title),
    sections: groups.map((group) => ({
      heading: headingOf(group, rules),
      rows: group.rows.map((row) => columns.map(({ cellOf }) => cellOf(row, { group, placeOf, placeShown }))),
    })),
  };
}

/** `FAIL critical RULE (4 hosts)`, and the rule's title where it is one rule. */
function headingOf({ verdict, severity, rules, rows }: Group, known: readonly RuleReport[]): Cell {
  const hosts = rows.reduce((sum, row) => sum + row.hosts.length, 0);
  const first = [
    { text: verdict.toUpperCase(), tone: VERDICT_TONES[verdict] },
    { text: `${severity} ·`, tone: 'plain' as const },
    { text: rules.map(harmless).join(', '), tone: 'strong' as const },
    { text: `· ${hosts} ${hosts === 1 ? 'host' : 'hosts'}`, tone: 'plain' as const },
  ];
  const title = rules.length === 1 ? known.find(({ id }) => id === rules[0])?.title : undefined;
  return title === undefined ? [first] : [first, [{ text: harmless(title), tone: 'faint' }]];
}
