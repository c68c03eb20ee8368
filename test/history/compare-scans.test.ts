import { expect, test } from 'vitest';
import { compareScans } from '../../src/history/compare-scans.ts';
import type { Finding } from '../../src/model/finding.ts';
import { unread } from '../../src/model/reading.ts';
import type { Scan, ScannedHost } from '../../src/model/scan.ts';
import { aHost, aScan, aSetting } from '../reports/fixture.ts';

function hostWith(name: string, parts: Partial<ScannedHost> = {}): ScannedHost {
  return aHost({ name, uuid: `uuid-${name}`, serial: name, ...parts });
}

function scanWith(hosts: readonly ScannedHost[], findings: readonly Finding[] = []): Scan {
  return aScan({ hosts, findings });
}

function finding(host: ScannedHost, parts: Partial<Finding>): Finding {
  return {
    rule: 'hpe/gen8',
    host: host.id,
    severity: 'critical',
    verdict: 'pass',
    state: 'compliant',
    horizons: { now: 'pass', nextBoot: 'pass', nextPatch: null },
    observed: null,
    expected: null,
    message: '',
    reason: null,
    notes: [],
    remedy: null,
    ...parts,
  };
}

const BEFORE = hostWith('esx-01', { build: '1', release: 'one', bootTime: '2026-10-01T00:00:00Z' });
const values = (...texts: (string | null)[]): ScannedHost['kernel'] => new Map([['iovDisableIR', aSetting(texts)]]);

test('a scan compared with itself has no change', () => {
  const scan = scanWith([hostWith('a', { kernel: values('TRUE', 'FALSE', 'FALSE') }), hostWith('b')]);
  expect(compareScans(scan, scan)).toMatchObject({
    compared: 2,
    changed: [],
    onlyBefore: [],
    onlyNow: [],
    changedRules: [],
  });
});

test('build, boot, values and verdict of a host that was patched', () => {
  const before = { ...BEFORE, kernel: values('FALSE', 'FALSE', 'FALSE') };
  const after = {
    ...BEFORE,
    build: '2',
    release: null,
    bootTime: '2026-10-02T00:00:00Z',
    kernel: values('TRUE', 'TRUE', 'TRUE'),
  };
  const since = compareScans(
    scanWith([before], [finding(before, { verdict: 'warn', state: 'may-regress-on-patch' })]),
    scanWith([after], [finding(after, { verdict: 'fail', state: 'non-compliant' })]),
  );
  expect(since.changed).toEqual([
    {
      host: after.id,
      changes: [
        { kind: 'release', before: { build: '1', release: 'one' }, after: { build: '2', release: null } },
        { kind: 'reboot', before: '2026-10-01T00:00:00Z', after: '2026-10-02T00:00:00Z' },
        { kind: 'setting', setting: 'iovDisableIR', which: 'default', before: 'FALSE', after: 'TRUE' },
        { kind: 'setting', setting: 'iovDisableIR', which: 'configured', before: 'FALSE', after: 'TRUE' },
        { kind: 'setting', setting: 'iovDisableIR', which: 'runtime', before: 'FALSE', after: 'TRUE' },
        {
          kind: 'verdict',
          rule: 'hpe/gen8',
          before: { verdict: 'warn', state: 'may-regress-on-patch' },
          after: { verdict: 'fail', state: 'non-compliant' },
        },
      ],
    },
  ]);
});

test.each([
  ['another notation', values('FALSE', 'false', '0'), values('false', '0', 'FALSE')],
  ['a value that was not read before', values('FALSE', null, null), values('FALSE', 'TRUE', 'TRUE')],
  ['a value that is not read now', values('FALSE', 'TRUE', 'TRUE'), values('FALSE', null, null)],
  [
    'a host that is not read now',
    values('FALSE', 'TRUE', 'TRUE'),
    new Map([['iovDisableIR', unread({ code: 'timeout', detail: '' })]]),
  ],
  ['a setting that was not asked for before', new Map(), values('TRUE', 'TRUE', 'TRUE')],
])('%s is no change', (_, before, after) => {
  expect(
    compareScans(scanWith([{ ...BEFORE, kernel: before }]), scanWith([{ ...BEFORE, kernel: after }])).changed,
  ).toEqual([]);
});

test.each([
  ['2026-10-01T00:00:30Z', false],
  ['2026-09-30T00:00:00Z', false],
  ['2026-10-01T00:02:00Z', true],
  ['a while ago', false],
  [null, false],
])('a boot time of %s after 2026-10-01T00:00:00Z is a reboot: %s', (bootTime, isReboot) => {
  const { changed } = compareScans(scanWith([BEFORE]), scanWith([{ ...BEFORE, bootTime }]));
  expect(changed.length).toBe(Number(isReboot));
});

test('a host that was added again under another id is the same host, by its hardware', () => {
  const after = { ...BEFORE, id: 'vc/host-99', moid: 'host-99', uuid: BEFORE.uuid?.toUpperCase() ?? null, build: '2' };
  const since = compareScans(scanWith([BEFORE]), scanWith([after]));
  expect(since).toMatchObject({ compared: 1, onlyBefore: [], onlyNow: [], changed: [{ host: 'vc/host-99' }] });
});

test('an id that leads to other hardware is another host', () => {
  const after = { ...BEFORE, uuid: 'other', serial: 'other' };
  expect(compareScans(scanWith([BEFORE]), scanWith([after]))).toMatchObject({
    compared: 0,
    onlyBefore: [{ id: BEFORE.id, uuid: 'uuid-esx-01', asked: true }],
    onlyNow: [{ id: BEFORE.id, uuid: 'other' }],
  });
});

