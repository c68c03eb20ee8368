import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SCAN_REPORTERS } from '../../reports/scan.ts';
import { complianceOf, intervalText } from '../../reports/scan/summary/compliance.ts';
import { decidersOf } from '../../reports/scan/summary/deciders.ts';
import { ruleRowsOf, ruleTalliesOf } from '../../reports/scan/summary/rule-rows.ts';
import { actionsOf } from '../../reports/scan/summary/actions.ts';
import type { ScanView } from '../../src/model/scan-view.ts';
import { WHOLE_VIEW } from '../../src/model/scan-view.ts';
import { VERDICTS } from '../../src/model/finding.ts';
import type { RenderOptions } from '../../src/model/reporter.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Scan, ScannedHost } from '../../src/model/scan.ts';
import { isWhole } from '../support/sample.ts';
import { aHost, aScan } from './fixture.ts';
import { fullScan } from './full-scan/full-scan.ts';
import { PIPE, rendered } from './rendered.ts';

const WIDE = { width: 120, colour: false } as const;

function shown(scan: Scan, page: RenderOptions = PIPE): string {
  return rendered(SCAN_REPORTERS, 'table', scan, page);
}

function viewed(scan: Scan, view: Partial<ScanView>): string {
  return shown(scan, { ...WIDE, view: { ...WHOLE_VIEW, ...view } });
}

