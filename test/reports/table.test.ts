import { expect, test } from 'vitest';
import { SCAN_REPORTERS } from '../../reports/scan.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Scan, ScannedHost } from '../../src/model/scan.ts';
import { aHost, aScan } from './fixture.ts';
import { fullScan } from './full-scan/full-scan.ts';
import { PIPE, rendered } from './rendered.ts';

function shown(scan: Scan, page = PIPE): string {
  return rendered(SCAN_REPORTERS, 'table', scan, page);
}

function finding(host: ScannedHost, parts: Partial<Finding>): Finding {
  return {
    rule: 'pack/rule',
    host: host.id,
    severity: 'high',
    verdict: 'pass',
    state: 'compliant',
    horizons: { now: 'pass', nextBoot: null, nextPatch: null },
    observed: null,
    expected: null,
    message: 'As it should be.',
    reason: null,
    notes: [],
    remedy: null,
    ...parts,
  };
}

function someHosts(count: number, parts: Partial<ScannedHost> = {}): ScannedHost[] {
  return Array.from({ length: count }, (_, index) => aHost({ name: `esx-${index}`, ...parts }));
}

const DISCONNECTED = { code: 'disconnected', detail: 'the host is disconnected from vCenter' } as const;
const AWAY = { verdict: 'unknown', state: 'unknown', reason: 'disconnected' } as const;
const FAILS = { verdict: 'fail', state: 'non-compliant' } as const;

test('findings come worst first: by verdict, then severity, then state', () => {
  const headings = shown(fullScan()).match(/│ (FAIL|UNKNOWN|WARN|WAIVED|PASS) \w+/g);
  expect(headings?.map((heading) => heading.slice(2))).toEqual([
    'FAIL critical',
    'FAIL high',
    'UNKNOWN critical',
    'UNKNOWN critical',
    'UNKNOWN high',
    'WARN critical',
    'WARN high',
    'WARN low',
    'WAIVED high',
    'PASS critical',
    'PASS high',
  ]);
});

test('values that make the verdict are marked, and only those', () => {
  const text = shown(fullScan(), { width: 120, colour: false });
  expect(text).toMatch(/esx-02\S+ .* reboot-pending .* Def:TRUE Con:FALSE Run:TRUE! /);
  expect(text).toMatch(/esx-03\S+ .* regresses-on-reboot .* Def:FALSE Con:TRUE! Run:FALSE /);
  expect(text).toMatch(/esx-05\S+ .* may-regress-on-patch .* Def:FALSE! Con:FALSE Run:FALSE /);
});

test('a host that could not be asked is told once and not once a rule, with the others of its cluster', () => {
  const hosts = someHosts(12, { cluster: 'A', trouble: DISCONNECTED });
  const findings = hosts.flatMap((host) => [
    finding(host, { ...AWAY, rule: 'pack/one', message: 'one could not be read' }),
    finding(host, { ...AWAY, rule: 'pack/two', message: 'two could not be read' }),
  ]);
  const text = shown(aScan({ hosts, findings }), { width: 56, colour: false });
  expect(text).toMatch(/│ 12 hosts in A +│ unknown/);
  expect(text.match(/disconnected/g)).toHaveLength(1);
  expect(text).toContain('UNKNOWN high · pack/one, pack/two · 12 hosts');
});

test('hosts of different clusters are not thrown together, and each failing host has its own row', () => {
  const hosts = [
    aHost({ name: 'esx-1', cluster: 'A', trouble: DISCONNECTED }),
    aHost({ name: 'esx-2', cluster: 'B', trouble: DISCONNECTED }),
    aHost({ name: 'esx-3' }),
    aHost({ name: 'esx-4' }),
  ];
  const findings = hosts.map((host) => finding(host, host.trouble === null ? FAILS : AWAY));
  const text = shown(aScan({ hosts, findings }), { width: 120, colour: false });
  for (const name of ['esx-1', 'esx-2', 'esx-3', 'esx-4']) expect(text).toMatch(new RegExp(`│ ${name} +│`));
});

test('passes are summarised, not listed', () => {
  const hosts = someHosts(200);
  const text = shown(aScan({ hosts, findings: hosts.map((host) => finding(host, {})) }));
  expect(text).toContain('200 hosts');
  expect(text.split('\n').length).toBeLessThan(30);
  expect(text).toContain('Result           PASS everywhere the rules apply');
});

