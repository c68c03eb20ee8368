import type { Shown } from '../../model/finding.ts';
import type { Operator } from '../../model/check.ts';
import { SITE_LISTS, type SiteList } from '../../model/site-lists.ts';
import type { Parameters } from '../check-kind.ts';
import { shownWanted } from '../values/operator-words.ts';
import { entriesOf, isListed, ON_EVERY_HOST, siteListIn } from '../values/site-lists.ts';
import { type Judgement, judgement, oneHorizon } from './judgement.ts';

export type SiteOperator = Extract<Operator, { readonly op: 'listedIn' | 'notListedIn' }>;

export function isOfSite(operator: Operator): operator is SiteOperator {
  return operator.op === 'listedIn' || operator.op === 'notListedIn';
}

/** The wanted value as a finding shows it: of a list of the site, what it holds, where it was given. */
export function shownExpected(operator: Operator, parameters: Parameters = new Map()): Shown {
  if (!isOfSite(operator)) return shownWanted(operator);
  return { [operator.op]: siteListIn(operator.list, parameters) ?? operator.list };
}

/** What a host has of the kind that a list is about. */
export interface ListedCase {
  /** What the value is of, to begin a sentence. */
  readonly subject: string;
  /** Null where the host does not have it at all. */
  readonly found: string | readonly string[] | null;
  /** A sentence for a host that does not have it. */
  readonly lacking: string;
  readonly said: Pick<Judgement, 'observed' | 'expected'>;
}

/**
 * Judges what a host has by a list of its site. Where the list was not given, nothing is wrong that may be right: it passes,
 * and says what stays open; only exceptions need a list to be any.
 */
export function judgeListed(one: ListedCase, operator: SiteOperator, parameters: Parameters): Judgement {
  const { subject, found, lacking, said } = one;
  const { list } = operator;
  const missing = (ON_EVERY_HOST[list] ?? []).find((entry) => !entriesOf(list, found ?? []).includes(entry));
  if (missing !== undefined) {
    const message = `${subject} could not be read: ${missing} is not in it, which no host is without.`;
    return oneHorizon('unknown', { ...said, message, reason: 'unexpected-answer' });
  }
  if (found === null) return judgement({ verdict: 'not-applicable', expected: said.expected, message: lacking });
  return judgeEntries({ ...one, entries: entriesOf(list, found) }, operator, siteListIn(list, parameters));
}

type Entries = ListedCase & { readonly entries: readonly string[] };

function judgeEntries(one: Entries, { op, list }: SiteOperator, given: readonly string[] | null): Judgement {
  const { subject, entries, said } = one;
  const { entry, holds }: SiteList = SITE_LISTS[list];
  if (entries.length === 0) return judgeNothing(one, holds);
  const known = given ?? (holds === 'exceptions' ? [] : null);
  const message = `${subject} is ${wordsOf(entries)}`;
  if (known === null) {
    const open = `Whether that is a ${entry} of the site stays open: the config has no list site.${list}.`;
    return oneHorizon('pass', { ...said, message: `${message}. ${open}`, open });
  }
  const wrong = entries.filter((each) => isListed(list, each, known) !== (op === 'listedIn'));
  if (wrong.length === 0) return oneHorizon('pass', { ...said, message: `${message}.` });
  const is = op === 'listedIn' ? 'is no' : 'is a';
  return oneHorizon('fail', { ...said, message: `${message}; ${wordsOf(wrong)} ${is} ${entry} of the site.` });
}

/** Something is expected, or nothing is the best that there can be. */
function judgeNothing({ subject, said }: Entries, holds: SiteList['holds']): Judgement {
  if (holds !== 'expected') return oneHorizon('pass', { ...said, message: `${subject} is empty.` });
  return oneHorizon('fail', { ...said, message: `${subject} is not set; expected any value.` });
}

const MOST_ENTRIES = 10;
const LONGEST = 80;

function wordsOf(entries: readonly string[]): string {
  const shown = entries
    .slice(0, MOST_ENTRIES)
    .map((text) => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text));
  return entries.length > MOST_ENTRIES
    ? `${shown.join(', ')} and ${entries.length - MOST_ENTRIES} more`
    : shown.join(', ');
}
