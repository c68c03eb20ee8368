import Table from 'cli-table3';
import { displayWidth } from './width.ts';
import { wrap, type Line, type Span } from './wrap.ts';
import type { Paint } from './paint.ts';

/** Paragraphs of spans. */
export type Cell = readonly (readonly Span[])[];

/** Rows under a heading that spans the whole grid. */
export interface Section {
  readonly heading: Cell;
  readonly rows: readonly (readonly Cell[])[];
}

export interface Grid {
  readonly head: readonly string[];
  readonly sections: readonly Section[];
}

export interface GridOptions {
  /** Columns of the whole grid, borders included; null: as wide as it wants. */
  readonly width: number | null;
  readonly paint: Paint;
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

/** The grid as lines of text, each at most `width` columns. */
export function drawGrid(grid: Grid, { width, paint }: GridOptions): string {
  const inner = width === null ? null : width - borders(grid.head.length);
  const widths = fit(naturalWidths(grid), inner);
  const table = new Table({
    head: grid.head.map((text) => paint('strong', text)),
    colWidths: widths.map((columns) => columns + 2),
    style: { head: [], border: [] },
  });
  const whole = sum(widths) + borders(widths.length) - 4;
  for (const { heading, rows } of grid.sections) {
    table.push([{ content: text(wrap(heading, { width: whole, paint })), colSpan: widths.length }]);
    if (rows.length > 0) table.push(stacked(rows, widths, paint));
  }
  return table.toString();
}

/** All rows of a section as one row of the table: it then draws its rules between sections only. */
function stacked(rows: Section['rows'], widths: readonly number[], paint: Paint): string[] {
  const columns = widths.map((): Line[] => []);
  for (const row of rows) {
    const cells = widths.map((width, index) => wrap(row[index] ?? [], { width, paint }));
    const height = Math.max(...cells.map((lines) => lines.length));
    for (const [index, lines] of cells.entries()) {
      const blank = Array.from({ length: height - lines.length }, () => ({ text: '', width: 0 }));
      columns[index]?.push(...lines, ...blank);
    }
  }
  return columns.map(text);
}

function text(lines: readonly Line[]): string {
  return lines.map((line) => line.text).join('\n');
}

/** A border and two blanks for each column, and the last border. */
function borders(columns: number): number {
  return columns * 3 + 1;
}

function naturalWidths({ head, sections }: Grid): number[] {
  const widths = head.map(displayWidth);
  for (const row of sections.flatMap(({ rows }) => rows)) {
    for (const [index, content] of row.entries()) {
      const lines = wrap(content, { width: null, paint: LOUD });
      widths[index] = Math.max(widths[index] ?? 0, ...lines.map((line) => line.width));
    }
  }
  return widths;
}

/** Takes from the widest column until all fit; what is narrow stays readable. */
function fit(natural: readonly number[], inner: number | null): number[] {
  const widths = natural.map((width) => Math.min(width, inner ?? width));
  if (inner === null) return widths;
  for (let excess = sum(widths) - inner; excess > 0; excess -= 1) {
    const widest = Math.max(...widths);
    if (widest <= NARROWEST) break;
    widths[widths.lastIndexOf(widest)] = widest - 1;
  }
  return widths;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
