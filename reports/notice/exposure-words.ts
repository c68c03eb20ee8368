import type { Advisory } from '../../src/model/advisory.ts';
import type { Scan } from '../../src/model/scan.ts';
import { advisoryName, exposureSentence } from '../scan/exposure-words.ts';
import { exposureSummary } from '../scan/summary/exposure.ts';
import { newlyOpen } from '../scan/summary/exposure-news.ts';
import { escapeControlCharacters } from '../text/cells.ts';
import { counted, someOf } from '../text/wrap.ts';

const NAMED = 5;

const WORDS = [
  ['exploited', 'Newly open and exploited'],
  ['unknown', 'Newly open, too young to be listed as exploited'],
] as const satisfies readonly (readonly [Advisory['exploited']['state'], string])[];

/** `Newly open and exploited: VMSA-2025-0004 CVE-2025-22224 +2 on 3 hosts`; harmless. Those that are not listed stand in the report. */
export function newlyOpenLines(scan: Scan): readonly string[] {
  const news = newlyOpen(scan);
  return WORDS.flatMap(([state, words]) => {
    const these = news.filter(({ row }) => row.advisory.exploited.state === state);
    const names = these.map(
      ({ row, hosts }) => `${escapeControlCharacters(advisoryName(row.advisory))} on ${counted(hosts.length, 'host')}`,
    );
    return names.length === 0 ? [] : [`${words}: ${someOf(names, NAMED)}`];
  });
}

/** `1 exploited advisory newly open`; null where there is none. */
export function newlyExploitedText(scan: Scan): string | null {
  const count = newlyOpen(scan).filter(({ row }) => row.advisory.exploited.state === 'exploited').length;
  return count === 0 ? null : `${count} exploited ${count === 1 ? 'advisory' : 'advisories'} newly open`;
}

/** `Exposure: 14 of 28 advisories open (3 exploited) on 5 of 12 hosts`; nothing where no rule is of an advisory. */
export function exposureLines(scan: Scan): readonly string[] {
  const summary = exposureSummary(scan);
  if (summary === null) return [];
  const old = summary.oldDays === null ? '' : `; the data are ${summary.oldDays} days old`;
  return [`Exposure: ${exposureSentence(summary, scan)}${old}`];
}
