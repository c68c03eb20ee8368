import type { Cell, Grid, GridColumn } from './cells.ts';
import { UNBOUNDED, WITHOUT_TERMINAL } from './page.ts';
import { displayWidth } from './width.ts';
import { wrap } from './wrap.ts';

const NARROWEST = 6;

/** Columns of text for each column of the grid; without a terminal, as many more as it takes to break no word. */
export function columnWidths(grid: Grid, width: number | null): number[] {
  const inner = (width ?? WITHOUT_TERMINAL) - gridWidth(grid.head.map(() => 0));
  const fitted = fit(naturalWidths(grid, lineWidth), grid.head, inner);
  if (width !== null) return fitted;
  const unbroken = naturalWidths(grid, longestWord);
  return fitted.map((columns, index) => Math.max(columns, unbroken[index] ?? 0));
}

/** What the grid takes when nothing in it is wrapped but headings. */
export function naturalWidth(grid: Grid): number {
  return gridWidth(naturalWidths(grid, lineWidth));
}

/** A border and two blanks for each column, and the last border. */
export function gridWidth(widths: readonly number[]): number {
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
