import { expect, test } from 'vitest';
import { html } from '../../reports/scan/html.ts';
import { SECTIONS } from '../../reports/scan/html/sections.ts';
import { valueWords } from '../../reports/scan/html/value-words.ts';
import { complianceOf } from '../../reports/scan/summary/compliance.ts';
import { withoutAdvisories } from '../../reports/scan/summary/exposure.ts';
import { complianceByHorizon, PARTS } from '../../reports/scan/summary/outlooks.ts';
import { standingsOf } from '../../reports/scan/summary/standings.ts';
import { VERDICTS } from '../../src/model/finding.ts';
import type { Scan } from '../../src/model/scan.ts';
import { fullScan } from './full-scan/full-scan.ts';
import { PIPE } from './rendered.ts';

const pageOf = (scan: Scan): string => [...html.render(scan, PIPE)].join('');

/** So many clusters by so many rules, where every rule fails on one host of each cluster. */
function wideScan(clusters: number, rules: number): Scan {
  const scan = fullScan();
  const [host] = scan.hosts;
  const [finding] = scan.findings.filter(({ verdict }) => verdict === 'fail');
  const [rule] = scan.rules;
  if (host === undefined || finding === undefined || rule === undefined)
    throw new Error('the full scan fails somewhere');
  const hosts = Array.from({ length: clusters }, (_, index) => ({
    ...host,
    id: `wide/${index}`,
    name: `esx-${index}`,
    cluster: `Cluster-${index}`,
  }));
  const ruled = Array.from({ length: rules }, (_, index) => ({ ...rule, id: `site/rule-${index}` }));
  const findings = hosts.flatMap(({ id }) => ruled.map((one) => ({ ...finding, host: id, rule: one.id })));
  const counts = { ...scan.summary.findings, fail: findings.length };
  const summary = { ...scan.summary, hosts: hosts.length, unreachable: 0, findings: counts };
  return { ...scan, targets: scan.targets.slice(0, 1), hosts, rules: ruled, findings, summary, since: null };
}

test('sections have ids of their own, and headings', () => {
  const ids = SECTIONS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(SECTIONS.every(({ title }) => title !== '')).toBe(true);
});

test('no command lines and no flags: those are for terminals', () => {
  const [body = ''] = pageOf(fullScan()).split('<script type="application/json"');
  const text = body.slice(body.indexOf('<header>')).replaceAll(/<[^>]*>/g, '');
  const told = text.replaceAll(/give --vch-address to decide|give --vch-network to decide/g, '');
  expect(told).not.toMatch(/(^|\s)--[a-z]|esxcheck (scan|plan|kernel|gate|rules)/);
});

test('one vocabulary: none of the words of documents', () => {
  const [body = ''] = pageOf(fullScan()).split('<script type="application/json"');
  const text = body.slice(body.indexOf('<header>')).replaceAll(/<[^>]*>/g, ' ');
  expect(text).not.toMatch(
    /\b(wrong|look at it|pass|fail|warn|not-applicable|may-regress-on-patch|reboot-pending)\b(?!ed)/,
  );
});

test('a vCenter that was not reached is said first, and the page calls itself incomplete', () => {
  const text = pageOf(fullScan());
  expect(text).toMatch(/<h1>\s*<strong class="verdict unknown">Incomplete<\/strong>/);
  expect(text).toMatch(/vc02\.lab\.example<\/b> <strong class="fail">unreachable<\/strong>/);
  const targets = /<ul class="targets">(.*?)<\/ul>/s.exec(text)?.[1] ?? '';
  expect(targets.indexOf('vc02')).toBeLessThan(targets.indexOf('vc01'));
});

test('hosts and checks at each point in time: parts make all, and the proven are within the possible', () => {
  const scan = fullScan();
  const { now, nextBoot, nextPatch } = complianceByHorizon(scan);
  for (const horizon of [now, nextBoot, ...(nextPatch === null ? [] : [nextPatch])]) {
    const { parts, hosts, checks } = horizon;
    expect(PARTS.reduce((sum, part) => sum + parts[part], 0)).toBe(hosts.all);
    expect(hosts.proven).toBeLessThanOrEqual(hosts.possible);
    expect(hosts.possible + parts.nonCompliant + parts.waived).toBe(hosts.all);
    expect(checks.possible).toBeLessThanOrEqual(checks.all);
  }
  expect(now.checks.all).toBe(complianceOf(scan).checks.all);
  expect(now.parts.nonCompliant).toBe(standingsOf(scan).now['non-compliant']);
});

test('what was not read is never in what is proven, at any point in time', () => {
  const scan = fullScan();
  const dark = scan.findings.map((finding) => ({
    ...finding,
    verdict: 'unknown' as const,
    horizons: { now: 'unknown', nextBoot: 'unknown', nextPatch: 'unknown' } as const,
  }));
  const { now, nextBoot, nextPatch } = complianceByHorizon({ ...scan, findings: dark });
  for (const horizon of [now, nextBoot, nextPatch]) {
    expect([horizon?.hosts.proven, horizon?.checks.proven]).toEqual([0, 0]);
    expect(horizon?.hosts.possible).toBe(horizon?.hosts.all);
  }
});

test('the heat map of 200 clusters and 70 rules has every cell, and stays below a megabyte', () => {
  const text = pageOf(wideScan(200, 70));
  const from = text.indexOf('<section id="heat"');
  const map = text.slice(from, text.indexOf('</section>', from));
  expect(map.match(/<td class="f4"><a href=/g)).toHaveLength(14_000);
  expect(map.length).toBeLessThan(1_000_000);
});

test('numbers of the heat map are those of the findings', () => {
  const scan = fullScan();
  const text = pageOf(scan);
  const from = text.indexOf('<section id="heat"');
  const map = text.slice(from, text.indexOf('</section>', from));
  const every = [...map.matchAll(/\/v(\d)">(\d+)[?!]?<\/a>/g)];
  const sumOf = (verdict: string) =>
    every.filter(([, place]) => place === verdict).reduce((sum, [, , count]) => sum + Number(count), 0);
  // Advisories stand in a section of their own.
  const { findings } = withoutAdvisories(scan);
  expect(findings.length).toBeLessThan(scan.findings.length);
  const counts = VERDICTS.map((wanted) => findings.filter(({ verdict }) => verdict === wanted).length);
  expect([sumOf('0'), sumOf('1'), sumOf('2')]).toEqual(counts.slice(0, 3));
});

test.each([
  [{ default: 'TRUE', configured: 'FALSE', runtime: null }, 'default TRUE, configured FALSE, runtime not read'],
  [{ type: 'long', value: '600' }, '600'],
  [{ running: false, policy: 'off' }, 'stopped, policy off'],
  [[], 'none'],
  ['', '(empty)'],
  [true, 'yes'],
])('what was observed, in words: %j', (value, words) => {
  expect(valueWords(value, 'not read')).toBe(words);
});

test.each([
  [{ between: [1, 600] }, 'between 1 and 600'],
  [{ oneOf: ['a', 'b'] }, 'one of (a, b)'],
  [{ matches: String.raw`\S.` }, 'any text'],
  [{ allowedWithin: null }, 'allowed within any'],
  [{ all: ['disk', { atLeast: 30 }] }, 'disk, at least 30'],
  [{ any: [{ running: true }, 'FALSE'] }, 'running or FALSE'],
  [{ __proto__: null, constructor: 'x' }, 'constructor x'],
])('what is expected, in words: %j', (value, words) => {
  expect(valueWords(value, 'any')).toBe(words);
});
