import Table from 'cli-table3';
import { displayWidth } from './width.ts';
import { wrap, type Span } from './wrap.ts';
import type { Page } from './page.ts';
import type { Paint } from './paint.ts';

/** Paragraphs of spans. */
export type Cell = readonly (readonly Span[])[];

export interface GridColumn {
  readonly title: string;
  /** Columns of text below which it reads badly: taken from it only when nothing else is left. */
  readonly comfort: number;
}

/** Rows under a heading that spans the whole grid. */
export interface Section {
  /** Null: none. */
  readonly heading: Cell | null;
  readonly rows: readonly (readonly Cell[])[];
}

export interface Grid {
  readonly head: readonly GridColumn[];
  readonly sections: readonly Section[];
}

const NARROWEST = 6;
const LOUD: Paint = (_tone, text) => text;

/** A cell of one line. */
export function cell(text: string, tone: Span['tone'] = 'plain'): Cell {
  return [[{ text, tone }]];
}

/** What the grid would take without wrapping anything but headings. */
export function naturalWidth(grid: Grid): number {
  return borders(grid.head.length) + sum(naturalWidths(grid));
}

/** The grid as lines of text, each at most `width` columns, ruled between sections only. */
export function drawGrid(grid: Grid, page: Page): string {
  const inner = page.width === null ? null : page.width - borders(grid.head.length);
  const widths = fit(naturalWidths(grid), grid.head, inner);
  const table = new Table({
    head: grid.head.map(({ title }) => page.paint('strong', title)),
    colWidths: widths.map((columns) => columns + 2),
    style: { head: [], border: [] },
  });
  const whole = sum(widths) + borders(widths.length) - 4;
  for (const { heading, rows } of grid.sections) {
    const title = heading === null ? [] : wrapped(heading, whole, page).map((content) => [content]);
    table.push(...ruledOnce(title).map((cells) => cells.map((line) => ({ ...line, colSpan: widths.length }))));
    table.push(...ruledOnce(rows.flatMap((row) => linesOf(row, widths, page))));
  }
  return table.toString();
}

/** cli-table3 rules off every row or none; a row whose characters for it are empty is drawn without. */
const UNRULED = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '', 'top-mid': '' };

function ruledOnce(lines: readonly (readonly string[])[]): Table.CellOptions[][] {
  return lines.map((line, index) => line.map((content) => (index === 0 ? { content } : { content, chars: UNRULED })));
}

/** A row as the lines it takes, each a row to cli-table3, which takes for ever over tall cells. */
function linesOf(row: readonly Cell[], widths: readonly number[], page: Page): string[][] {
  const cells = widths.map((width, index) => wrapped(row[index] ?? [], width, page));
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) => cells.map((lines) => lines[line] ?? ''));
}

function wrapped(content: Cell, width: number, { paint }: Page): string[] {
  return wrap(content, { width, paint }).map(({ text }) => text);
}

/** A border and two blanks for each column, and the last border. */
function borders(columns: number): number {
  return columns * 3 + 1;
}

function naturalWidths({ head, sections }: Grid): number[] {
  const widths = head.map(({ title }) => displayWidth(title));
  for (const row of sections.flatMap(({ rows }) => rows)) {
    for (const [index, content] of row.entries()) {
      const lines = wrap(content, { width: null, paint: LOUD });
      widths[index] = Math.max(widths[index] ?? 0, ...lines.map((line) => line.width));
    }
  }
  return widths;
}

/** Takes from the widest column that is above its comfort, and from the widest of all when none is. */
function fit(natural: readonly number[], head: readonly GridColumn[], inner: number | null): number[] {
  const widths = natural.map((width) => Math.min(width, inner ?? width));
  if (inner === null) return widths;
  for (let excess = sum(widths) - inner; excess > 0; excess -= 1) {
    const spare = widths.map((width, index) => (width > (head[index]?.comfort ?? 0) ? width : 0));
    const takeFrom = Math.max(...spare) > 0 ? spare : widths;
    const widest = Math.max(...takeFrom);
    if (widest <= NARROWEST) break;
    widths[takeFrom.lastIndexOf(widest)] = widest - 1;
  }
  return widths;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
