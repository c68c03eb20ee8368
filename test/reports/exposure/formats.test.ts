import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DIFF_REPORTERS } from '../../../reports/diff.ts';
import { mailText } from '../../../reports/notice/payloads.ts';
import { noticeWords } from '../../../reports/notice/words.ts';
import { SCAN_REPORTERS } from '../../../reports/scan.ts';
import { displayWidth } from '../../../reports/text/width.ts';
import { compareScans } from '../../../src/history/compare-scans.ts';
import type { RuleReport, Scan } from '../../../src/model/scan.ts';
import { type ScanView, WHOLE_VIEW } from '../../../src/model/scan-view.ts';
import { parseScan } from '../../../src/saved/saved-scan.ts';
import { hostileText } from '../hostile.ts';
import { readCsv } from '../read-csv.ts';
import { PIPE, rendered } from '../rendered.ts';
import { anAdvisory, EXPLOITED, exposed, STANDS, TARGET, YOUNG } from './fixture.ts';

const USED = anAdvisory(4, {
  cves: ['CVE-2025-22224', 'CVE-2025-22225', 'CVE-2025-22226'],
  exploited: { ...EXPLOITED, ransomware: true },
});
const FRESH = anAdvisory(6, { exploited: YOUNG }, 'critical');
const CALM = anAdvisory(7);

function estate(parts: Partial<Scan> = {}): Scan {
  return exposed(
    [
      [CALM, [STANDS.fixed, STANDS.fixed, STANDS.fixed, STANDS.fixed]],
      [FRESH, [STANDS.open, STANDS.unknown, STANDS.opensAgain, STANDS.waived]],
      [USED, [STANDS.open, STANDS.mitigated, STANDS.unknown, STANDS.leftOpen]],
    ],
    { targetRelease: TARGET, ...parts },
  );
}

function table(scan: Scan, width: number | null = 120, view: Partial<ScanView> = {}): string {
  return rendered(SCAN_REPORTERS, 'table', scan, { width, colour: false, view: { ...WHOLE_VIEW, ...view } });
}

function sectionOf(text: string): string {
  const [, section = ''] = text.split('\nExposure  ');
  return section.split('\n\nNext')[0] ?? '';
}

describe('on a terminal', () => {
  test('a line an advisory, exploited first, and what its numbers do not say below it', () => {
    expect(sectionOf(table(estate()))).toMatchInlineSnapshot(`
      "ESXi only; vCenter Server, VMware Tools and virtual machines are not checked. Advisories of 2026-11-20,
                exploited list of 2025-08-25.
        advisory                          severity  exploited   open  mitigated  unknown  fixed in
        VMSA-2025-0004 CVE-2025-22224 +2  high      2025-03-04   3/4          1        1  8.0.3 24585383
            used by ransomware; open after the patch on 1 host
        VMSA-2025-0006 CVE-2025-10006     critical  not known    2/4          0        1  8.0.3 24585383
            waived on 1 host; the patch OPENS IT AGAIN on 1 host
        fixed     1 advisory on every host that it could affect
        Advisories after patching to ESXi 8.0 Update 3d: 2 closed on 3 hosts, 1 left open, 1 opened again: VMSA-2025-0006
        CVE-2025-10006. Hosts that are unknown today count in none of these: the release fixes 2 advisories of theirs."
    `);
  });

  test.each([80, 120])('fits %s columns', (width) => {
    const text = table(estate(), width);
    expect(text.split('\n').filter((line) => displayWidth(line) > width)).toEqual([]);
    expect(text).toContain('VMSA-2025-0004 CVE-2025-22224 +2');
  });

  test('the rules of advisories have no rows among the others, and no line of a rule without a failure', () => {
    const text = table(estate());
    expect(text).not.toContain('severity  state');
    expect(text).not.toContain('none seen');
  });

  test('where every host has every fix, one sentence says so, and no row', () => {
    const text = table(exposed([[CALM, [STANDS.fixed, STANDS.fixed]]]));
    expect(text).toContain('Every host has the fix of the advisory, or is not affected.');
    expect(text).not.toContain('VMSA');
  });

  test('a host that could not be judged keeps it from saying so', () => {
    expect(table(exposed([[CALM, [STANDS.fixed, STANDS.unknown]]]))).not.toContain('very host has the fix');
    expect(table(exposed([[CALM, [STANDS.fixed, STANDS.notRebooted]]]))).toContain('not rebooted since on 1 host');
  });

  test('old data are said to be old', () => {
    const old = exposed([[anAdvisory(1, { asOf: '2026-01-01' }), [STANDS.fixed]]]);
    expect(table(old).replaceAll(/\s+/g, ' ')).toContain(
      'The data are 326 days old: what was published since is not in them.',
    );
    expect(table(estate())).not.toContain('days old');
  });

  test('--summary has the line, --only and --severity choose among advisories, --top cuts and says so', () => {
    expect(table(estate(), 120, { summary: true })).toContain(
      'exposure  2 of 3 advisories open (1 exploited, 1 too young',
    );
    expect(table(estate(), 120, { summary: true })).not.toContain('Exposure  ');
    const critical = sectionOf(table(estate(), 120, { severity: 'critical' }));
    expect([critical.includes('VMSA-2025-0006'), critical.includes('VMSA-2025-0004')]).toEqual([true, false]);
    expect(sectionOf(table(estate(), 120, { only: ['pass'] }))).toContain('VMSA-2025-0007');
    const cut = sectionOf(table(estate(), 120, { top: 1 }));
    expect(cut).toContain('and 1 more advisory by --top');
    expect(cut).not.toContain('VMSA-2025-0006 CVE-2025-10006  ');
    expect(sectionOf(table(estate(), 120, { by: 'host' }))).toContain('VMSA-2025-0004');
  });

  test('beyond sixty advisories none stays unnamed', () => {
    const many: (readonly [RuleReport, readonly [typeof STANDS.open]])[] = Array.from({ length: 70 }, (_, index) => {
      const rule = anAdvisory(1, { id: `VMSA-2026-${1000 + index}` });
      return [{ ...rule, id: `advisories/vmsa-2026-${1000 + index}` }, [STANDS.open]];
    });
    const text = table(exposed(many));
    for (const [{ advisory }] of many) expect(text).toContain(advisory?.id);
  });
});

