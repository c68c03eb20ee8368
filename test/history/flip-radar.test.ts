import { expect, test } from 'vitest';
import { compareScans } from '../../src/history/compare-scans.ts';
import type { BuildStep, Flip } from '../../src/model/flip.ts';
import type { Finding } from '../../src/model/finding.ts';
import { ABSENT, unread } from '../../src/model/reading.ts';
import type { RuleReport, Scan, ScannedHost } from '../../src/model/scan.ts';
import { aHost, aScan, aSetting } from '../reports/fixture.ts';

type Kernel = ScannedHost['kernel'];
type Values = readonly [string | null, string | null, string | null];

const SILENT = unread({ code: 'timeout', detail: '' });
const OFF: Values = ['FALSE', 'FALSE', 'FALSE'];
const ON: Values = ['TRUE', 'TRUE', 'TRUE'];

const setting = (...values: Values): Kernel => new Map([['iovDisableIR', aSetting(values)]]);

function host(name: string, build: string | null, kernel: Kernel, parts: Partial<ScannedHost> = {}): ScannedHost {
  return aHost({ name, uuid: `uuid-${name}`, serial: name, build, release: null, kernel, ...parts });
}

/** Hosts that go from build 1 to build 2, each with its kernel before and after. */
function crossing(...kernels: readonly (readonly [Kernel, Kernel])[]): readonly [ScannedHost[], ScannedHost[]] {
  const names = kernels.map((_, index) => `esx-${index + 1}`);
  return [
    kernels.map(([before], index) => host(names[index] ?? '', '1', before)),
    kernels.map(([, after], index) => host(names[index] ?? '', '2', after)),
  ];
}

function stepsOf(before: readonly ScannedHost[], after: readonly ScannedHost[]): readonly BuildStep[] {
  return compareScans(scan(before), scan(after)).flips?.steps ?? [];
}

function scan(hosts: readonly ScannedHost[], parts: Partial<Scan> = {}): Scan {
  return aScan({ hosts, findings: [], ...parts });
}

function stepOf([before, after]: readonly [ScannedHost[], ScannedHost[]]): BuildStep {
  const [step, ...others] = stepsOf(before, after);
  if (step === undefined || others.length > 0) throw new Error('one step was expected');
  return step;
}

const brief = ({ setting: name, kind, before, after, extent, hosts, read }: Flip) =>
  `${name} ${kind} ${before} ${after} ${extent} ${hosts}/${read}`;

test('what all hosts of a step show is a flip', () => {
  const step = stepOf(crossing([setting(...OFF), setting(...ON)], [setting(...OFF), setting(...ON)]));
  expect(step).toMatchObject({
    before: { build: '1' },
    after: { build: '2' },
    vendor: 'HP',
    model: 'ProLiant DL380p Gen8',
    compared: 1,
    unread: 0,
    silent: 0,
    drift: [],
  });
  expect(step.hosts).toHaveLength(2);
  expect(step.flips.map(brief)).toEqual(['iovDisableIR default FALSE TRUE all 2/2']);
  expect(step.flips[0]).toMatchObject({ followed: 2, kept: 0 });
});

test('a single host is told as such, and so is what less than half of the step told', () => {
  const one = stepOf(crossing([setting(...OFF), setting(...ON)]));
  expect(one.flips.map(brief)).toEqual(['iovDisableIR default FALSE TRUE one 1/1']);
  const blind: readonly [Kernel, Kernel] = [setting(...OFF), new Map([['iovDisableIR', SILENT]])];
  const few = stepOf(
    crossing([setting(...OFF), setting(...ON)], [setting(...OFF), setting(...ON)], blind, blind, blind),
  );
  expect(few.flips.map(brief)).toEqual(['iovDisableIR default FALSE TRUE few-read 2/2']);
  expect(few).toMatchObject({ silent: 3, compared: 1 });
});

test('what few hosts show is drift, with their names; what most show names the others', () => {
  const [flips, same]: (readonly [Kernel, Kernel])[] = [
    [setting(...OFF), setting(...ON)],
    [setting(...OFF), setting(...OFF)],
  ];
  if (flips === undefined || same === undefined) throw new Error('both are there');
  const drifting = stepOf(crossing(same, flips, same, same));
  expect(drifting.flips).toEqual([]);
  expect(drifting.drift).toMatchObject([{ extent: 'few', hosts: 1, read: 4, named: [drifting.hosts[1]] }]);
  const most = stepOf(crossing(flips, same, flips, flips));
  expect(most.drift).toEqual([]);
  expect(most.flips).toMatchObject([{ extent: 'most', hosts: 3, read: 4, named: [most.hosts[1]] }]);
  const half = stepOf(crossing(flips, same));
  expect([half.flips, half.drift.map(({ extent }) => extent)]).toEqual([[], ['few']]);
  const twoOfThree = stepOf(crossing(flips, same, flips));
  expect([twoOfThree.flips, twoOfThree.drift.map(({ hosts }) => hosts)]).toEqual([[], [2]]);
});