test('hardware that two hosts claim tells nothing: their ids do', () => {
  const twins = ['a', 'b'].map((name, index) => hostWith(name, { id: `vc/${index}`, uuid: 'same', serial: 'same' }));
  const swapped = twins.toReversed().map((host) => ({ ...host, build: `${host.name}-2` }));
  const since = compareScans(scanWith(twins), scanWith(swapped));
  expect(since.compared).toBe(2);
  expect(since.changed.map(({ host }) => host)).toEqual(['vc/1', 'vc/0']);
});

test('a host without hardware identity is matched by its id', () => {
  const bare = { ...BEFORE, uuid: null, serial: null };
  expect(compareScans(scanWith([bare]), scanWith([BEFORE])).compared).toBe(1);
});

test('hosts of a target that could not be asked have not vanished', () => {
  const before = scanWith([BEFORE, hostWith('esx-02')]);
  const target = before.targets[0];
  if (target === undefined) throw new Error('no target');
  const failed = { ...target, error: { code: 'TIMEOUT', message: 'late' } };
  const since = compareScans(before, { ...scanWith([]), targets: [failed] });
  expect(since.onlyBefore.map(({ asked }) => asked)).toEqual([false, false]);
});

test('a rule that reads otherwise is named', () => {
  const rule = { id: 'hpe/gen8', title: '', severity: 'high', hash: 'a', references: [], profile: null } as const;
  const before = { ...scanWith([]), rules: [rule, { ...rule, id: 'x/gone' }] };
  const after = {
    ...scanWith([]),
    rules: [
      { ...rule, hash: 'b' },
      { ...rule, id: 'x/new' },
    ],
  };
  expect(compareScans(before, after).changedRules).toEqual(['hpe/gen8']);
});

test('that a rule was asked for in one scan alone is no change; that the host began to be used is one', () => {
  const would = { verdict: 'fail', state: 'non-compliant', message: '', remedy: null } as const;
  const unasked = finding(BEFORE, { verdict: 'warn', state: null, asked: { by: 'nobody', ...would } });
  const named = finding(BEFORE, { verdict: 'fail', state: 'non-compliant', asked: { by: 'name' } });
  const used = finding(BEFORE, { verdict: 'fail', state: 'non-compliant', asked: { by: 'use' } });
  const changed = (before: Finding, after: Finding) =>
    compareScans(scanWith([BEFORE], [before]), scanWith([BEFORE], [after])).changed.length;
  expect([changed(unasked, named), changed(named, unasked)]).toEqual([0, 0]);
  expect([changed(unasked, used), changed(used, unasked)]).toEqual([1, 1]);
  expect(changed(unasked, finding(BEFORE, {}))).toBe(1);
});

/** A scan of the host by one rule, of some framework and profile. */
function judgedBy(id: string, hash: string, parts: Partial<Finding>, profile: string | null = null): Scan {
  const rule = { id, title: '', severity: 'high', hash, references: [], profile } as const;
  return { ...scanWith([BEFORE], [finding(BEFORE, { rule: id, ...parts })]), rules: [rule] };
}

test('scans without a rule in common tell which rules each has, and no host is as before', () => {
  const since = compareScans(judgedBy('x/a@stig', 'a', {}), judgedBy('x/a', 'b', {}));
  expect(since).toMatchObject({ onlyRulesBefore: ['x/a@stig'], onlyRulesNow: ['x/a'], changed: [] });
  expect(since.uncompared).toEqual([BEFORE.id]);
});

test('a host whose verdicts are unknown in one of the scans is not as before; one that changed is changed', () => {
  const unknown = { verdict: 'unknown', state: 'unknown' } as const;
  expect(compareScans(judgedBy('x/a', 'a', unknown), judgedBy('x/a', 'a', unknown)).uncompared).toEqual([BEFORE.id]);
  expect(compareScans(judgedBy('x/a', 'a', {}), judgedBy('x/a', 'a', {})).uncompared).toEqual([]);
  const became = compareScans(judgedBy('x/a', 'a', {}), judgedBy('x/a', 'a', unknown));
  expect([became.changed.length, became.uncompared]).toEqual([1, []]);
});

const FAIL = { verdict: 'fail', state: 'non-compliant' } as const;
const by = (framework: string | null) => ({ evidence: { framework, controls: [], reads: [] } });

test.each<[string, Scan, Scan, string | undefined]>([
  ['another framework', judgedBy('x/a', 'a', FAIL), judgedBy('x/a', 'b', by('stig-esxi-8')), 'another-framework'],
  ['another profile', judgedBy('x/a', 'a', FAIL), judgedBy('x/a', 'b', {}, 'stig'), 'another-profile'],
  ['a rule that reads otherwise', judgedBy('x/a', 'a', FAIL), judgedBy('x/a', 'b', {}), undefined],
  [
    'the same frameworks, on a host that was upgraded',
    judgedBy('x/a', 'a', { ...FAIL, ...by('stig-esxi-7') }),
    judgedBy('x/a', 'a', by('stig-esxi-8')),
    undefined,
  ],
])('a verdict by %s says so', (_, before, after, expected) => {
  const [change] = compareScans(before, after).changed[0]?.changes ?? [];
  expect(change?.kind === 'verdict' ? change.judgedBy : 'no change of verdict').toBe(expected);
});