test('actions are one for all advisories, and tell what is staged apart', () => {
  const text = rendered(SCAN_REPORTERS, 'markdown', estate(), PIPE);
  expect(text).toContain('**Patch to a release that has the fix**: 2 hosts, 2 advisories, 1 of them exploited');
  expect(text).not.toContain('before any reboot');
  const staged = rendered(SCAN_REPORTERS, 'markdown', exposed([[USED, [STANDS.stagedOlder]]]), PIPE);
  expect(staged).toContain('**Look at the image that is staged for the next boot: it lacks a fix that runs now**');
});

test('CSV, JUnit and Prometheus carry the advisory', () => {
  const [head = [], ...rows] = readCsv(rendered(SCAN_REPORTERS, 'csv', estate(), PIPE));
  const at = (name: string): number => head.indexOf(name);
  const used = rows.find((row) => row[at('rule')] === USED.id && row[at('exposure')] === 'affected');
  expect(['advisory', 'cves', 'exploited', 'exploited_since', 'fixed_build'].map((name) => used?.[at(name)])).toEqual([
    'VMSA-2025-0004',
    'CVE-2025-22224 CVE-2025-22225 CVE-2025-22226',
    'exploited',
    '2025-03-04',
    '24585383',
  ]);
  const fresh = rows.find((row) => row[at('rule')] === FRESH.id);
  expect(['exploited', 'exploited_since'].map((name) => fresh?.[at(name)])).toEqual(['unknown', '']);
  expect(rendered(SCAN_REPORTERS, 'junit', estate(), PIPE)).toContain(
    `name="${USED.id} (VMSA-2025-0004, CVE-2025-22224, CVE-2025-22225, CVE-2025-22226)"`,
  );
  const gauges = rendered(SCAN_REPORTERS, 'prometheus', estate(), PIPE);
  const exploited = [...gauges.matchAll(/hosts_exposed\{[^}]*exploited="exploited",state="(\w+)"\} (\d+)/g)];
  expect(exploited.map(([, state, count]) => [state, count])).toEqual([
    ['open', '2'],
    ['unknown', '1'],
    ['mitigated', '1'],
  ]);
  expect(gauges).toContain('esxcheck_advisories_timestamp_seconds 1795132800');
});

test('a scan that was saved as JSON and read back is the same to every report', () => {
  const read = parseScan(rendered(SCAN_REPORTERS, 'json', estate(), PIPE));
  for (const { name } of SCAN_REPORTERS) {
    expect(rendered(SCAN_REPORTERS, name, read, PIPE)).toBe(rendered(SCAN_REPORTERS, name, estate(), PIPE));
  }
});

function tags(text: string): readonly string[] {
  return (text.split('<script')[0] ?? '').match(/<\/?[a-z][a-z0-9]*/gi) ?? [];
}

