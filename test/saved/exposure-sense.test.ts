import { expect, test } from 'vitest';
import { json } from '../../reports/scan/json.ts';
import type { Exposure } from '../../src/model/advisory.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Scan } from '../../src/model/scan.ts';
import { parseScan } from '../../src/saved/saved-scan.ts';
import { anAdvisory, exposed, type Stand, STANDS } from '../reports/exposure/fixture.ts';
import { aScan } from '../reports/fixture.ts';

/** What a scan is refused for; null where it is taken. */
function refusal(scan: Scan): string | null {
  const { hosts, findings, rules } = scan;
  const text = [...json.render(aScan({ hosts, findings, rules }), { width: null, colour: false })].join('');
  try {
    parseScan(text);
    return null;
  } catch (error) {
    const { code, details } = error as { readonly code: string; readonly details: readonly string[] };
    return `${code}: ${details[0]}`;
  }
}

/** A host that stands so, changed by hand. */
function forged(stand: Stand, parts: Partial<Finding>, exposure: Partial<Exposure> = {}): Scan {
  const scan = exposed([[anAdvisory(1), [stand]]]);
  const findings = scan.findings.map((finding) => ({
    ...finding,
    ...parts,
    ...(finding.exposure === undefined ? {} : { exposure: { ...finding.exposure, ...exposure } }),
  }));
  return { ...scan, findings };
}

test.each(Object.entries(STANDS))('a host that stands as rules judge it is taken: %s', (_, stand) => {
  expect(refusal(exposed([[anAdvisory(1), [stand]]]))).toBeNull();
});

test('a fix that is overdue is taken', () => {
  expect(refusal(forged(STANDS.open, {}, { overdue: true }))).toBeNull();
});

test.each<[string, Scan, string]>([
  ['says fixed and fails', forged(STANDS.open, {}, { status: 'fixed' }), 'calls the host fixed, and fail right now'],
  [
    'says affected and passes',
    forged(STANDS.fixed, {}, { status: 'affected' }),
    'calls the host affected, and pass right now',
  ],
  [
    'says unknown and is right',
    forged(STANDS.fixed, {}, { status: 'unknown' }),
    'calls the host unknown, and pass right now',
  ],
  ['says not affected and is not known', forged(STANDS.unknown, {}, { status: 'not-affected' }), 'calls the host'],
  [
    'tells of a workaround that is not there',
    forged(STANDS.open, {}, { mitigated: true }),
    'otherwise of a workaround',
  ],
  ['hides a workaround', forged(STANDS.mitigated, {}, { mitigated: false }), 'otherwise of a workaround'],
  ['is overdue and fixed', forged(STANDS.fixed, {}, { overdue: true }), 'is overdue, and calls the host fixed'],
  ['passes with an affected host', forged(STANDS.open, { verdict: 'pass' }), 'passes, and calls the host affected'],
  ['fails with a fixed host', forged(STANDS.fixed, { verdict: 'fail' }), 'fails, and calls the host fixed'],
  [
    'hides a pass behind a waiver',
    forged(STANDS.waived, { waived: { verdict: 'pass', state: null, message: '' } }),
    'passes, and calls the host affected',
  ],
])('a finding that %s is refused', (_, scan, sentence) => {
  expect(refusal(scan)).toMatch(/^SCAN_INVALID: A finding of "advisories\/vmsa-2025-0001-cve-2025-10001" /);
  expect(refusal(scan)).toContain(sentence);
});

test('a rule of no advisory has no findings that tell of one', () => {
  const scan = exposed([[anAdvisory(1), [STANDS.fixed]]]);
  const rules = scan.rules.map((rule) => ({ ...rule, advisory: undefined }));
  expect(refusal({ ...scan, rules })).toContain('tells of an advisory, and its rule is of none');
});
