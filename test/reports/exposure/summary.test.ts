import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { exposureSummary, isOpen } from '../../../reports/scan/summary/exposure.ts';
import { newlyOpen } from '../../../reports/scan/summary/exposure-news.ts';
import type { Since } from '../../../src/model/changes-since.ts';
import type { ScannedHost } from '../../../src/model/scan.ts';
import { anAdvisory, EXPLOITED, exposed, type Stand, STANDS, TARGET, YOUNG } from './fixture.ts';

function rowsOf(...given: Parameters<typeof exposed>) {
  return exposureSummary(exposed(...given))?.rows ?? [];
}

function names(hosts: readonly ScannedHost[] | undefined): readonly string[] {
  return (hosts ?? []).map(({ name }) => name);
}

const ALL = Object.values(STANDS) as readonly Stand[];
const AT = Object.fromEntries(Object.keys(STANDS).map((key, index) => [key, `esx-${index}`])) as Record<
  keyof typeof STANDS,
  string
>;

test('a scan without a rule of an advisory has no exposure', () => {
  expect(exposureSummary(exposed([]))).toBeNull();
});

test('each host stands in one place, by the release that runs', () => {
  const [row] = rowsOf([[anAdvisory(1), ALL]]);
  expect(names(row?.now.affected)).toEqual([AT.open, AT.leftOpen, AT.mitigated, AT.staged, AT.waived]);
  expect(names(row?.now.unknown)).toEqual([AT.unknown, AT.bootUnknown]);
  expect(names(row?.now.notRebooted)).toEqual([AT.notRebooted]);
  expect(names(row?.now.clear)).toEqual([AT.stagedOlder, AT.fixed, AT.opensAgain]);
  expect([names(row?.mitigated), names(row?.waived)]).toEqual([[AT.mitigated], [AT.waived]]);
});

test('what the patch closes, leaves open and opens again, and what the next boot changes', () => {
  const [row] = rowsOf([[anAdvisory(1), ALL]], { targetRelease: TARGET });
  expect(names(row?.nextPatch?.closes)).toEqual([AT.open, AT.mitigated, AT.staged, AT.waived]);
  expect(names(row?.nextPatch?.leavesOpen)).toEqual([AT.leftOpen]);
  expect(names(row?.nextPatch?.opensAgain)).toEqual([AT.opensAgain]);
  expect(names(row?.nextPatch?.settles)).toEqual([AT.unknown, AT.bootUnknown]);
  expect(names(row?.nextBoot.closes)).toEqual([AT.staged]);
  expect(names(row?.nextBoot.opensAgain)).toEqual([AT.stagedOlder]);
  expect(names(row?.nextBoot.unknown)).toEqual([AT.bootUnknown]);
});

test('a host whose answer is unknown is never among the closed ones, nor one of which nothing is known', () => {
  const stands = fc.array(fc.constantFrom(...ALL), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(stands, fc.nat(12), (all, dropped) => {
      const scan = exposed([[anAdvisory(1), all]], { targetRelease: TARGET });
      const [row] = exposureSummary({ ...scan, findings: scan.findings.toSpliced(dropped, 1) })?.rows ?? [];
      const unclear = new Set(names(row?.now.unknown));
      const [closed, booted] = [names(row?.nextPatch?.closes), names(row?.nextBoot.closes)];
      expect([...closed, ...booted].filter((name) => unclear.has(name))).toEqual([]);
      const counted = Object.values(row?.now ?? {}).reduce((sum, hosts) => sum + hosts.length, 0);
      expect(counted).toBe(scan.hosts.length);
    }),
  );
});

test('exploited ones come first, then those younger than the list, then by severity and hosts', () => {
  const rows = rowsOf([
    [anAdvisory(1, {}, 'critical'), [STANDS.open, STANDS.fixed]],
    [anAdvisory(2, {}, 'critical'), [STANDS.open, STANDS.open]],
    [anAdvisory(3, { exploited: YOUNG }, 'low'), [STANDS.open, STANDS.open]],
    [anAdvisory(4, { exploited: EXPLOITED }, 'medium'), [STANDS.unknown, STANDS.fixed]],
    [anAdvisory(5, { exploited: EXPLOITED }, 'high'), [STANDS.fixed, STANDS.fixed]],
  ]);
  expect(rows.map(({ advisory }) => advisory.id.at(-1))).toEqual(['5', '4', '3', '2', '1']);
  expect(rows.map(isOpen)).toEqual([false, true, true, true, true]);
});

test('a finding that does not say how the host stands is unknown, whatever its verdict', () => {
  const scan = exposed([[anAdvisory(1), [STANDS.fixed]]]);
  const findings = scan.findings.map((finding) => ({ ...finding, exposure: undefined }));
  expect(names(exposureSummary({ ...scan, findings })?.rows[0]?.now.unknown)).toEqual(['esx-0']);
});

function aged(asOf: string) {
  return exposureSummary(exposed([[anAdvisory(1, { asOf }), [STANDS.fixed]]]));
}

test('data are old after sixty days, and have no age where their day is none', () => {
  expect([aged('2026-09-25')?.oldDays, aged('2026-09-23')?.oldDays]).toEqual([null, 61]);
  expect([aged('soon')?.asOf, aged('soon')?.oldDays]).toEqual([null, null]);
});

const SINCE: Since = {
  startedAt: '2026-11-01T00:00:00Z',
  compared: 2,
  changed: [],
  onlyBefore: [],
  onlyNow: [],
  changedRules: [],
};

test('newly open is what was not open, or what newer data tell; a workaround that went is neither', () => {
  const [old, added, other] = [anAdvisory(1, { exploited: EXPLOITED }), anAdvisory(2), anAdvisory(3)];
  const scan = exposed([
    [old, [STANDS.open, STANDS.open]],
    [added, [STANDS.open, STANDS.fixed]],
    [other, [STANDS.open, STANDS.open]],
  ]);
  const fails = { verdict: 'fail', state: 'non-compliant' } as const;
  const changed = [
    {
      host: scan.hosts[1]?.id ?? '',
      changes: [
        { kind: 'verdict', rule: old.id, before: { verdict: 'pass', state: 'compliant' }, after: fails },
        { kind: 'verdict', rule: other.id, before: { verdict: 'warn', state: 'mitigated' }, after: fails },
      ],
    },
  ] as const;
  const news = newlyOpen({ ...scan, since: { ...SINCE, changed, onlyRulesNow: [added.id] } });
  expect(news.map(({ row, hosts }) => [row.advisory.id, names(hosts)])).toEqual([
    ['VMSA-2025-0001', ['esx-1']],
    ['VMSA-2025-0002', ['esx-0']],
  ]);
  expect(newlyOpen(scan)).toEqual([]);
});
