import type { Scan } from '../../../src/model/scan.ts';
import type { Page } from '../../text/page.ts';
import { counted, labelled, list, plain, strong } from '../../text/wrap.ts';
import { isWhole } from '../summary/compliance.ts';
import { decidersOf } from '../summary/deciders.ts';
import { withoutAdvisories } from '../summary/exposure.ts';
import { type RuleRow, type RuleTally, ruleTalliesOf } from '../summary/rule-rows.ts';

const MOST_DECIDERS = 4;

/** Rules without a failure, and what would decide the rest. */
export function closingText(scan: Scan, listed: readonly RuleRow[], page: Page): string {
  const rest = noFailureText(scan, listed, page);
  return `${rest === '' ? '' : `\n${rest}`}${decidersText(scan, page)}`;
}

/** A rule that was not read somewhere is never called passed, and of hosts that the scan does not hold nothing is said. */
function noFailureText(scan: Scan, listed: readonly RuleRow[], page: Page): string {
  const named = new Set(listed.map(({ rule }) => rule.id));
  const others = ruleTalliesOf(withoutAdvisories(scan)).filter(({ rule }) => !named.has(rule.id));
  const unread = (tally: RuleTally): number => unreadBy(tally, scan.hosts.length);
  const seen = others.filter(({ counts }) => counts.pass > 0);
  const open = others.filter((tally) => tally.counts.pass === 0 && unread(tally) > 0);
  const nowhere = others.length - seen.length - open.length;
  const known = isWhole(scan) ? '' : ' that are known';
  return [
    ruleLine('  none seen', seen.length, `${pick(seen, 'fails', 'fail')} nowhere; ${readText(seen.map(unread))}`, page),
    ruleLine('  unknown', open.length, 'passed nowhere, and not read everywhere', page),
    ruleLine('  n/a', nowhere, `${nowhere === 1 ? 'applies' : 'apply'} to none of the hosts${known}`, page),
  ].join('');
}

function pick(rules: readonly unknown[], one: string, more: string): string {
  return rules.length === 1 ? one : more;
}

function ruleLine(label: string, count: number, text: string, page: Page): string {
  if (count === 0) return '';
  return labelled({ text: label.padEnd(14), tone: 'plain' }, [plain(`${counted(count, 'rule')} ${text}`)], page);
}

/** Hosts of which the rule is unknown, those that the scan holds no finding for among them. */
function unreadBy({ counts }: RuleTally, hosts: number): number {
  const judged = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return counts.unknown + Math.max(0, hosts - judged);
}

/** `unread on no host`, `unread on 8 hosts`, `unread on up to 8 hosts` where rules differ. */
function readText(unread: readonly number[]): string {
  const most = Math.max(0, ...unread);
  if (most === 0) return 'unread on no host';
  return `unread on ${unread.every((count) => count === most) ? '' : 'up to '}${counted(most, 'host')}`;
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
