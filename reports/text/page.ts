import type { RenderOptions } from '../../src/model/reporter.ts';
import { painter, type Paint } from './paint.ts';

/** What text for people is laid out on. */
export interface Page {
  /** Columns; null: nothing is wrapped. */
  readonly width: number | null;
  readonly paint: Paint;
  /** Characters of one text that are shown, so that a hostile name cannot fill a screen. */
  readonly longest: number;
  /** Frames, bullets and arrows in ASCII. */
  readonly ascii: boolean;
}

/** The columns at which a file or a mail is read. */
export const WITHOUT_TERMINAL = 120;

/** As much as there is, without colours. */
export const UNBOUNDED: Page = { width: null, paint: painter(false), longest: Infinity, ascii: false };

const NARROWEST = 24;
const NARROWEST_GRID = 48;
const MOST_ROWS = 500;
const LONGEST = 1000;

/** A terminal that claims to be narrower than can be drawn on is not believed. */
export function pageFor({ width, colour, ascii = false }: RenderOptions): Page {
  const paint = painter(colour);
  if (width === null) return { ...UNBOUNDED, paint, ascii };
  return { width: Math.max(Math.trunc(width), NARROWEST), paint, longest: LONGEST, ascii };
}

/** Narrow pages would be all borders, and cli-table3 takes seconds for thousands of rows: those get plain lines. */
export function bearsGrid({ width }: Page, rows: number): boolean {
  return rows <= MOST_ROWS && (width === null || width >= NARROWEST_GRID);
}
