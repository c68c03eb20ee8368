import { expect, test } from 'vitest';
import { ScanAudit } from '../../src/history/audit-scans.ts';
import type { Finding, Verdict } from '../../src/model/finding.ts';
import type { Scan } from '../../src/model/scan.ts';
import { aHost, aScan } from '../reports/fixture.ts';

const RULE = 'hpe/gen8-interrupt-remapping';

/** A scan of boards that have one hardware UUID and are asked directly; an id of its own only where several of them are there. */
function scanOf(version: string, boards: Readonly<Record<string, Verdict>>): Scan {
  const names = Object.keys(boards);
  const hosts = names.map((name) => {
    const id = names.length > 1 ? `u-1/ha-host@${name}.lab` : 'u-1/ha-host';
    return aHost({ id, moid: 'ha-host', name, target: `https://${name}.lab/sdk`, uuid: 'u-1', serial: null });
  });
  const findings = hosts.map(({ id, name }): Finding => {
    const message = 'This release does not have the setting iovDisableIR.';
    const horizons = { now: null, nextBoot: null, nextPatch: null };
    const judged = { severity: 'critical', verdict: boards[name] ?? 'unknown', state: null, horizons } as const;
    return {
      rule: RULE,
      host: id,
      ...judged,
      observed: null,
      expected: null,
      message,
      reason: null,
      notes: [],
      remedy: null,
    };
  });
  return { ...aScan({ hosts, findings }), tool: { name: 'esxcheck', version } };
}

test('what a newer scan says of a board is not taken for what it says of the other one with that UUID', () => {
  const audit = new ScanAudit();
  audit.add(scanOf('1.0.0', { 'esx-a': 'not-applicable', 'esx-b': 'not-applicable' }));
  audit.answer(scanOf('1.0.1', { 'esx-b': 'fail' }));
  expect(audit.findings.map(({ name, since }) => [name, since])).toEqual([
    ['esx-a', null],
    ['esx-b', 'fail'],
  ]);
});
