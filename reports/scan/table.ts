import { remarksOn } from '../../src/model/erratum.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import type { Scan } from '../../src/model/scan.ts';
import type { ScanView } from '../../src/model/scan-view.ts';
import { type Page, pageFor } from '../text/page.ts';
import { asciiSigns } from '../text/signs.ts';
import { incompleteLines, namedApart, remarkLines, targetErrors } from '../text/title.ts';
import { counted, list, plain, prose } from '../text/wrap.ts';
import { type Judged, worstFirst } from './order.ts';
import { complianceOf } from './summary/compliance.ts';
import { ruleRowsOf } from './summary/rule-rows.ts';
import { detailsText } from './table/details.ts';
import { hostTable } from './table/by-host.ts';
import { closingText } from './table/closing.ts';
import { withoutAdvisories } from './summary/exposure.ts';
import { exposureLine, exposureText } from './table/exposure.ts';
import { frameworkLines, headLine, packsLine, verdictText } from './table/head.ts';
import { hintsOf } from './table/hints.ts';
import { notesOf } from './table/notes.ts';
import { oneHostText } from './table/one-host.ts';
import { isListed, ruleTable } from './table/rule-table.ts';
import { sinceText } from './table/since.ts';
import { isNarrowed, isShownIn, narrowedText, viewOf } from './view.ts';

/** For people on a terminal: what it comes to, then one row a rule and verdict, worst first; details where they are asked for. */
export const table: Reporter<Scan> = {
  name: 'table',
  description: 'For people: what it comes to, then the rules, worst first; --details lists every host.',
  extensions: ['.txt'],
  takesView: true,
  *render(scan, options) {
    const page = pageFor(options);
    for (const piece of piecesOf(namedApart(scan), viewOf(options), page)) {
      yield page.ascii ? asciiSigns(piece) : piece;
    }
  },
};

function* piecesOf(scan: Scan, view: ScanView, page: Page): Iterable<string> {
  yield incompleteLines(scan.targets, page);
  yield headLine(scan, page);
  yield remarkLines(remarksOn(scan), page);
  yield targetErrors(scan.targets, page);
  yield `\n${packsLine(scan, page)}`;
  yield frameworkLines(scan, page);
  yield exposureLine(scan, page);
  yield verdictText(scan, complianceOf(scan), page);
  if (view.summary) return;
  yield sinceText(scan, page, view.details);
  yield* bodyText(scan, view, page);
}

function* bodyText(scan: Scan, view: ScanView, page: Page): Iterable<string> {
  const isShown = isShownIn(view);
  const judged = worstFirst(scan).filter(({ finding }) => finding.verdict !== 'not-applicable');
  const shown = judged.filter(({ finding }) => isShown(finding));
  const narrowed = narrowedText(view);
  if (narrowed !== null) yield `\n${prose([plain(narrowed)], page)}`;
  if (scan.hosts.length === 1) yield* oneHostText(scan, shown, page);
  else if (view.by === 'host') yield* hostTable(scan, isShown, { top: view.top, page });
  else yield* byRuleText(scan, shown, { view, page });
  yield* exposureText(scan, { rules: isNarrowed(view) ? rulesOf(shown) : null, top: view.top }, page);
  if (view.details && scan.hosts.length > 1) yield* detailsText(scan, shown, page);
  if (view.details) yield list('Notes', notesOf(scan), page);
  yield list('Next', hintsOf(scan, judged, view), page);
}

function rulesOf(judged: readonly Judged[]): ReadonlySet<string> {
  return new Set(judged.map(({ finding }) => finding.rule));
}

/** Rows that are to be shown, and below them all rules that no row speaks of, whatever is shown. */
function* byRuleText(
  scan: Scan,
  shown: readonly Judged[],
  { view, page }: { readonly view: ScanView; readonly page: Page },
): Iterable<string> {
  const visible = isNarrowed(view) ? { ...scan, findings: shown.map(({ finding }) => finding) } : scan;
  // Advisories are many and say the same in many words: they have a section of their own.
  const all = ruleRowsOf(withoutAdvisories(scan)).filter(isListed);
  const rows = isNarrowed(view) ? ruleRowsOf(withoutAdvisories(visible)).filter(isListed) : all;
  yield* ruleTable(visible, rows.slice(0, view.top ?? rows.length), page);
  yield moreText(rows.length - (view.top ?? rows.length), page);
  yield closingText(scan, all, page);
}

function moreText(more: number, page: Page): string {
  return more > 0 ? prose([plain(`  and ${counted(more, 'more row')} by --top`)], page) : '';
}
