import { describe, expect, test } from 'vitest';
import { prepatchReport } from '../../src/evaluate/readiness.ts';
import type { Finding, Verdict } from '../../src/model/finding.ts';
import type { Undertaking } from '../../src/model/rule.ts';
import type { RuleReport, Scan, ScannedHost } from '../../src/model/scan.ts';
import { aHost, aScan } from '../reports/fixture.ts';

const [DRS, OTHERS, HA] = ['prepatch/drs-fully-automated', 'prepatch/another-host-in-service', 'prepatch/ha-enabled'];

function rule(id: string, blocks?: readonly Undertaking[]): RuleReport {
  const rest = { title: id, severity: 'low', hash: '', references: [], profile: null } as const;
  return { id, ...rest, ...(blocks === undefined ? {} : { blocks }) };
}

function finding(id: string, verdict: Verdict, parts: Partial<Finding> = {}): Finding {
  return {
    rule: id,
    host: 'h',
    severity: 'low',
    verdict,
    state: null,
    horizons: { now: null, nextBoot: null, nextPatch: null },
    observed: null,
    expected: null,
    message: `${id} is ${verdict}.`,
    reason: verdict === 'unknown' ? 'fault' : null,
    notes: [],
    remedy: null,
    ...parts,
  };
}

const BLOCKING = [rule('a', ['patch']), rule('b', ['patch']), rule('up', ['upgrade']), rule('note')];

/** One host, by what each rule says of it. */
function answerOf(verdicts: Readonly<Record<string, Verdict>>, parts: Partial<Scan> = {}) {
  const hosts = parts.hosts ?? [aHost({ name: 'h', id: 'h' })];
  const findings = Object.entries(verdicts).map(([id, verdict]) => finding(id, verdict));
  const [host] = prepatchReport(aScan({ hosts, findings, rules: BLOCKING, ...parts })).hosts;
  if (host === undefined) throw new Error('there is a host');
  return host;
}

const waived = (verdict: Verdict) => finding('b', 'waived', { waived: { verdict, state: null, message: '' } });

describe('a release of a lower version', () => {
  const planned = { name: 'r', version: '8.0.2', build: '25626445', released: null, measured: false };

  test.each([
    ['9.0.0', 'downgrade'],
    ['8.0.3', 'downgrade'],
    ['8.0.2', 'patch'],
    ['7.0.3', 'upgrade'],
    [null, 'upgrade'],
  ])('on a host of %s it is a %s', (version, undertaking) => {
    const hosts = [aHost({ name: 'h', id: 'h', version })];
    expect(answerOf({ a: 'pass', b: 'pass' }, { hosts, targetRelease: planned }).undertaking).toBe(undertaking);
  });

  test('what blocks upgrades blocks it, and a scan that did not judge that has not looked', () => {
    const hosts = [aHost({ name: 'h', id: 'h', version: '8.0.3' })];
    const of = (parts: Partial<Scan>, up: Verdict) =>
      answerOf({ a: 'pass', b: 'pass', up }, { hosts, targetRelease: planned, ...parts }).answer;
    expect(of({}, 'fail')).toBe('not-ready');
    expect(of({ rules: [rule('a', ['patch']), rule('b', ['patch'])] }, 'pass')).toBe('unknown');
  });
});

