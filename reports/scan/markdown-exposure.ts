import type { Scan } from '../../src/model/scan.ts';
import { markdownText, row } from '../text/markup.ts';
import { someOf } from '../text/wrap.ts';
import {
  advisoryName,
  aheadSentences,
  exploitedText,
  exposureHead,
  exposureNotes,
  exposureSentence,
  fixesText,
} from './exposure-words.ts';
import { type ExposureRow, exposureSummary, isOpen } from './summary/exposure.ts';

/** Names in one cell; CSV has them all. */
const NAMED = 20;

const HEAD = ['Advisory', 'Severity', 'Exploited', 'Open', 'Mitigated', 'Unknown', 'Fixed in', 'Notes', 'Open hosts'];

/** The advisories that hosts are open to, or may be, exploited ones first; at most so many where a short edition was asked for. */
export function* exposureMarkdown(scan: Scan, top: number | null): Iterable<string> {
  const summary = exposureSummary(scan);
  if (summary === null) return;
  const sentences = [`${exposureSentence(summary, scan)}.`, ...aheadSentences(summary, scan)];
  yield '\n## Exposure\n\n';
  for (const text of [exposureHead(summary).join(' '), ...sentences]) yield `${markdownText(text)}\n\n`;
  const open = summary.rows.filter(isOpen);
  const shown = open.slice(0, top ?? open.length);
  if (shown.length > 0) yield row(HEAD) + row(HEAD.map((_, index) => (index > 2 && index < 6 ? '---:' : '---')));
  for (const each of shown) yield advisoryRow(each);
  if (open.length > shown.length) yield `\n${open.length - shown.length} more left out.\n`;
}

function advisoryRow(each: ExposureRow): string {
  const { advisory, severity, now, mitigated } = each;
  const judged = Object.values(now).reduce((sum, hosts) => sum + hosts.length, 0);
  const cells = [
    advisoryName(advisory),
    severity,
    exploitedText(advisory),
    `${now.affected.length} of ${judged}`,
    String(mitigated.length),
    String(now.unknown.length),
    fixesText(each),
    exposureNotes(each).join('; '),
    someOf(
      now.affected.map(({ name }) => (name === '' ? '?' : name)),
      NAMED,
    ),
  ];
  return row(cells.map(markdownText));
}
