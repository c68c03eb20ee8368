import { expect, test } from 'vitest';
import { json } from '../../reports/scan/json.ts';
import type { AttestationReport } from '../../src/model/attestation.ts';
import type { Control, Framework } from '../../src/model/framework.ts';
import type { Scan } from '../../src/model/scan.ts';
import { parseScan } from '../../src/saved/saved-scan.ts';
import { CONTROLS, findingsOf, host8, scanOf, STIG_7, STIG_8 } from '../evidence/fixture.ts';

const HOST = host8({ name: 'esx-01' });
const ATTESTED: AttestationReport = {
  controlId: 'ESXI-80-000004',
  status: 'passed',
  explanation: 'Seen.',
  updated: '2026-01-01',
  updatedBy: 'J. Doe',
  frequency: null,
  hosts: ['esx-*', 'lab-*'],
  clusters: null,
  expires: '2027-01-01',
  place: 'a.yaml:1',
  state: 'holds',
};
const SOUND: Scan = {
  ...scanOf({ hosts: [HOST], findings: findingsOf(HOST, 'pass') }),
  startedAt: '2026-11-23T06:00:00.000Z',
  frameworks: [STIG_8, STIG_7],
  attestations: [ATTESTED],
};

/** What a scan that was changed so is refused for; null where it is taken. */
function refusal(parts: Partial<Scan>): string | null {
  const text = [...json.render({ ...SOUND, ...parts }, { width: null, colour: false })].join('');
  try {
    parseScan(text);
    return null;
  } catch (error) {
    const { code, details } = error as { readonly code: string; readonly details: readonly string[] };
    return `${code}: ${details[0]}`;
  }
}

test('a scan by two frameworks, with attestations, is taken', () => {
  expect(refusal({})).toBeNull();
});

test.each<[string, readonly AttestationReport[], string]>([
  ['holds after its last day', [{ ...ATTESTED, expires: '2026-11-22' }], 'had expired before the scan, on 2026-11-22'],
  [
    'stands there twice for the same hosts',
    [ATTESTED, { ...ATTESTED, controlId: 'esxi-80-000004', hosts: ['lab-*', 'esx-*'], status: 'failed' }],
    '"ESXI-80-000004" is attested twice',
  ],
])('an attestation that %s is refused', (_, attestations, sentence) => {
  expect(refusal({ attestations })).toMatch(/^SCAN_INVALID: /);
  expect(refusal({ attestations })).toContain(sentence);
});

test('an attestation holds on its last day, and over the midnight at which a scan begins; an expired one may stand there', () => {
  const on = (expires: string, parts: Partial<AttestationReport> = {}) => [{ ...ATTESTED, expires, ...parts }];
  expect(refusal({ attestations: on('2026-11-23') })).toBeNull();
  expect(refusal({ attestations: on('2026-11-22', { state: 'expired' }) })).toBeNull();
  expect(refusal({ attestations: on('2026-11-22'), startedAt: '2026-11-23T00:00:40.000Z' })).toBeNull();
  expect(refusal({ attestations: [ATTESTED, { ...ATTESTED, hosts: null }] })).toBeNull();
});

const [first, ...rest] = CONTROLS;
if (first === undefined) throw new Error('no control');
const having = (...controls: readonly Control[]): readonly Framework[] => [{ ...STIG_8, controls }, STIG_7];

test.each<[string, readonly Framework[], string]>([
  ['of one name', [STIG_8, STIG_8], 'Two frameworks are called "stig-esxi-8".'],
  ['with a control twice', having(first, ...CONTROLS), 'has two controls "ESXI-80-000001"'],
  [
    'with a control whose rules are gone',
    having({ ...first, rules: [] }, ...rest),
    'answered by rules, and names none',
  ],
  ['with other rules than its findings', having({ ...first, rules: ['hardening/x'] }, ...rest), 'names the rule'],
  ['without a control of a finding', having(...rest), '"ESXI-80-000001", which is no control'],
  ['that findings do not know', [STIG_7], 'is of "stig-esxi-8", which the scan does not hold'],
])('frameworks %s are refused', (_, frameworks, sentence) => {
  expect(refusal({ frameworks })).toMatch(/^SCAN_INVALID: /);
  expect(refusal({ frameworks })).toContain(sentence);
});

test('a finding that answers the control of another rule is refused', () => {
  const findings = SOUND.findings.map((finding) => ({
    ...finding,
    evidence: { framework: 'stig-esxi-8', controls: ['ESXI-80-000003'], reads: [] },
  }));
  expect(refusal({ findings })).toContain('"hardening/rule-1" answers "ESXI-80-000003"');
});

test('a rule with its family, and a host of no known framework, are no contradiction', () => {
  const rules = SOUND.rules.map((rule) => ({ ...rule, id: `${rule.id}@stig` }));
  const findings = SOUND.findings.map((finding) => ({ ...finding, rule: `${finding.rule}@stig` }));
  expect(refusal({ rules, findings })).toBeNull();
  const unread = findingsOf(HOST, 'pass').map((finding) => ({
    ...finding,
    evidence: { framework: null, controls: ['ESXI-80-000001', 'ESXI-70-000001'], reads: [] },
  }));
  expect(refusal({ findings: unread })).toBeNull();
});