/** Rows of the table: severity, state, rule. */
function rowsIn(text: string): readonly string[] {
  const rows = text.matchAll(/^ {2}(critical|high|medium|low|info) +(\S+) +(\(\d+ rules?\)|\S+?):? +\d/gm);
  return [...rows].map(([, severity, state, rule]) => `${severity} ${state} ${rule}`);
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

const RULE = { id: 'pack/rule', title: 'A rule', severity: 'high', hash: '0', references: [], profile: null } as const;

const DISCONNECTED = { code: 'disconnected', detail: 'the host is disconnected from vCenter' } as const;
const AWAY = { verdict: 'unknown', state: 'unknown', reason: 'disconnected' } as const;
const FAILS = { verdict: 'fail', state: 'non-compliant' } as const;

test('failures and what is not known come worst severity first, then warnings and waivers', () => {
  expect(rowsIn(shown(fullScan(), WIDE))).toEqual([
    'critical non-compliant hpe/gen8-interrupt-remapping',
    'critical unknown (3 rules)',
    'critical unknown hpe/gen8-interrupt-remapping',
    'high non-compliant vic/outbound-2377',
    'high unknown vic/outbound-2377',
    'critical warning hpe/gen8-interrupt-remapping',
    'high warning vic/outbound-2377',
    'high waived vic/outbound-2377',
    'low warning hpe/pre-gen8-interrupt-remapping',
  ]);
});

test('hosts that fail after a reboot alone are counted apart, with what to set before it', () => {
  const text = shown(fullScan(), WIDE);
  expect(text).toMatch(/gen8-interrupt-remapping +3 +\+ 1 after reboot/);
  expect(text).toContain('set iovDisableIR=FALSE before any reboot: esx-03.lab.example');
  expect(text).toContain('only reboot: esx-02.lab.example');
});

test('details mark the values that make the verdict, and only those, and name every host', () => {
  const text = viewed(fullScan(), { details: true });
  expect(text).toMatch(/reboot-pending Def:TRUE Con:FALSE Run:TRUE!\n +Gen8-A: esx-02/);
  expect(text).toMatch(/regresses-on-reboot Def:FALSE Con:TRUE! Run:FALSE\n +Gen8-A: esx-03/);
  for (const { name } of fullScan().hosts) expect(text).toContain(name);
});

test('a host that could not be asked is told once and not once a rule', () => {
  const hosts = someHosts(12, { cluster: 'A', trouble: DISCONNECTED });
  const findings = hosts.flatMap((host) => [
    finding(host, { ...AWAY, rule: 'pack/one', message: 'one could not be read' }),
    finding(host, { ...AWAY, rule: 'pack/two', message: 'two could not be read' }),
  ]);
  const text = shown(aScan({ hosts, findings }), WIDE);
  expect(rowsIn(text)).toEqual(['high unknown (2 rules)']);
  expect(text.match(/unreachable \(disconnected\)/g)).toHaveLength(1);
});

test('passes are counted, not listed', () => {
  const hosts = someHosts(200);
  const findings = hosts.map((host) => finding(host, {}));
  const text = shown(aScan({ hosts, findings, rules: [RULE] }));
  expect(text).toContain('200 hosts');
  expect(text.split('\n').length).toBeLessThan(20);
  expect(text).toContain('COMPLIANT  everywhere the rules apply');
  expect(text).toContain('1 rule fails nowhere; unread on no host');
});

test('a rule with hosts that were not read is not said to have been read everywhere', () => {
  const hosts = [...someHosts(3), aHost({ name: 'esx-9', trouble: DISCONNECTED })];
  const findings = hosts.map((host) => finding(host, host.trouble === null ? {} : AWAY));
  const text = shown(aScan({ hosts, findings, rules: [RULE] }));
  expect(text).toContain('1 rule fails nowhere; unread on 1 host');
});

test('a host that tells less than usual hides no other reason: what is unknown for one of its own has its row', () => {
  const trouble = { code: 'no-permission', detail: 'the account lacks a privilege' } as const;
  const [host = aHost({ name: 'esx' }), other = aHost({ name: 'esx' })] = someHosts(2, { trouble });
  const rules = ['one', 'two', 'three'].map((name) => ({ ...RULE, id: `pack/${name}` }));
  const findings = [host, other].flatMap((each) => [
    finding(each, { rule: 'pack/one', verdict: 'unknown', state: 'unknown', reason: 'no-permission' }),
    finding(each, {
      rule: 'pack/two',
      verdict: 'unknown',
      state: 'unknown',
      reason: 'parameter-needed',
      message: 'Give --vch-network.',
    }),
    finding(each, { rule: 'pack/three' }),
  ]);
  const text = shown(aScan({ hosts: [host, other], findings, rules }), WIDE);
  expect(rowsIn(text)).toEqual(['high unknown (1 rule)', 'high unknown pack/two']);
  expect(text).toContain('Give --vch-network');
  expect(text).toContain('1 rule fails nowhere; unread on no host');
});

test('a rule without a finding for a host was not read there', () => {
  const hosts = someHosts(3);
  const findings = hosts.slice(0, 2).map((host) => finding(host, {}));
  const rules = [RULE, { ...RULE, id: 'pack/silent' }];
  const text = shown(aScan({ hosts, findings, rules }), WIDE);
  expect(text).toContain('1 rule fails nowhere; unread on 1 host');
  expect(text).toContain('1 rule passed nowhere, and not read everywhere');
});

test('hosts that no rule judges are counted as such, so that all parts are all hosts', () => {
  const hosts = someHosts(3);
  const findings = hosts.map((host, index) =>
    finding(host, index === 0 ? {} : { verdict: 'not-applicable', state: null }),
  );
  expect(shown(aScan({ hosts, findings, rules: [RULE] }), WIDE)).toMatch(/Current state +1 compliant, 2 not judged\n/);
});

test('where a vCenter is missing, a rule that applies nowhere applies to none of the hosts that are known', () => {
  const hosts = someHosts(2);
  const findings = hosts.map((host) => finding(host, { verdict: 'not-applicable', state: null }));
  const text = shown(aScan({ hosts, findings, rules: [RULE], targets: fullScan().targets }), WIDE);
  expect(text).toContain('1 rule applies to none of the hosts that are known');
});

test('a host with a waived failure is none of the compliant ones', () => {
  const [host = aHost({ name: 'esx' }), other = aHost({ name: 'esx' })] = someHosts(2);
  const findings = [finding(host, { verdict: 'waived', state: null }), finding(other, {})];
  expect(shown(aScan({ hosts: [host, other], findings, rules: [RULE] }), WIDE)).toMatch(
    /Current state +1 waived, 1 compliant\n/,
  );
});

test('a rule that applies nowhere is not among those that fail nowhere', () => {
  const hosts = someHosts(1);
  const findings = hosts.map((host) => finding(host, { verdict: 'not-applicable', state: null }));
  const text = shown(aScan({ hosts, findings, rules: [RULE] }));
  expect(text).toContain('None of the rules applies to these hosts');
  expect(text).not.toContain('fails nowhere');
});

test('a scan without hosts says so and is not a pass', () => {
  const text = shown(aScan({ hosts: [], findings: [] }));
  expect(text).toContain('No host was judged');
  expect(text).not.toMatch(/COMPLIANT/);
});

test('a target that could not be asked is named first, and no share of all hosts is told', () => {
  const [host = aHost({ name: 'esx' })] = someHosts(1);
  const { targets } = fullScan();
  const text = shown(aScan({ hosts: [host], findings: [finding(host, {})], targets }));
  expect(text.indexOf('CONNECTION_REFUSED')).toBeLessThan(text.indexOf('UNKNOWN'));
  expect(text).toContain('UNKNOWN  for 1 target; nothing that was read fails');
  expect(text).toContain('no share can be told');
  expect(text).not.toContain('%');
});

test.each([
  [['pass', 'warn', 'unknown', 'fail'], 'NON-COMPLIANT  1 of 4 hosts, 1 could not be judged'],
  [['pass', 'warn', 'unknown'], 'UNKNOWN  on 1 host; nothing that was read fails'],
  [['pass', 'warn'], 'WARNING  on 1 host; nothing fails'],
  [['pass', 'not-applicable'], 'COMPLIANT  everywhere the rules apply'],
] as const)('the result of %j is the worst of them', (verdicts, result) => {
  const hosts = someHosts(verdicts.length);
  const findings = hosts.flatMap((host, index) => {
    const verdict = verdicts[index];
    return verdict === undefined ? [] : [finding(host, { verdict })];
  });
  expect(shown(aScan({ hosts, findings }))).toContain(`${result}\n`);
});

test('each note is told once among the details, with its reference and on how many hosts', () => {
  const text = viewed(fullScan(), { details: true });
  expect(text.match(/is for HPE support to say/g)).toHaveLength(1);
  expect(text).toContain('(VMware KB 2147325) [4 hosts]');
});

test('what would decide the unknown and what to do next follow from what was found', () => {
  const text = shown(fullScan());
  expect(text).toContain('--vch-address decides 1 finding');
  expect(text).toContain('reconnect 4 hosts decides 12 findings');
  expect(text).toContain('esxcheck rules show hpe/gen8-interrupt-remapping');
  expect(text).toContain('esxcheck kernel iovDisableIR');
});

test('hosts of several vCenters are told apart', () => {
  const hosts = [aHost({ name: 'a1' }), aHost({ name: 'b2', target: 'https://vc09.lab.example/sdk' })];
  const text = shown(aScan({ hosts, findings: hosts.map((host) => finding(host, FAILS)), rules: [RULE] }));
  expect(text).toContain('vc01.lab.example:Lab/Gen8-A');
  expect(text).toContain('vc09.lab.example:Lab/Gen8-A');
});

describe('an estate of any size', () => {
  test.each(isWhole(process.env) ? [1, 16, 800, 5000] : [1, 16, 800])(
    '%i hosts fill at most two screens, and no failing rule stays unnamed',
    (count) => {
      const hosts = someHosts(count).map((host, index) => ({ ...host, cluster: `cluster-${index % 200}` }));
      const rules = Array.from({ length: 65 }, (_, index) => ({ ...RULE, id: `pack/rule-${index}` }));
      const findings = hosts.flatMap((host) =>
        rules.map(({ id }) =>
          finding(host, { ...FAILS, rule: id, severity: 'medium', message: `${host.name} is not so` }),
        ),
      );
      const text = shown(aScan({ hosts, findings, rules }), WIDE);
      if (count > 1) expect(text.split('\n').length).toBeLessThan(100);
      for (const { id } of rules) expect(text).toContain(id);
    },
  );
});

function scanFrom(parts: readonly (readonly [Finding['verdict'], string, number])[]): Scan {
  const hosts = someHosts(10);
  const rules = ['one', 'two', 'three'].map((name) => ({ ...RULE, id: `pack/${name}` }));
  const seen = new Map(
    parts.map(([verdict, name, index]) => [`${name} ${index}`, { verdict, name, host: hosts[index] ?? hosts[0] }]),
  );
  const findings = [...seen.values()].flatMap(({ verdict, name, host }) =>
    host === undefined ? [] : [finding(host, { verdict, rule: `pack/${name}`, state: null })],
  );
  return aScan({ hosts, findings, rules });
}

describe('sums', () => {
  const scans = fc.array(fc.tuple(fc.constantFrom(...VERDICTS), fc.constantFrom('one', 'two', 'three'), fc.nat(9)), {
    maxLength: 60,
  });

  test('no interval is upside down, unknown is in every denominator, and hosts of all kinds make all hosts', () => {
    fc.assert(
      fc.property(scans, (parts) => {
        const scan = scanFrom(parts);
        const { counts, hosts, checks } = complianceOf(scan);
        const { all, ...kinds } = counts;
        expect(Object.values(kinds).reduce((sum, count) => sum + count, 0)).toBe(all);
        for (const { proven, possible, all: total } of [hosts, checks]) {
          expect(proven).toBeLessThanOrEqual(possible);
          expect(possible).toBeLessThanOrEqual(total);
        }
        const judged = scan.findings.filter(({ verdict }) => verdict !== 'not-applicable');
        expect(checks.all).toBe(judged.length);
      }),
    );
  });

  test('no row exceeds the header, its causes make its hosts, and tallies and rows are the findings', () => {
    fc.assert(
      fc.property(scans, (parts) => {
        const scan = scanFrom(parts);
        const rows = ruleRowsOf(scan);
        for (const { hosts, causes, places } of rows) {
          expect(hosts.length).toBeLessThanOrEqual(scan.summary.hosts);
          expect(causes.reduce((sum, cause) => sum + cause.hosts.length, 0)).toBe(hosts.length);
          expect(places.reduce((sum, place) => sum + place.hosts, 0)).toBe(hosts.length);
        }
        expect(rows.reduce((sum, row) => sum + row.hosts.length, 0)).toBe(scan.findings.length);
        const told = ruleTalliesOf(scan).flatMap(({ counts }) => Object.values(counts));
        expect(told.reduce((sum, count) => sum + count, 0)).toBe(scan.findings.length);
      }),
    );
  });

  test('what would decide the unknown is every unknown finding, and every failure is in an action', () => {
    fc.assert(
      fc.property(scans, (parts) => {
        const scan = scanFrom(parts);
        const unknown = scan.findings.filter(({ verdict }) => verdict === 'unknown');
        expect(decidersOf(scan).reduce((sum, { findings }) => sum + findings, 0)).toBe(unknown.length);
        const failing = new Set(scan.findings.filter(({ verdict }) => verdict === 'fail').map(({ host }) => host));
        expect(new Set(actionsOf(scan).flatMap(({ hosts }) => hosts.map(({ id }) => id)))).toEqual(failing);
      }),
    );
  });

  test('what is left out by --only and --severity is never said to fail nowhere', () => {
    fc.assert(
      fc.property(scans, fc.subarray([...VERDICTS], { minLength: 1 }), (parts, only) => {
        const scan = scanFrom(parts);
        const closing = /^ {2}(none seen|unknown {3}|n\/a) .*$/gm;
        const whole = shown(scan, WIDE).match(closing);
        expect(viewed(scan, { only, severity: 'critical' }).match(closing)).toEqual(whole);
      }),
    );
  });
});

test.each([
  [0, 5000, '0.0 %'],
  [1, 5000, '0.1 %'],
  [4999, 5000, '99.9 %'],
  [5000, 5000, '100.0 %'],
  [0, 0, '-'],
])('%i of %i is never rounded to all or nothing', (count, all, text) => {
  expect(intervalText({ proven: count, possible: count, all, whole: true })).toBe(text);
  expect(intervalText({ proven: count, possible: count, all, whole: false })).toBe('not known');
});

test('--by host gives each host one row, the worst first', () => {
  const text = viewed(fullScan(), { by: 'host' });
  const names = [...text.matchAll(/^ {2}(esx-\d+)\.lab\.example +\S* +(non-compliant|unknown|warning|compliant) /gm)];
  expect(names).toHaveLength(fullScan().hosts.length);
  expect(names.map(([, , state]) => state)).toEqual(
    names.map(([, , state]) => state).toSorted((one, other) => ORDER.indexOf(one) - ORDER.indexOf(other)),
  );
});

const ORDER: readonly (string | undefined)[] = ['non-compliant', 'unknown', 'warning', 'compliant'];

test('--summary is what it comes to, and nothing else', () => {
  const text = viewed(fullScan(), { summary: true });
  expect(text).toContain('NON-COMPLIANT');
  expect(rowsIn(text)).toEqual([]);
  expect(text).not.toContain('Next');
});

test('--top says how many rows it leaves out', () => {
  const text = viewed(fullScan(), { top: 2 });
  expect(text).toMatch(/and \d+ more rows by --top/);
});

test('one host is shown completely', () => {
  const [host = aHost({ name: 'esx' })] = someHosts(1);
  const text = shown(aScan({ hosts: [host], findings: [finding(host, FAILS)] }), WIDE);
  for (const label of ['Cluster', 'Release', 'Hardware', 'Serial number', 'Booted']) expect(text).toContain(label);
  expect(text).toContain('non-compliant high pack/rule');
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
  const hosts = [aHost({ name }), aHost({ name: 'esx-2' })];
  const scan = aScan({ hosts, findings: hosts.map((host) => finding(host, FAILS)) });
  expect(shown(scan, { ...PIPE, view: { ...WHOLE_VIEW, details: true } })).toContain(`${name}, esx-2`);
});
