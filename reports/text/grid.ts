import Table from 'cli-table3';
import type { Cell, Grid, GridColumn } from './cells.ts';
import { type Page, UNBOUNDED, WITHOUT_TERMINAL } from './page.ts';
import { ASCII_FRAME, asciiSigns } from './signs.ts';
import { displayWidth } from './width.ts';
import { wrap } from './wrap.ts';

/** The grid as lines of text, each at most as wide as the page, ruled between sections only. */
export function drawGrid(given: Grid, page: Page): string {
  const grid = page.ascii ? inAscii(given) : given;
  const widths = columnWidths(grid, page.width);
  const table = new Table({
    head: grid.head.map(({ title }) => page.paint('strong', title)),
    colWidths: widths.map((columns) => columns + 2),
    style: { head: [], border: [] },
    ...(page.ascii ? { chars: ASCII_FRAME, truncate: '~' } : {}),
  });
  const whole = gridWidth(widths) - 4;
  for (const { heading, rows } of grid.sections) {
    const title = heading === null ? [] : wrapped(heading, whole, page).map((content) => [content]);
    table.push(...ruledOnce(title).map((cells) => cells.map((line) => ({ ...line, colSpan: widths.length }))));
    table.push(...ruledOnce(rows.flatMap((row) => linesOf(row, widths, page))));
  }
  return table.toString();
}

function inCell(content: Cell): Cell {
  return content.map((spans) => spans.map(({ text, tone }) => ({ text: asciiSigns(text), tone })));
}

/** Some signs are wider in ASCII: before anything is measured. */
function inAscii({ head, sections }: Grid): Grid {
  return {
    head: head.map((column) => ({ ...column, title: asciiSigns(column.title) })),
    sections: sections.map(({ heading, rows }) => ({
      heading: heading === null ? null : inCell(heading),
      rows: rows.map((cells) => cells.map(inCell)),
    })),
  };
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

function wrapped(content: Cell, width: number, page: Page): string[] {
  return wrap(content, { ...page, width }).map(({ text }) => text);
}

const NARROWEST = 6;

/** Columns of text for each column of the grid; without a terminal, as many more as it takes to break no word. */
function columnWidths(grid: Grid, width: number | null): number[] {
  const inner = (width ?? WITHOUT_TERMINAL) - gridWidth(grid.head.map(() => 0));
  const fitted = fit(naturalWidths(grid, lineWidth), grid.head, inner);
  if (width !== null) return fitted;
  const unbroken = naturalWidths(grid, longestWord);
  return fitted.map((columns, index) => Math.max(columns, unbroken[index] ?? 0));
}

/** What the grid takes when nothing in it is wrapped but headings. */
function naturalWidth(grid: Grid): number {
  return gridWidth(naturalWidths(grid, lineWidth));
}

/** A border and two blanks for each column, and the last border. */
function gridWidth(widths: readonly number[]): number {
  return sum(widths) + widths.length * 3 + 1;
}

function naturalWidths({ head, sections }: Grid, measure: (content: Cell) => number): number[] {
  const widths = head.map(({ title }) => displayWidth(title));
  for (const row of sections.flatMap(({ rows }) => rows)) {
    for (const [index, content] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, measure(content));
  }
  return widths;
}

function lineWidth(content: Cell): number {
  return Math.max(0, ...wrap(content, UNBOUNDED).map((line) => line.width));
}

function longestWord(content: Cell): number {
  return Math.max(0, ...content.flat().flatMap(({ text }) => text.split(' ').map(displayWidth)));
}

/** Takes from the widest column that is above its comfort, and from the widest of all when none is. */
function fit(natural: readonly number[], head: readonly GridColumn[], inner: number): number[] {
  const widths = natural.map((width) => Math.min(width, inner));
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

/** One way to lay a grid out. */
export interface Layout {
  readonly grid: Grid;
  /** Columns from which it is taken even though texts must wrap. */
  readonly from: number;
}

const NOTHING: Grid = { head: [], sections: [] };

/** The roomiest that fits, or that the width is enough for; the last, which must be the narrowest, when none is. */
export function roomiest(layouts: readonly Layout[], width: number | null): Grid {
  const columns = width ?? WITHOUT_TERMINAL;
  const fitting = layouts.find(({ grid, from }) => columns >= from || naturalWidth(grid) <= columns);
  return (fitting ?? layouts.at(-1))?.grid ?? NOTHING;
}
