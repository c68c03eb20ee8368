import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { json } from '../../reports/scan/json.ts';
import { summarise } from '../../src/evaluate/summary.ts';
import type { Finding, Verdict } from '../../src/model/finding.ts';
import type { Scan } from '../../src/model/scan.ts';
import { parseScan } from '../../src/saved/saved-scan.ts';
import { facts, gen8, scanOf, setting } from '../plan/estate.ts';
import { shippedRules } from '../support/scans.ts';
import { runs } from '../support/sample.ts';

const RULES = await shippedRules();
const UUID = '33353437-3536-5a43-3233-343630305030';
const ID = `${UUID}/ha-host`;
const GOOD = setting('TRUE', 'FALSE', 'FALSE');
const BAD = setting('TRUE', 'TRUE', 'TRUE');

/** Boards with one UUID, in the order of their names, as 1.0.1 kept a scan of them: with one id. */
function boards(names: readonly string[], bad: ReadonlySet<string>): Scan {
  const scan = scanOf(
    names.map((name) => {
      const target = `https://${name}.lab/sdk`;
      const host = gen8(name, { id: ID, moid: 'ha-host', target, uuid: UUID, serial: null, cluster: null });
      return facts(host, { iovDisableIR: bad.has(name) ? BAD : GOOD });
    }),
    RULES,
  );
  const targets = names.map((name) => ({ url: `https://${name}.lab/sdk`, identity: UUID }));
  return { ...scan, targets: targets.map((target) => ({ ...scan.targets[0], ...target }) as Scan['targets'][number]) };
}

function parsed(scan: Scan): Scan {
  return parseScan([...json.render(scan, { width: null, colour: false })].join(''));
}

/** By name of the host, what the rule about interrupt remapping says of it. */
function verdicts({ hosts, findings }: Scan): Readonly<Record<string, Verdict | undefined>> {
  const rule = 'hpe/gen8-interrupt-remapping';
  const of = (id: string) => findings.find((finding) => finding.host === id && finding.rule === rule)?.verdict;
  return Object.fromEntries(hosts.map(({ id, name }) => [name, of(id)]));
}

function withFindings(scan: Scan, change: (findings: readonly Finding[]) => readonly Finding[]): Scan {
  const findings = change(scan.findings);
  return { ...scan, findings, summary: summarise(scan.hosts, findings) };
}

test('a scan that 1.0.1 kept of two boards with one UUID is read, and each host keeps its verdicts', () => {
  const scan = parsed(boards(['esx-a', 'esx-b'], new Set(['esx-b'])));
  expect(scan.hosts.map(({ id }) => id)).toEqual([`${ID}@esx-a.lab`, `${ID}@esx-b.lab`]);
  expect(verdicts(scan)).toEqual({ 'esx-a': 'pass', 'esx-b': 'fail' });
  expect(scan.remarks).toEqual([expect.stringContaining('esx-a of https://esx-a.lab/sdk, esx-b of')]);
  expect(parsed(scan)).toEqual(scan);
});

test.each([
  ['sorted by rule', (findings: readonly Finding[]) => findings.toSorted((a, b) => (a.rule < b.rule ? -1 : 1))],
  ['turned round', (findings: readonly Finding[]) => findings.toReversed()],
])('of findings that were %s after they were written, none is given to the wrong host', (_what, change) => {
  const scan = parsed(withFindings(boards(['esx-a', 'esx-b'], new Set(['esx-b'])), change));
  expect(verdicts(scan)).toEqual({ 'esx-a': 'unknown', 'esx-b': 'unknown' });
  expect(scan.findings.length).toBe(2 * RULES.length);
  expect(scan.summary.findings.unknown).toBeGreaterThanOrEqual(2);
});

const alike = (bad: readonly string[]): Scan => {
  const scan = boards(['esx-a', 'esx-b'], new Set(bad));
  return { ...scan, hosts: scan.hosts.map((host) => ({ ...host, name: 'localhost' })) };
};

test('hosts that have one name too cannot be told apart, but for what is said of both', () => {
  expect(new Set(parsed(alike(['esx-b'])).findings.map(({ verdict }) => verdict))).toContain('unknown');
  expect(verdicts(parsed(alike(['esx-a', 'esx-b'])))).toEqual({ localhost: 'fail' });
});

const waive = (findings: readonly Finding[]): readonly Finding[] =>
  findings.map(({ verdict, state, message, ...rest }) =>
    verdict === 'fail'
      ? { ...rest, verdict: 'waived', state: null, message: 'Waived.', waived: { verdict, state, message } }
      : { ...rest, verdict, state, message },
  );
const scan = parsed(withFindings(boards(['esx-a', 'esx-b'], new Set(['esx-b'])), waive));

test('a waiver that hid both by their id hides neither', () => {
  expect(verdicts(scan)).toEqual({ 'esx-a': 'pass', 'esx-b': 'fail' });
  expect(scan.summary.findings.waived).toBe(0);
});

test('one id twice in one target is no scan of ours', () => {
  const scan = boards(['esx-a', 'esx-b'], new Set());
  const [target] = scan.targets;
  const hosts = scan.hosts.map((host) => ({ ...host, target: target?.url ?? '' }));
  expect(() => parsed({ ...scan, hosts })).toThrow('The scan contradicts itself.');
});

function rank({ rule, verdict }: Finding, seed: number): number {
  return createHash('sha256').update(`${rule} ${verdict} ${seed}`).digest().readUInt32BE(0);
}

describe('any boards with one UUID', () => {
  const NAMES = ['esx-a', 'esx-b', 'esx-c', 'esx-d'];

  test('have their own verdict or unknown, in whatever order the findings stand', () => {
    const some = fc.subarray(NAMES, { minLength: 2 });
    const estate = some.chain((names) => fc.tuple(fc.constant(names), fc.subarray(names), fc.boolean(), fc.nat()));
    fc.assert(
      fc.property(estate, ([names, bad, shuffled, seed]) => {
        const scan = boards(names, new Set(bad));
        const shuffle = (findings: readonly Finding[]) =>
          shuffled ? findings.toSorted((a, b) => rank(a, seed) - rank(b, seed)) : findings;
        for (const [name, verdict] of Object.entries(verdicts(parsed(withFindings(scan, shuffle))))) {
          const own = bad.includes(name) ? 'fail' : 'pass';
          expect(shuffled ? ['unknown', own] : [own]).toContain(verdict);
        }
      }),
      { numRuns: runs(60) },
    );
  });
});
