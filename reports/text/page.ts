import type { RenderOptions } from '../../src/model/reporter.ts';
import { painter, type Paint } from './paint.ts';

/** What text for people is laid out on. */
export interface Page {
  /** Columns; null: nothing is wrapped. */
  readonly width: number | null;
  readonly paint: Paint;
}

const NARROWEST = 24;
const NARROWEST_GRID = 48;
const MOST_ROWS = 500;

/** A terminal that claims to be narrower than can be drawn on is not believed. */
export function pageFor({ width, colour }: RenderOptions): Page {
  return { width: width === null ? null : Math.max(Math.trunc(width), NARROWEST), paint: painter(colour) };
}

/** Narrow pages would be all borders, and cli-table3 takes seconds for thousands of rows: those get plain lines. */
export function bearsGrid({ width }: Page, rows: number): boolean {
  return rows <= MOST_ROWS && (width === null || width >= NARROWEST_GRID);
}