/** By a file of advisories that holds the text wherever it can hold one. */
function withText(text: string): Scan {
  const advisory = {
    ...(USED.advisory as NonNullable<RuleReport['advisory']>),
    id: `VMSA${text}`,
    cves: [`CVE${text}`],
    workaround: `Stop it${text}`,
    published: `2025${text}`,
    exploited: { ...EXPLOITED, source: `A list${text}`, date: `2025${text}` },
    fixes: [{ version: `8.0.3${text}`, build: `1${text}`, name: `A name${text}` }],
    asOf: `2026${text}`,
  };
  return exposed([[{ ...USED, advisory }, [STANDS.open, STANDS.unknown]]]);
}

function pageWith(text: string): string {
  return rendered(SCAN_REPORTERS, 'html', withText(text), PIPE);
}

test('whatever a file of advisories holds is text, and leaves the page as it is', () => {
  const plain = tags(pageWith(''));
  fc.assert(
    fc.property(hostileText(), (text) => {
      expect(tags(pageWith(text))).toEqual(plain);
      expect(table(withText(text), 80)).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
      expect(mailText(withText(text)).html).not.toContain('<script');
    }),
  );
});

describe('since an earlier scan', () => {
  const before = estate();
  const patched = exposed([
    [CALM, [STANDS.open, STANDS.fixed, STANDS.fixed, STANDS.fixed]],
    [FRESH, [STANDS.fixed, STANDS.unknown, STANDS.fixed, STANDS.waived]],
    [USED, [STANDS.fixed, STANDS.fixed, STANDS.open, STANDS.leftOpen]],
  ]);
  const after = { ...patched, since: compareScans(before, patched) };

  test('what was opened and closed reads as one', () => {
    expect(table(after, null)).toContain(
      '2 advisories closed: VMSA-2025-0006 CVE-2025-10006, VMSA-2025-0004 CVE-2025-10004',
    );
    expect(table(after, null)).toContain('VMSA-2025-0007 CVE-2025-10007 opened');
    const found = after.since;
    const names = new Map(after.hosts.map(({ id, name }) => [id, name]));
    const difference = { tool: after.tool, beforeAt: '', afterAt: '', found, names, remarks: [] };
    const text = rendered(DIFF_REPORTERS, 'table', difference, PIPE);
    expect(text).toMatch(
      /Fixed\n {2}- esx-0: 2 advisories closed: .*\n {2}- esx-1: VMSA-2025-0004 CVE-2025-10004 closed/,
    );
    expect(rendered(DIFF_REPORTERS, 'csv', difference, PIPE)).toContain(`${FRESH.id} fail non-compliant -> pass`);
  });

  test('what became unknown reads as one, and hosts that lost the same share a line', () => {
    const stands = [STANDS.open, STANDS.fixed].map((before) => [before, STANDS.unknown] as const);
    const scanOf = (which: 0 | 1): Scan =>
      exposed([CALM, FRESH, USED].map((rule) => [rule, stands.map((pair) => pair[which])] as const));
    const found = compareScans(scanOf(0), scanOf(1));
    const names = new Map(scanOf(1).hosts.map(({ id, name }) => [id, name]));
    const difference = { tool: after.tool, beforeAt: '', afterAt: '', found, names, remarks: [] };
    const text = rendered(DIFF_REPORTERS, 'table', difference, PIPE);
    expect(text).toMatch(
      /Became unknown\n {2}- 2 hosts \(esx-0, esx-1\): 3 advisories not known any more: VMSA-2025-0007 .*\n\n/,
    );
    expect(rendered(DIFF_REPORTERS, 'csv', difference, PIPE)).toContain(`${FRESH.id} pass compliant -> unknown`);
  });

  test('messages name the newly open exploited advisories first', () => {
    const { subject, lines } = noticeWords(after);
    expect(subject).toContain('; 1 exploited advisory newly open, 2 newly non-compliant');
    expect(lines[0]).toBe('Newly open and exploited: VMSA-2025-0004 CVE-2025-22224 +2 on 1 host');
    expect(lines.find((line) => line.startsWith('Exposure: '))).toMatch(/^Exposure: 3 of 3 advisories open/);
    const { html, text } = mailText(after);
    expect(text.split('\n')[2]).toBe(lines[0]);
    expect(html.indexOf('Newly open and exploited')).toBeLessThan(html.indexOf('Current state'));
    expect(html).toContain('<h3><font face="Arial, Helvetica, sans-serif" size="3">Exposure</font></h3>');
  });
});
