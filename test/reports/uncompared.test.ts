import { expect, test } from 'vitest';
import { DIFF_REPORTERS } from '../../reports/diff.ts';
import { noticeWords } from '../../reports/notice/words.ts';
import { SCAN_REPORTERS } from '../../reports/scan.ts';
import type { Since } from '../../src/model/changes-since.ts';
import type { Difference } from '../../src/model/history.ts';
import type { Scan } from '../../src/model/scan.ts';
import { fullDifference } from './full-looking-back.ts';
import { fullScan } from './full-scan/full-scan.ts';

const SCAN = fullScan();
const HOSTS = SCAN.hosts.map(({ id }) => id);
/** What two scans without a rule in common say of their hosts. */
const APART: Since = {
  startedAt: '2026-09-20T06:00:00.000Z',
  compared: HOSTS.length,
  changed: [],
  onlyBefore: [],
  onlyNow: [],
  changedRules: [],
  onlyRulesBefore: Array.from({ length: 9 }, (_, index) => `hardening/rule-${index}@stig`),
  onlyRulesNow: ['hardening/rule-1'],
  uncompared: HOSTS,
};

function diffText(name: string, found: Since): string {
  const reporter = DIFF_REPORTERS.find((each) => each.name === name);
  const difference: Difference = { ...fullDifference(), found, remarks: [] };
  return [...(reporter?.render(difference, { width: null, colour: false }) ?? [])].join('');
}

function scanText(name: string, since: Since): string {
  const reporter = SCAN_REPORTERS.find((each) => each.name === name);
  const scan: Scan = { ...SCAN, since };
  return [...(reporter?.render(scan, { width: null, colour: false }) ?? [])].join('');
}

test('diff of two scans without a rule in common calls no host unchanged, and names the rules of each', () => {
  const table = diffText('table', APART);
  expect(table).toContain(
    `${HOSTS.length} hosts compared: 0 changed, 0 unchanged, as far as they were read both times;`,
  );
  expect(table).toContain(`of ${HOSTS.length} no verdict is known in both scans.`);
  expect(table).toContain('In the earlier scan only: 9 rules (hardening/rule-0@stig, ');
  expect(table).toContain(' and 4 more)');
  expect(table).toContain('In the later scan only: 1 rule (hardening/rule-1)');
  expect(
    diffText('csv', APART)
      .split('\n')
      .filter((line) => line.startsWith('not-compared,')),
  ).toHaveLength(HOSTS.length);
  const lines = diffText('lines', APART);
  expect(lines).toContain('remark In the earlier scan only: 9 rules (');
  expect(lines).toContain(` changed=0 not-compared=${HOSTS.length}\n`);
});

test.each(['table', 'markdown', 'html'])('a scan as %s calls no host as before that could not be compared', (name) => {
  const text = scanText(name, APART).replaceAll('\\', '');
  expect(text).toContain(', 0 as before, as far as they were read both times; of ');
  expect(text).toContain('In the earlier scan only: 9 rules (');
  expect(text).not.toContain('no verdict got worse or better');
  expect(text).not.toMatch(/Changed since [^\n]*: nothing/);
});

test('a notice says that no verdict could be compared', () => {
  expect(noticeWords({ ...SCAN, since: APART }).lines.join('\n')).toContain(': no verdict could be compared');
});

test('what another framework judged is not called fixed', () => {
  const [id = ''] = HOSTS;
  const before = { verdict: 'fail', state: 'non-compliant' } as const;
  const after = { verdict: 'pass', state: 'compliant' } as const;
  const changed = (judgedBy: 'another-framework' | undefined): Since => ({
    ...APART,
    changed: [{ host: id, changes: [{ kind: 'verdict', rule: 'x/a', before, after, judgedBy }] }],
    uncompared: [],
  });
  expect(diffText('table', changed(undefined))).toContain('Fixed');
  const table = diffText('table', changed('another-framework'));
  expect(table).not.toContain('Fixed');
  expect(table).toContain('x/a fail non-compliant -> pass compliant (judged by another framework)');
  expect(scanText('html', changed('another-framework'))).not.toMatch(/1 fixed/);
  expect(scanText('html', changed(undefined))).toMatch(/1 fixed/);
});