test.each<[string, Kernel, Kernel]>([
  ['another notation', setting('FALSE', 'FALSE', 'FALSE'), setting('0', 'false', '0x0')],
  ['a value that was set', setting(...OFF), setting('FALSE', 'TRUE', 'TRUE')],
  ['a default that was not told before', setting(null, 'FALSE', 'FALSE'), setting(...ON)],
  ['a default that is not told now', setting(...OFF), setting(null, 'TRUE', 'TRUE')],
  ['a setting that could not be read', setting(...OFF), new Map([['iovDisableIR', SILENT]])],
  ['a setting that was not asked for', new Map(), setting(...ON)],
])('%s is no flip', (_, before, after) => {
  const step = stepOf(crossing([before, after], [before, after]));
  expect([...step.flips, ...step.drift]).toEqual([]);
});

test('what was not read both times is neither changed nor the same, and the step says so', () => {
  const step = stepOf(crossing([setting(...OFF), new Map()], [new Map(), setting(...ON)]));
  expect(step).toMatchObject({ compared: 0, unread: 1, silent: 2, flips: [] });
});

test('a setting is new or gone where its absence was read, and nowhere else', () => {
  const [there, absent]: Kernel[] = [setting(...OFF), new Map([['iovDisableIR', ABSENT]])];
  if (there === undefined || absent === undefined) throw new Error('both are there');
  const added = stepOf(crossing([absent, there], [absent, there]));
  expect(added.flips.map(brief)).toEqual(['iovDisableIR new null FALSE all 2/2']);
  const gone = stepOf(crossing([there, absent], [there, absent]));
  expect(gone.flips.map(brief)).toEqual(['iovDisableIR gone FALSE null all 2/2']);
  const nowhere = stepOf(crossing([absent, absent], [absent, absent]));
  expect(nowhere).toMatchObject({ flips: [], drift: [], compared: 0, unread: 0 });
  const doubtful = { tool: { name: 'esxcheck', version: '1.0.0' } };
  const [before, after] = crossing([absent, there], [absent, there]);
  expect(compareScans(scan(before, doubtful), scan(after)).flips?.steps[0]).toMatchObject({ flips: [], unread: 1 });
});

test('a host without a change of build never makes a flip', () => {
  const before = [host('a', '1', setting(...OFF)), host('b', null, setting(...OFF)), host('c', '1', setting(...OFF))];
  const after = [host('a', '1', setting(...ON)), host('b', '2', setting(...ON)), host('c', null, setting(...ON))];
  expect(compareScans(scan(before), scan(after)).flips).toEqual({ steps: [], buildUnread: 2 });
});

test('a host that was replaced is another host', () => {
  const before = [host('a', '1', setting(...OFF))];
  const after = [host('a', '2', setting(...ON), { uuid: 'other', serial: 'other' })];
  expect(stepsOf(before, after)).toEqual([]);
});

test('steps are told apart by build and model; going back is a step of its own', () => {
  const other = { model: 'PowerEdge R640', vendor: 'Dell Inc.' };
  const pairs: readonly (readonly [ScannedHost, ScannedHost])[] = [
    [host('a', '1', setting(...OFF)), host('a', '2', setting(...ON))],
    [host('b', '1', setting(...OFF)), host('b', '2', setting(...ON), { model: null })],
    [host('c', '2', setting(...ON)), host('c', '1', setting(...OFF))],
    [host('d', '1', setting(...OFF), other), host('d', '2', setting(...OFF), other)],
  ];
  const steps = stepsOf(
    pairs.map(([before]) => before),
    pairs.map(([, after]) => after),
  );
  expect(steps.map(({ before, model, hosts, flips }) => [before.build, model, hosts.length, flips.length])).toEqual([
    ['1', 'ProLiant DL380p Gen8', 2, 1],
    ['2', 'ProLiant DL380p Gen8', 1, 1],
    ['1', 'PowerEdge R640', 1, 0],
  ]);
});

