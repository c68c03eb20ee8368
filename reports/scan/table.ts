import { remarksOn } from '../../src/model/erratum.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import type { Scan } from '../../src/model/scan.ts';
import { pageFor } from '../text/page.ts';
import { incompleteLines, namedApart, remarkLines, targetErrors, titleText } from '../text/title.ts';
import { list } from '../text/wrap.ts';
import { worstFirst } from './order.ts';
import { findingsText } from './table/body.ts';
import { hintsOf } from './table/hints.ts';
import { notesOf } from './table/notes.ts';
import { sinceText } from './table/since.ts';
import { summaryText } from './table/summary.ts';

/** For people on a terminal: worst first, like with like, then what it comes to and what to do. */
export const table: Reporter<Scan> = {
  name: 'table',
  description: 'For people: worst first, hosts with the same reason together, what to do next.',
  extensions: ['.txt'],
  *render(given, options) {
    const scan = namedApart(given);
    const page = pageFor(options);
    const judged = worstFirst(scan).filter(({ finding }) => finding.verdict !== 'not-applicable');
    yield incompleteLines(scan.targets, page);
    yield titleText(scan, page);
    yield remarkLines(remarksOn(scan), page);
    yield targetErrors(scan.targets, page);
    yield sinceText(scan, page);
    yield* findingsText(scan, judged, page);
    yield `\n${summaryText(scan, page)}`;
    yield list('Notes', notesOf(scan), page);
    yield list('Next', hintsOf(scan, judged), page);
  },
};
