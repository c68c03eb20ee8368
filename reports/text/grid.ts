import Table from 'cli-table3';
import type { Cell, Grid } from './cells.ts';
import { columnWidths, gridWidth } from './column-widths.ts';
import type { Page } from './page.ts';
import { wrap } from './wrap.ts';

/** The grid as lines of text, each at most as wide as the page, ruled between sections only. */
export function drawGrid(grid: Grid, page: Page): string {
  const widths = columnWidths(grid, page.width);
  const table = new Table({
    head: grid.head.map(({ title }) => page.paint('strong', title)),
    colWidths: widths.map((columns) => columns + 2),
    style: { head: [], border: [] },
  });
  const whole = gridWidth(widths) - 4;
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

function wrapped(content: Cell, width: number, page: Page): string[] {
  return wrap(content, { ...page, width }).map(({ text }) => text);
}
