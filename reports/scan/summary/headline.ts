import type { Verdict } from '../../../src/model/finding.ts';
import { authorityOfUrl } from '../../../src/model/inventory-path.ts';
import type { Scan } from '../../../src/model/scan.ts';
import { escapeControlCharacters } from '../../text/cells.ts';
import { VERDICT_WORDS } from '../../text/verdict-words.ts';
import { counted } from '../../text/wrap.ts';
import { resultOf } from '../result.ts';
import type { Compliance } from './compliance.ts';

/** What a scan comes to, for the first line of a report: `Non-compliant`, `792 of 800 hosts, 8 could not be judged`. */
export interface Headline {
  /** Null where nothing was judged. */
  readonly verdict: Verdict | null;
  /** `Non-compliant`; '' where nothing was judged. */
  readonly word: string;
  readonly text: string;
}

export function verdictHeadline(scan: Scan, { counts }: Compliance): Headline {
  const { verdict, text } = resultOf(scan);
  if (verdict === null) return { verdict, word: '', text: `${text.charAt(0).toUpperCase()}${text.slice(1)}` };
  const word = VERDICT_WORDS[verdict];
  if (verdict !== 'fail') return { verdict, word, text };
  const open = counts.unknown === 0 ? '' : `, ${counts.unknown} could not be judged`;
  return { verdict, word, text: `${counts.nonCompliant} of ${counted(counts.all, 'host')}${open}` };
}

const NAMED = 2;

/** `vc01`, `vc01 and vc02`, `vc01, vc02 and 3 more`: harmless. An address stays whole. */
export function siteText({ targets }: Pick<Scan, 'targets'>): string {
  const names = targets.map(({ url }) => shortName(authorityOfUrl(url)));
  if (names.length <= NAMED) return names.join(' and ');
  return `${names.slice(0, NAMED).join(', ')} and ${names.length - NAMED} more`;
}

/** The first label of a name; what holds digits alone there is an address. */
function shortName(authority: string): string {
  const [label = ''] = authority.split('.');
  const isName = /[a-z]/i.test(label) && !label.includes(':');
  return escapeControlCharacters(isName ? label : authority);
}
