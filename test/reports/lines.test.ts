import { expect, test } from 'vitest';
import { KERNEL_REPORTERS } from '../../reports/kernel.ts';
import { SCAN_REPORTERS } from '../../reports/scan.ts';
import { ABSENT, unread } from '../../src/model/reading.ts';
import type { ScannedHost } from '../../src/model/scan.ts';
import { aHost, aScan, aSetting } from './fixture.ts';
import { fullListing, fullScan } from './full-scan/full-scan.ts';
import { rendered } from './rendered.ts';

function listed(...hosts: readonly ScannedHost[]): string {
  return rendered(KERNEL_REPORTERS, 'lines', { ...fullListing(), hosts });
}

function withSetting(values: readonly (string | null)[], type: string | null): ScannedHost {
  return aHost({ name: 'esx', kernel: new Map([['iovDisableIR', aSetting(values, { type })]]) });
}

test('a host reads NAME (BUILD) -> Def:X-Con:Y-Run:Z, each value in its own place', () => {
  expect(listed(withSetting(['a', 'b', 'c'], 'String'))).toBe('esx (4600944) -> Def:a-Con:b-Run:c\n');
});

test('booleans are in upper case, by their type or by their text; other values stay as they are', () => {
  expect(listed(withSetting(['true', 'False', 'TRUE'], 'Bool'))).toContain('Def:TRUE-Con:FALSE-Run:TRUE');
  expect(listed(withSetting(['true', 'False', 'x'], null))).toContain('Def:TRUE-Con:FALSE-Run:x');
  expect(listed(withSetting(['yes', 'no', 'no'], 'Bool'))).toContain('Def:YES-Con:NO-Run:NO');
  expect(listed(withSetting(['Truely', 'aB', '10'], 'String'))).toContain('Def:Truely-Con:aB-Run:10');
});

function scannedLines(host: ScannedHost): string[] {
  return rendered(SCAN_REPORTERS, 'lines', aScan({ hosts: [host], findings: [] })).split('\n');
}

test('whatever could not be read is a question mark', () => {
  const problem = { code: 'disconnected', detail: 'gone' } as const;
  expect(listed(withSetting([null, 'FALSE', null], null))).toContain('Def:?-Con:FALSE-Run:?');
  expect(listed(aHost({ name: 'esx', build: null, kernel: new Map([['iovDisableIR', unread(problem)]]) }))).toBe(
    'esx (?) -> Def:?-Con:?-Run:?\n',
  );
  expect(listed(aHost({ name: 'esx', kernel: new Map([['iovDisableIR', ABSENT]]) }))).toContain('Def:?-Con:?-Run:?');
  expect(listed(aHost({ name: 'esx' }))).toContain('Def:?-Con:?-Run:?');
});

test('hosts are sorted by lower-case name, by code point', () => {
  const names = ['esx-2', 'ESX-10', 'esx-1', 'Zeta', 'alpha', 'ä', '\u{1f600}', '\ufb01'];
  const hosts = names.map((name, index) => aHost({ name, moid: `host-${index}` }));
  const sorted = listed(...hosts)
    .trimEnd()
    .split('\n')
    .map((line) => line.split(' ')[0]);
  expect(sorted).toEqual(['alpha', 'esx-1', 'ESX-10', 'esx-2', 'Zeta', 'ä', '\ufb01', '\u{1f600}']);
});

test('no host, no line', () => {
  expect(listed()).toBe('');
});

test('a scan that read one setting prints it as kernel does, and one of several settings with its name', () => {
  const one = { name: 'esx', kernel: new Map([['a', aSetting(['1', '2', '3'])]]) };
  const two = { name: 'esx', kernel: new Map([...one.kernel, ['b', aSetting(['4', '5', '6'])]]) };
  expect(scannedLines(aHost(one))[0]).toBe('esx (4600944) -> Def:1-Con:2-Run:3');
  expect(scannedLines(aHost(two)).slice(0, 2)).toEqual([
    'a: esx (4600944) -> Def:1-Con:2-Run:3',
    'b: esx (4600944) -> Def:4-Con:5-Run:6',
  ]);
});

test('a scan has a line a finding, worst first, without not-applicable, then errors and the counts', () => {
  const scan = fullScan();
  const lines = rendered(SCAN_REPORTERS, 'lines', scan).trimEnd().split('\n');
  const firsts = lines.slice(scan.hosts.length).map((line) => line.split(' ')[0]);
  const order = ['fail', 'unknown', 'warn', 'waived', 'pass', 'changed', 'error', 'summary'];
  expect(firsts).toEqual(firsts.toSorted((left = '', right = '') => order.indexOf(left) - order.indexOf(right)));
  const changed = scan.since?.changed.length ?? 0;
  expect(firsts).toHaveLength(scan.findings.length - scan.summary.findings['not-applicable'] + changed + 2);
  expect(lines.at(-1)).toBe(
    'summary hosts=14 unreachable=4 fail=8 unknown=16 warn=5 waived=2 pass=10 not-applicable=15',
  );
});
