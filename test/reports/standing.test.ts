import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { standingOf, STANDINGS, standingsOf } from '../../reports/scan/summary/standings.ts';
import type { Finding } from '../../src/model/finding.ts';
import { fullScan } from './full-scan/full-scan.ts';

const [SOME] = fullScan().findings;
if (SOME === undefined) throw new Error('the full scan has findings');

function aFinding(parts: Partial<Finding>): Finding {
  return {
    ...(SOME as Finding),
    verdict: 'pass',
    horizons: { now: 'pass', nextBoot: null, nextPatch: null },
    ...parts,
  };
}

test('a host stands as its worst finding does', () => {
  const wrong = aFinding({ verdict: 'fail', horizons: { now: 'fail', nextBoot: 'pass', nextPatch: null } });
  const unread = aFinding({ verdict: 'unknown', horizons: { now: 'unknown', nextBoot: 'unknown', nextPatch: null } });
  expect(standingOf([aFinding({}), unread, wrong], 'now')).toBe('non-compliant');
  expect(standingOf([aFinding({}), unread, wrong], 'nextBoot')).toBe('unknown');
  expect(standingOf([aFinding({}), wrong], 'nextBoot')).toBe('compliant');
});

test('a check that does not look ahead stands then as it stands now', () => {
  const blocked = aFinding({ verdict: 'fail', horizons: { now: 'fail', nextBoot: null, nextPatch: null } });
  expect(standingOf([blocked], 'nextPatch')).toBe('non-compliant');
});

test('a risk and a note are looked at, not wrong', () => {
  const risk = aFinding({ verdict: 'warn', horizons: { now: 'pass', nextBoot: 'pass', nextPatch: 'risk' } });
  expect([standingOf([risk], 'now'), standingOf([risk], 'nextPatch')]).toEqual(['compliant', 'warning']);
  const note = aFinding({ verdict: 'warn', horizons: { now: 'fail', nextBoot: 'fail', nextPatch: null } });
  expect(standingOf([note], 'now')).toBe('warning');
});

test('what is waived or does not apply says nothing of a host', () => {
  const unread = { now: 'unknown', nextBoot: null, nextPatch: null } as const;
  expect(standingOf([aFinding({ verdict: 'waived', horizons: unread })], 'now')).toBeNull();
  expect(standingOf([aFinding({ verdict: 'not-applicable', horizons: unread })], 'now')).toBeNull();
});

test('one more finding that could not be read never makes a host right', () => {
  const unread = aFinding({ verdict: 'unknown', horizons: { now: 'unknown', nextBoot: null, nextPatch: null } });
  fc.assert(
    fc.property(fc.subarray([...fullScan().findings]), fc.constantFrom('now', 'nextBoot', 'nextPatch'), (some, at) => {
      expect(standingOf([...some, unread], at)).not.toBe('compliant');
    }),
  );
});

test('no host is counted twice, and the patch is counted only where one was asked about', () => {
  const scan = fullScan();
  const { now, nextPatch } = standingsOf(scan);
  const total = STANDINGS.reduce((sum, standing) => sum + now[standing], 0);
  expect(total).toBeLessThanOrEqual(scan.hosts.length);
  expect(nextPatch).not.toBeNull();
  expect(standingsOf({ ...scan, targetRelease: null }).nextPatch).toBeNull();
});
