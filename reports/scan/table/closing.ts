import type { Scan } from '../../../src/model/scan.ts';
import type { Page } from '../../text/page.ts';
import { counted, labelled, list, plain, strong } from '../../text/wrap.ts';
import { decidersOf } from '../summary/deciders.ts';
import { hostWideHosts } from '../summary/host-wide.ts';
import { type RuleRow, ruleTalliesOf } from '../summary/rule-rows.ts';

const MOST_DECIDERS = 4;

/** Rules without a failure, and what would decide the rest. */
export function closingText(scan: Scan, listed: readonly RuleRow[], page: Page): string {
  const rest = noFailureText(scan, listed, page);
  return `${rest === '' ? '' : `\n${rest}`}${decidersText(scan, page)}`;
}

/** A rule with hosts that were not read is never called passed. */
function noFailureText(scan: Scan, listed: readonly RuleRow[], page: Page): string {
  const named = new Set(listed.map(({ rule }) => rule.id));
  const others = ruleTalliesOf(scan).filter(({ rule }) => !named.has(rule.id));
  const seen = others.filter(({ counts }) => counts.pass > 0);
  const open = others.filter(({ counts }) => counts.pass === 0 && counts.unknown > 0);
  const nowhere = others.length - seen.length - open.length;
  const unread = hostWideHosts(scan).length;
  const onHosts =
    unread === 0
      ? `and ${seen.length === 1 ? 'was' : 'were'} read on every host that ${seen.length === 1 ? 'it applies' : 'they apply'} to`
      : `on the ${scan.hosts.length - unread} hosts that were read; ${unread} unread`;
  const line = (count: number, label: string, text: string): string =>
    count === 0
      ? ''
      : labelled({ text: label.padEnd(14), tone: 'plain' }, [plain(`${counted(count, 'rule')} ${text}`)], page);
  return [
    line(seen.length, '  none seen', `${seen.length === 1 ? 'fails' : 'fail'} nowhere ${onHosts}`),
    line(open.length, '  unknown', 'judged nowhere, since nothing could be read'),
    line(nowhere, '  n/a', nowhere === 1 ? 'applies to none of the hosts' : 'apply to none of the hosts'),
  ].join('');
}

function decidersText(scan: Scan, page: Page): string {
  const deciders = decidersOf(scan);
  const shown = deciders
    .slice(0, MOST_DECIDERS)
    .map(({ text, findings }) => [strong(text), plain(findingsText(findings))]);
  const rest = deciders.slice(MOST_DECIDERS).reduce((sum, { findings }) => sum + findings, 0);
  const others = rest === 0 ? [] : [[plain(`in other ways ${findingsText(rest)}`)]];
  return list('What would decide the unknown', [...shown, ...others], page);
}

function findingsText(count: number): string {
  return `decides ${counted(count, 'finding')}`;
}
