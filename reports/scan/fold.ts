import { type State, STATES, type Verdict } from '../../src/model/finding.ts';
import { grouped, type NonEmpty } from '../../src/model/group-by.ts';
import { SEVERITIES, type Severity } from '../../src/model/rule.ts';
import type { ScannedHost } from '../../src/model/scan.ts';
import { type Found, foundOf } from './found.ts';
import type { Judged } from './order.ts';

/** Hosts that have the same thing to say. */
export interface Row {
  readonly hosts: ScannedHost[];
  readonly state: State | null;
  readonly found: Found;
}

/** Rows of one verdict under the same rules. */
export interface Group {
  readonly verdict: Verdict;
  readonly severity: Severity;
  /** More than one where a whole host could not be asked: its findings then all have one reason. */
  readonly rules: readonly string[];
  readonly rows: readonly Row[];
}

interface Item {
  readonly host: ScannedHost;
  readonly verdict: Verdict;
  readonly severity: Severity;
  readonly rules: readonly string[];
  readonly state: State | null;
  readonly reason: string | null;
  readonly found: Found;
}

/**
 * Findings, worst first, as the rows of a table: a host that could not be asked is told once and not once a rule,
 * and hosts with the same reason share a row.
 */
export function groupsOf(judged: readonly Judged[], whereOf: (host: ScannedHost) => string): Group[] {
  const groups = alikeIn(itemsOf(judged), ({ verdict, severity, rules }) => [verdict, severity, ...rules]);
  return groups.map((items) => {
    const [first] = items;
    const rows = alikeIn(items, (item) => sameRow(item, whereOf)).map(rowOf);
    rows.sort((left, right) => rankOf(left.state) - rankOf(right.state));
    return { verdict: first.verdict, severity: first.severity, rules: first.rules, rows };
  });
}

function itemsOf(judged: readonly Judged[]): Item[] {
  return alikeIn(judged, ({ finding, host }) => {
    const hostWide = finding.verdict === 'unknown' && host.trouble !== null && finding.reason === host.trouble.code;
    return hostWide ? [host.id] : [host.id, finding.rule, finding.verdict];
  }).map((same) => {
    const { finding, host } = same[0];
    const severities = same.map((one) => one.finding.severity);
    const severity = SEVERITIES.find((candidate) => severities.includes(candidate)) ?? finding.severity;
    const rules = same.map((one) => one.finding.rule);
    const { verdict, state, reason } = finding;
    return { host, verdict, severity, rules, state, reason, found: foundOf(finding, host) };
  });
}

function sameRow(item: Item, whereOf: (host: ScannedHost) => string): string[] {
  const { host, verdict, state, reason, found } = item;
  const where = verdict === 'pass' ? '' : whereOf(host);
  const values = found.values.map(({ text }) => text);
  return [state ?? '', where, reason ?? found.sentence ?? '', ...values];
}

function rowOf(items: NonEmpty<Item>): Row {
  const { state, reason, found } = items[0];
  const agreed = items.every((item) => item.found.sentence === found.sentence);
  const sentence = agreed ? found.sentence : reason;
  return { hosts: items.map(({ host }) => host), state, found: { values: found.values, sentence } };
}

function rankOf(state: State | null): number {
  return state === null ? STATES.length : STATES.indexOf(state);
}

function alikeIn<T>(items: readonly T[], keyOf: (item: T) => readonly string[]): readonly NonEmpty<T>[] {
  return [...grouped(items, (item) => JSON.stringify(keyOf(item))).values()];
}