describe('the answer', () => {
  test.each<[Verdict, Verdict, string]>([
    ['pass', 'pass', 'no-blocker-found'],
    ['pass', 'warn', 'no-blocker-found'],
    ['pass', 'not-applicable', 'no-blocker-found'],
    ['pass', 'waived', 'no-blocker-found'],
    ['pass', 'fail', 'not-ready'],
    ['unknown', 'fail', 'not-ready'],
    ['pass', 'unknown', 'unknown'],
    ['waived', 'unknown', 'unknown'],
    ['not-applicable', 'not-applicable', 'unknown'],
    ['waived', 'waived', 'unknown'],
  ])('%s and %s are %s', (a, b, answer) => {
    expect(answerOf({ a, b, note: 'pass' }).answer).toBe(answer);
  });

  test.each([
    ['fail', 'not-ready', { blockers: [{ rule: 'b' }], unread: [], notes: [] }],
    ['unknown', 'unknown', { blockers: [], unread: [{ rule: 'b' }], notes: [] }],
    ['pass', 'no-blocker-found', { blockers: [], unread: [], notes: [{ rule: 'b' }] }],
  ] as const)('a rule that blocks and only warns, and is %s now, is %s', (now, answer, told) => {
    const horizons = { now, nextBoot: null, nextPatch: null };
    const findings = [finding('a', 'pass'), finding('b', 'warn', { horizons })];
    const scan = aScan({ hosts: [aHost({ name: 'h', id: 'h' })], findings, rules: BLOCKING });
    expect(prepatchReport(scan).hosts[0]).toMatchObject({ answer, ...told });
  });

  test('a waiver takes away what was read, and nothing that nobody has seen', () => {
    const answers = (['fail', 'unknown'] as const).map((verdict) => {
      const scan = aScan({
        hosts: [aHost({ name: 'h', id: 'h' })],
        findings: [finding('a', 'pass'), waived(verdict)],
        rules: BLOCKING,
      });
      return prepatchReport(scan).hosts[0]?.answer;
    });
    expect(answers).toEqual(['no-blocker-found', 'unknown']);
  });

  test('what blocks nothing changes no answer, and is told', () => {
    for (const verdict of ['fail', 'unknown', 'warn'] as const) {
      const { answer, notes } = answerOf({ a: 'pass', b: 'pass', note: verdict });
      expect([answer, notes]).toMatchObject(['no-blocker-found', [{ rule: 'note', verdict }]]);
    }
  });

  test('a rule of which the scan holds no finding for the host was not looked at', () => {
    expect(answerOf({ a: 'pass' })).toMatchObject({
      answer: 'unknown',
      unread: [{ rule: 'b', reason: 'not-reported' }],
    });
  });

  test('every rule that blocks is accounted for once', () => {
    const found = answerOf({ a: 'pass', b: 'not-applicable' });
    expect(found).toMatchObject({ checked: 1, notCheckable: ['b'], blockers: [], unread: [], waived: [] });
  });

  test('what blocks an upgrade counts where the release is of another line, or where that was not read', () => {
    const targetRelease = { name: 'ESXi 7.0', version: '7.0.3', build: '1', released: null, measured: false };
    const to = (version: string | null) =>
      answerOf(
        { a: 'pass', b: 'pass', up: 'fail' },
        { targetRelease, hosts: [aHost({ name: 'h', id: 'h', version })] },
      );
    expect(['7.0.1', '6.7.0', null].map((version) => to(version).answer)).toEqual([
      'no-blocker-found',
      'not-ready',
      'not-ready',
    ]);
    expect(answerOf({ a: 'pass', b: 'pass', up: 'fail' }).answer).toBe('no-blocker-found');
  });
});

/** Two hosts without a blocker, and what their findings tell of the cluster. */
function cluster(
  observed: Readonly<Record<string, Finding['observed']>>,
  hosts: readonly Partial<ScannedHost>[] = [{}, {}],
) {
  const members = hosts.map((parts, index) => aHost({ name: `h${index}`, id: `h${index}`, ...parts }));
  const findings = members.flatMap(({ id }) => [
    finding('a', 'pass', { host: id }),
    finding('b', 'pass', { host: id }),
    ...Object.entries(observed).map(([name, value]) =>
      finding(name, value === null ? 'unknown' : 'pass', { host: id, observed: value }),
    ),
  ]);
  const { clusters } = prepatchReport(aScan({ hosts: members, findings, rules: BLOCKING }));
  return clusters[0];
}

const WELL = { [DRS ?? '']: 'fullyAutomated', [OTHERS ?? '']: '1', [HA ?? '']: 'true' };

describe('a cluster', () => {
  test('one host at once, where DRS moves VMs and another host is there', () => {
    expect(cluster(WELL)).toMatchObject({ atOnce: 1, drs: 'fullyAutomated', ha: true });
    expect(cluster({ ...WELL, [HA ?? '']: 'false' })).toMatchObject({ atOnce: 1, ha: false });
  });

  test.each([
    [{ [DRS ?? '']: 'manual' }, 'DRS is manual'],
    [{ [OTHERS ?? '']: '0' }, 'no other host of it is in service'],
  ])('none by itself: %j', (parts, because) => {
    expect(cluster({ ...WELL, ...parts })).toMatchObject({ atOnce: 0, because: expect.stringContaining(because) });
  });

  test.each([
    [{ [DRS ?? '']: null }, 'DRS is not known: '],
    [{ [OTHERS ?? '']: null }, 'was not read'],
    [{ [OTHERS ?? '']: 'many' }, 'was not read'],
  ])('unknown where it was not read: %j', (parts, because) => {
    expect(cluster({ ...WELL, ...parts })).toMatchObject({ atOnce: null, because: expect.stringContaining(because) });
  });

  test.each<Partial<ScannedHost>>([
    { inMaintenanceMode: true },
    { inMaintenanceMode: null },
    { connectionState: 'disconnected' },
    { connectionState: null },
  ])('none while a host of it is out of service, or may be: %j', (parts) => {
    expect(cluster(WELL, [{}, { name: 'out', ...parts }])).toMatchObject({
      atOnce: 0,
      because: expect.stringContaining('out'),
    });
  });

  test('a host that stands alone is in none, and clusters of one name are apart', () => {
    expect(cluster(WELL, [{ cluster: null }])).toBeUndefined();
    const hosts = ['one', 'two'].map((datacenter) => aHost({ name: datacenter, id: datacenter, datacenter }));
    expect(prepatchReport(aScan({ hosts, findings: [], rules: BLOCKING })).clusters).toHaveLength(2);
  });
});