test('not-applicable findings are not in the table but in the count', () => {
  const [host = aHost({ name: 'esx' })] = someHosts(1);
  const findings = [finding(host, { verdict: 'not-applicable', state: null })];
  const text = shown(aScan({ hosts: [host], findings }));
  expect(text).not.toContain('│');
  expect(text).toContain('Result           none of the rules applies to these hosts');
  expect(text).toContain('Findings         1 not-applicable');
});

test('a scan without hosts says so and is not a pass', () => {
  const text = shown(aScan({ hosts: [], findings: [] }));
  expect(text).toContain('Result           no host was judged');
  expect(text).not.toMatch(/PASS|│/);
});

test('a target that could not be asked is named first, and keeps the result from being a pass', () => {
  const [host = aHost({ name: 'esx' })] = someHosts(1);
  const { targets } = fullScan();
  const text = shown(aScan({ hosts: [host], findings: [finding(host, {})], targets }));
  expect(text.indexOf('CONNECTION_REFUSED')).toBeLessThan(text.indexOf('┌'));
  expect(text).toContain('Result           UNKNOWN for 1 target; nothing that was read fails');
});

test.each([
  [['pass', 'warn', 'unknown', 'fail'], 'FAIL on 1 host'],
  [['pass', 'warn', 'unknown'], 'UNKNOWN on 1 host; nothing that was read fails'],
  [['pass', 'warn'], 'WARN on 1 host; nothing fails'],
  [['pass', 'not-applicable'], 'PASS everywhere the rules apply'],
] as const)('the result of %j is the worst of them', (verdicts, result) => {
  const hosts = someHosts(verdicts.length);
  const findings = hosts.flatMap((host, index) => {
    const verdict = verdicts[index];
    return verdict === undefined ? [] : [finding(host, { verdict })];
  });
  expect(shown(aScan({ hosts, findings }))).toContain(`Result           ${result}\n`);
});

test('each note is told once, with its reference and on how many hosts', () => {
  const text = shown(fullScan());
  expect(text.match(/is for HPE support to say/g)).toHaveLength(1);
  expect(text).toContain('(VMware KB 2147325) [4 hosts]');
});

test('what to do next follows from what was found', () => {
  const text = shown(fullScan());
  expect(text).toContain(
    'Set it before anyone reboots: 1 host right now but wrong after a reboot (esx-03.lab.example)',
  );
  expect(text).toContain('Only reboot: 1 host already set right (esx-02.lab.example)');
  expect(text).toContain('--vch-address ADDRESS would decide 1 unknown finding');
  expect(text).toContain('esxcheck rules show hpe/gen8-interrupt-remapping');
  expect(text).toContain('esxcheck kernel iovDisableIR');
});

test('hosts of several vCenters are told apart', () => {
  const hosts = [aHost({ name: 'a1' }), aHost({ name: 'b2', target: 'https://vc09.lab.example/sdk' })];
  const text = shown(aScan({ hosts, findings: hosts.map((host) => finding(host, FAILS)) }));
  expect(text).toContain('vc01.lab.example:Lab/Gen8-A');
  expect(text).toContain('vc09.lab.example:Lab/Gen8-A');
});

test('thousands of rows come as plain lines', () => {
  const hosts = someHosts(3000);
  const text = shown(aScan({ hosts, findings: hosts.map((host) => finding(host, FAILS)) }), {
    width: 100,
    colour: false,
  });
  expect(text).not.toContain('│');
  expect(text).toContain('fail high pack/rule non-compliant esx-2999 -> As it should be.');
});

test('a finding on a host that the scan does not hold is a fault of the program', () => {
  const stray = finding(aHost({ name: 'esx-9' }), {});
  expect(() => shown(aScan({ hosts: [], findings: [stray] }))).toThrow('which the scan does not hold');
});

test('a name without end does not fill the screen, and no character of it is cut in half', () => {
  const host = aHost({ name: `${'x'.repeat(999)}${'\u{1f600}'.repeat(20_000)}` });
  const text = shown(aScan({ hosts: [host], findings: [finding(host, FAILS)] }), { width: 80, colour: false });
  expect(text.split('\n').length).toBeLessThan(100);
  expect(text).not.toMatch(/\p{Cs}/u);
});

test('without a terminal no name is broken or cut, however long', () => {
  const name = `esx-${'long-'.repeat(300)}name`;
  const host = aHost({ name });
  expect(shown(aScan({ hosts: [host], findings: [finding(host, FAILS)] }))).toContain(`│ ${name} │`);
});
