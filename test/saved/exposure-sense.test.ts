import { expect, test } from 'vitest';
import { json } from '../../reports/scan/json.ts';
import type { Exposure } from '../../src/model/advisory.ts';
import type { Finding } from '../../src/model/finding.ts';
import { read } from '../../src/model/reading.ts';
import type { Scan } from '../../src/model/scan.ts';
import { loadPacks } from '../../src/rules/load.ts';
import { parseScan } from '../../src/saved/saved-scan.ts';
import { anAdvisory, exposed, type Stand, STANDS } from '../reports/exposure/fixture.ts';
import { aScan } from '../reports/fixture.ts';
import { factsOf, setting } from '../evaluate/facts.ts';
import { scanOf } from '../plan/estate.ts';

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
    ...(finding.exposure === undefined ? {} : { exposure: { ...finding.exposure, ...exposure } }),
    ...parts,
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

test.each(Object.entries(STANDS).filter(([name]) => name !== 'waived'))(
  'a host that was judged by an advisory is told to stand to it: %s',
  (_, stand) => {
    expect(refusal(forged(stand, { exposure: undefined }))).toContain(
      'does not tell how the host stands to the advisory of its rule',
    );
  },
);

test('a host that no rule of an advisory applies to, or that is waived, may tell nothing of it', () => {
  const outside = { verdict: 'not-applicable', state: null, reason: null } as const;
  const horizons = { now: null, nextBoot: null, nextPatch: null };
  expect(refusal(forged(STANDS.fixed, { ...outside, horizons, exposure: undefined }))).toBeNull();
  expect(refusal(forged(STANDS.waived, { exposure: undefined }))).toBeNull();
});

const GEN8 = 'hpe/gen8-interrupt-remapping';

type Parts = Parameters<typeof factsOf>[0];
const remapping = (value: string): Parts => ({
  kernel: { iovDisableIR: read(setting({ configured: value, runtime: value })) },
});

test.each<[string, Parts, string, string]>([
  ['fails', remapping('TRUE'), 'fail', 'affected'],
  ['passes', remapping('FALSE'), 'pass', 'fixed'],
  ['is not known to apply', { host: { model: null } }, 'unknown', 'unknown'],
])('an own rule of an advisory whose check is another one is read again: it %s', async (_, parts, verdict, status) => {
  const rule = (await loadPacks('rules')).find(({ id }) => id === GEN8);
  const { advisory } = anAdvisory(1);
  if (rule === undefined || advisory === undefined) throw new Error(`no ${GEN8}`);
  const scan = scanOf([factsOf(parts)], [{ ...rule, advisory }]);
  expect(scan.findings).toMatchObject([{ verdict, exposure: { status, mitigated: false } }]);
  expect(refusal({ ...scan, rules: scan.rules.map((each) => ({ ...each, advisory })) })).toBeNull();
});

test('a rule of no advisory has no findings that tell of one', () => {
  const scan = exposed([[anAdvisory(1), [STANDS.fixed]]]);
  const rules = scan.rules.map((rule) => ({ ...rule, advisory: undefined }));
  expect(refusal({ ...scan, rules })).toContain('tells of an advisory, and its rule is of none');
});
