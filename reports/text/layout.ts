import { naturalWidth } from './column-widths.ts';
import type { Grid } from './cells.ts';
import { WITHOUT_TERMINAL } from './page.ts';

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
