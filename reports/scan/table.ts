import type { RenderOptions, Reporter } from '../../src/model/reporter.ts';
import type { Scan } from '../../src/model/scan.ts';
import { harmless } from '../text/harmless.ts';
import { painter } from '../text/paint.ts';
import { list, plain, prose, strong, type ProseOptions } from '../text/prose.ts';
import type { Span } from '../text/wrap.ts';
import { findingLine } from './finding-line.ts';
import { groupsOf } from './fold.ts';
import { worstFirst, type Judged } from './order.ts';
import { placeNamer } from './place.ts';
import { drawFindings } from './table/body.ts';
import { hintsOf } from './table/hints.ts';
import { notesOf } from './table/notes.ts';
import { summaryText } from './table/summary.ts';

/** cli-table3 takes seconds for thousands of rows. */
const MOST_ROWS = 500;
/** Below it nothing can be drawn; a terminal that claims less is not believed. */
const NARROWEST = 24;
const NARROWEST_GRID = 48;

/** For people on a terminal: worst first, like with like, then what it comes to and what to do. */
export const table: Reporter<Scan> = {
  name: 'table',
  description: 'For people: worst first, hosts with the same reason together, what to do next.',
  extensions: ['.txt'],
  *render(scan, { width, colour }) {
    const columns = width === null ? null : Math.max(width, NARROWEST);
    const options = { width: columns, paint: painter(colour) };
    const judged = worstFirst(scan).filter(({ finding }) => finding.verdict !== 'not-applicable');
    yield titleText(scan, options);
    yield errorsText(scan, options);
    yield* findingsText(scan, judged, { width: columns, colour });
    yield `\n${summaryText(scan, options)}`;
    yield list('Notes', notesOf(scan), options);
    yield list('Next', hintsOf(scan, judged), options);
  },
};

function titleText({ tool, targets, finishedAt }: Scan, options: ProseOptions): string {
  const asked = targets.map(({ url }) => harmless(url)).join(', ');
  return prose(
    [strong(`${harmless(tool.name)} ${harmless(tool.version)}`), plain(`${asked} ${harmless(finishedAt)}`.trim())],
    options,
  );
}

function errorsText({ targets }: Scan, options: ProseOptions): string {
  const items = targets.flatMap(({ url, error }): Span[][] =>
    error === null ? [] : [[strong(harmless(url)), plain(`${harmless(error.code)}: ${harmless(error.message)}`)]],
  );
  return list('Could not be asked: nothing below speaks of their hosts', items, options);
}

function* findingsText(scan: Scan, judged: readonly Judged[], options: RenderOptions): Iterable<string> {
  if (judged.length === 0) return;
  const placeOf = placeNamer(scan);
  const groups = groupsOf(judged, placeOf);
  const rows = groups.reduce((sum, group) => sum + group.rows.length, 0);
  yield '\n';
  if (rows > MOST_ROWS || (options.width !== null && options.width < NARROWEST_GRID)) {
    for (const one of judged) yield prose([plain(findingLine(one))], { width: options.width, paint: painter(false) });
    return;
  }
  yield `${drawFindings(scan, groups, { ...options, placeOf })}\n`;
  if (groups.some((group) => group.rows.some(({ found }) => found.values.length > 0))) yield legend(options);
}

function legend({ width, colour }: RenderOptions): string {
  const text = 'Def: default  Con: configured, after a reboot  Run: runtime, now  !: makes the verdict  ?: not read';
  return prose([{ text, tone: 'faint' }], { width, paint: painter(colour) });
}