test('whether values went with the default is counted', () => {
  const step = stepOf(
    crossing(
      [setting(...OFF), setting(...ON)],
      [setting(...OFF), setting('TRUE', 'FALSE', 'FALSE')],
      [setting('FALSE', null, 'FALSE'), setting('TRUE', null, 'TRUE')],
      [setting('FALSE', null, null), setting('TRUE', null, null)],
      [setting('FALSE', 'TRUE', 'TRUE'), setting('TRUE', 'TRUE', 'TRUE')],
      [setting('FALSE', 'FALSE', 'FALSE'), setting('TRUE', '2', 'TRUE')],
    ),
  );
  expect(step.flips).toMatchObject([{ hosts: 6, followed: 2, kept: 1 }]);
});

test('hosts that stand on one of the builds agree or differ, and are no part of the step; the old default proves nothing', () => {
  const [before, after] = crossing([setting(...OFF), setting(...ON)]);
  const others = [
    host('on-2', '2', setting(...ON)),
    host('on-2-too', '2', setting('true', 'FALSE', 'FALSE')),
    host('on-1', '1', setting(...OFF)),
    host('against', '2', setting(...OFF)),
    host('odd before', '1', setting(...ON)),
    host('silent', '2', setting(null, null, 'TRUE')),
    host('elsewhere', '2', setting(...OFF), { model: 'ProLiant DL380 Gen10' }),
  ];
  const [step] = stepsOf([...before, ...others], [...after, ...others]);
  expect(step?.flips).toMatchObject([{ extent: 'one', hosts: 1, agree: 2, differ: 2 }]);
});

function rule(id: string, kernelSettings?: readonly string[]): RuleReport {
  const record = { id, title: id, severity: 'high', hash: id, references: [], profile: null } as const;
  return kernelSettings === undefined ? record : { ...record, kernelSettings };
}

function finding(of: ScannedHost, id: string, verdict: Finding['verdict']): Finding {
  const horizons = { now: null, nextBoot: null, nextPatch: null };
  const told = { observed: null, expected: null, message: '', reason: null, notes: [], remedy: null };
  return { rule: id, host: of.id, severity: 'high', verdict, state: null, horizons, ...told };
}

test('which rules judge the setting is asked host by host', () => {
  const [before, after] = crossing([setting(...OFF), setting(...ON)], [setting(...OFF), setting(...ON)]);
  const [one, other] = after;
  if (one === undefined || other === undefined) throw new Error('two hosts');
  const rules = [rule('own/ir', ['iovDisableIR']), rule('own/other', ['maxVMs']), rule('own/none', [])];
  const findings = [finding(one, 'own/ir', 'unknown'), finding(other, 'own/ir', 'not-applicable')];
  const told = compareScans(scan(before, { rules }), scan(after, { rules, findings })).flips?.steps[0]?.flips;
  expect(told).toMatchObject([{ rules: ['own/ir'], uncovered: 1, failing: [] }]);
  const silent = scan(after, { rules: [rule('own/ir')], findings });
  expect(compareScans(scan(before), silent).flips?.steps[0]?.flips).toMatchObject([{ rules: null, uncovered: null }]);
});

function findingsOf(hosts: readonly ScannedHost[], verdict: Finding['verdict'] | null): readonly Finding[] {
  return verdict === null ? [] : hosts.map((each) => finding(each, 'own/ir', verdict));
}

test('a rule that fails since then is named where the value went with the default', () => {
  const rules = [rule('own/ir', ['iovDisableIR'])];
  const failing = (was: Finding['verdict'] | null, now: Values) => {
    const [before, after] = crossing([setting(...OFF), setting(...now)]);
    const since = compareScans(
      scan(before, { rules, findings: findingsOf(before, was) }),
      scan(after, { rules, findings: findingsOf(after, 'fail') }),
    );
    return since.flips?.steps[0]?.flips[0]?.failing;
  };
  expect(failing('pass', ON)).toEqual(['own/ir']);
  expect(failing('warn', ON)).toEqual(['own/ir']);
  for (const was of ['fail', 'unknown', null] as const) expect(failing(was, ON)).toEqual([]);
  expect(failing('pass', ['TRUE', 'FALSE', 'TRUE'])).toEqual([]);
});

function named(...values: Values): Kernel {
  return new Map(['__proto__', 'constructor'].map((name) => [name, aSetting(values)]));
}

test('settings with names of the language are settings like any other', () => {
  const step = stepOf(crossing([named(...OFF), named(...ON)], [named(...OFF), named(...ON)]));
  expect(step.flips.map(({ setting: name }) => name)).toEqual(['__proto__', 'constructor']);
});
