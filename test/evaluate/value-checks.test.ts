import { expect, test } from 'vitest';
import { type EsxcliFacts, esxcliKey, type HostFacts, type PropertyValue } from '../../src/model/facts.ts';
import type { Host } from '../../src/model/host.ts';
import { ABSENT, read, type Reading, unread } from '../../src/model/reading.ts';
import type { Check, Operator } from '../../src/model/check.ts';
import type { Rule } from '../../src/model/rule.ts';
import { factsOf, firewallOf, HOST, judgeOne, RULE } from './facts.ts';

const HIDDEN: Reading<never> = unread({ code: 'timeout', detail: 'the host did not answer' });

function ruleOf(check: Check): Rule {
  return { ...RULE, check, remedy: null };
}

function judged(check: Check, facts: Partial<HostFacts>, parameters: Readonly<Record<string, string>> = {}) {
  const found = judgeOne({ ...factsOf({}), ...facts }, ruleOf(check), parameters);
  return [found.verdict, found.state, found.reason];
}

const PASS = ['pass', 'compliant', null];
const FAIL = ['fail', 'non-compliant', null];
const NOT_THERE = ['not-applicable', null, null];
const UNREAD = ['unknown', 'unknown', 'timeout'];

const KEY = 'UserVars.ESXiShellTimeOut';

function option(operator: Operator, reading: Reading<{ readonly type: string | null; readonly value: string }>) {
  return judged({ kind: 'advancedOption', key: KEY, operator }, { options: new Map([[KEY, reading]]) });
}

function long(value: string) {
  return read({ type: 'long', value });
}

test('an advanced option is compared by the type that the host has it in', () => {
  expect(option({ op: 'between', low: 1, high: 600 }, long('600'))).toEqual(PASS);
  expect(option({ op: 'between', low: 1, high: 600 }, long('0'))).toEqual(FAIL);
  expect(option({ op: 'equals', value: false }, read({ type: 'boolean', value: 'FALSE' }))).toEqual(PASS);
  expect(option({ op: 'equals', value: 'a' }, read({ type: 'string', value: 'A' }))).toEqual(FAIL);
  expect(option({ op: 'equals', value: 1 }, read({ type: 'string', value: 'one' }))).toEqual(FAIL);
  expect(option({ op: 'atLeast', value: 1 }, long('one'))).toEqual(['unknown', 'unknown', 'unexpected-answer']);
});

test('an option that a release lacks is passed over, unless its presence is asked; unread is unknown', () => {
  expect(option({ op: 'equals', value: 1 }, ABSENT)).toEqual(NOT_THERE);
  expect(option({ op: 'absent' }, ABSENT)).toEqual(PASS);
  expect(option({ op: 'present' }, ABSENT)).toEqual(FAIL);
  expect(option({ op: 'equals', value: 1 }, HIDDEN)).toEqual(UNREAD);
  expect(option({ op: 'absent' }, HIDDEN)).toEqual(UNREAD);
  expect(judged({ kind: 'advancedOption', key: KEY, operator: { op: 'absent' } }, {})[0]).toBe('unknown');
});

test('a finding about an option carries the type and value that a write goes by', () => {
  const check: Check = { kind: 'advancedOption', key: KEY, operator: { op: 'equals', value: 600 } };
  const remedy = { kind: 'advancedOption', key: KEY, value: '600' } as const;
  const facts = { ...factsOf({}), options: new Map([[KEY, read({ type: 'long', value: '0' })]]) };
  const found = judgeOne(facts, { ...RULE, check, remedy });
  expect(found).toMatchObject({ observed: { type: 'long', value: '0' }, expected: '600', remedy });
  expect(found.message).toBe('UserVars.ESXiShellTimeOut is 0; expected 600.');
});

const SSH = { key: 'TSM-SSH', label: 'SSH', running: true, policy: 'on' };

test.each([
  [false, 'off', FAIL],
  [true, 'on', PASS],
  [true, null, PASS],
  [null, 'on', PASS],
  [null, 'automatic', FAIL],
] as const)('a service that runs with policy on, against running %s and policy %s', (running, policy, wanted) => {
  const check: Check = { kind: 'service', key: 'TSM-SSH', running, policy };
  expect(judged(check, { services: read([SSH]) })).toEqual(wanted);
  expect(judged(check, { services: read([{ ...SSH, key: 'other' }]) })).toEqual(NOT_THERE);
  expect(judged(check, { services: HIDDEN })).toEqual(UNREAD);
});

function property(name: string, operator: Operator, reading?: Reading<PropertyValue>) {
  const properties = new Map(reading === undefined ? [] : [[name, reading]]);
  return judged({ kind: 'property', name, operator }, { properties });
}

test('a property is compared by the type of its fact, a list entry by entry', () => {
  expect(property('host.rebootRequired', { op: 'equals', value: false }, read('false'))).toEqual(PASS);
  expect(property('host.rebootRequired', { op: 'equals', value: false }, read('perhaps'))[0]).toBe('unknown');
  expect(property('host.ntpServers', { op: 'present' }, read([]))).toEqual(FAIL);
  expect(property('host.ntpServers', { op: 'present' }, read(['a']))).toEqual(PASS);
  expect(property('host.networkPromiscuous', { op: 'absent' }, read(['vSwitch0']))).toEqual(FAIL);
  expect(property('host.networkPromiscuous', { op: 'absent' }, read([]))).toEqual(PASS);
  expect(property('host.ntpServers', { op: 'oneOf', values: ['a', 'b'] }, read(['a', 'c']))).toEqual(FAIL);
  expect(property('host.ntpServers', { op: 'oneOf', values: ['a', 'b'] }, read([]))).toEqual(FAIL);
  expect(property('host.ntpServers', { op: 'notOneOf', values: ['a', 'b'] }, read([]))).toEqual(PASS);
  expect(property('host.ntpServers', { op: 'present' }, HIDDEN)).toEqual(UNREAD);
  expect(property('host.ntpServers', { op: 'absent' })[0]).toBe('unknown');
});

test('a property check may name a host fact, and versions have their order', () => {
  expect(property('host.version', { op: 'atMost', value: '6.5.0' })).toEqual(PASS);
  expect(property('host.version', { op: 'atLeast', value: '6.10' })).toEqual(FAIL);
  expect(property('host.serial', { op: 'equals', value: 'x' })).toEqual(['unknown', 'unknown', 'not-reported']);
});

function vib(operator: Operator, vendor: string | null = null) {
  const vibs = read([{ name: 'scsi-hpsa', version: '5.5.0.124-1OEM.550', vendor: 'HPE', acceptanceLevel: null }]);
  return judged({ kind: 'vib', name: 'scsi-hpsa', vendor, operator }, { vibs });
}

test('a VIB is compared by its version', () => {
  expect(vib({ op: 'atLeast', value: '5.5.0.124' })).toEqual(PASS);
  expect(vib({ op: 'atLeast', value: '6.0' })).toEqual(FAIL);
  expect(vib({ op: 'equals', value: '5.5.0.124-1OEM.550' }, 'VMware')).toEqual(NOT_THERE);
  expect(vib({ op: 'absent' }, 'VMware')).toEqual(PASS);
  const asked: Check = { kind: 'vib', name: 'scsi-hpsa', vendor: null, operator: { op: 'absent' } };
  expect(judged(asked, { vibs: HIDDEN })).toEqual(UNREAD);
  expect(judged(asked, { vibs: ABSENT })[0]).toBe('unknown');
});

function listing(
  where: Readonly<Record<string, string>>,
  field: string | null,
  operator: Operator,
  list = false,
): Check {
  return { kind: 'esxcli', command: ['system', 'module', 'list'], arguments: {}, where, field, list, operator };
}

test('an esxcli field is compared in every row that is picked', () => {
  const rows = [
    { Name: 'a', IsLoaded: 'true', Tags: ['x', 'y'] },
    { Name: 'b', IsLoaded: 'false' },
  ];
  const key = esxcliKey({ command: ['system', 'module', 'list'], arguments: {} });
  const ask = (...given: Parameters<typeof listing>) =>
    judged(listing(...given), { esxcli: new Map([[key, read({ rows, scalar: null })]]) });
  const loaded: Operator = { op: 'equals', value: true };
  expect(ask({ Name: 'a' }, 'IsLoaded', loaded)).toEqual(PASS);
  expect(ask({}, 'IsLoaded', loaded)).toEqual(FAIL);
  expect(ask({ Name: 'c' }, 'IsLoaded', loaded)).toEqual(NOT_THERE);
  expect(ask({ Name: 'c' }, 'IsLoaded', { op: 'absent' })).toEqual(PASS);
  expect(ask({ Name: 'a' }, 'Tags', { op: 'oneOf', values: ['x', 'y'] }, true)).toEqual(PASS);
  expect(ask({ Name: 'a' }, 'Tags', { op: 'oneOf', values: ['x', 'y'] })).toEqual([
    'unknown',
    'unknown',
    'contradiction',
  ]);
  expect(ask({ Name: 'b' }, 'Tags', loaded)).toEqual(['unknown', 'unknown', 'unexpected-answer']);
  expect(ask({ Name: 'a' }, 'constructor', loaded)[0]).toBe('unknown');
  expect(ask({}, null, loaded)[0]).toBe('unknown');
  expect(judged(listing({}, 'IsLoaded', loaded), { esxcli: new Map([[key, HIDDEN]]) })).toEqual(UNREAD);
});

const engine = {
  key: 'vic-engine',
  label: 'vic-engine',
  enabled: true,
  required: false,
  rules: [],
  allowed: { all: false, addresses: ['10.9.0.5'], networks: ['10.9.1.0/24'] },
  userControllable: true,
  ipListConfigurable: true,
};
const openToAll = { ...engine, allowed: { all: true, addresses: [], networks: [] } };
const within = { kind: 'allowedWithin', parameter: 'vch-network' } as const;

test.each([
  [{ kind: 'enabled', enabled: true } as const, [engine], {}, PASS],
  [{ kind: 'enabled', enabled: false } as const, [engine], {}, FAIL],
  [{ kind: 'limited' } as const, [engine], {}, PASS],
  [{ kind: 'limited' } as const, [openToAll], {}, FAIL],
  [{ kind: 'limited' } as const, [{ ...openToAll, enabled: false }], {}, PASS],
  [{ kind: 'limited' } as const, [{ ...engine, allowed: null }], {}, FAIL],
  [within, [engine], { 'vch-network': '10.9.0.0/16' }, PASS],
  [within, [engine], { 'vch-network': '10.9.1.0/24' }, FAIL],
  [within, [engine], {}, ['unknown', 'unknown', 'parameter-needed']],
  [within, [openToAll], {}, FAIL],
  [within, [{ ...engine, enabled: false }], {}, PASS],
  [
    within,
    [{ ...engine, allowed: { all: false, addresses: ['no address'], networks: [] } }],
    { 'vch-network': '::/0' },
    FAIL,
  ],
  [within, [{ ...engine, key: 'ntpClient' }], {}, NOT_THERE],
  [within, [], {}, ['unknown', 'unknown', 'unexpected-answer']],
] as const)('a ruleset against %j: case %#', (wish, rulesets, parameters, wanted) => {
  const check: Check = { kind: 'firewallRuleset', key: 'vic-engine', wish };
  expect(judged(check, { firewall: read(firewallOf({ rulesets })) }, parameters)).toEqual(wanted);
  expect(judged(check, { firewall: HIDDEN }, parameters)).toEqual(UNREAD);
});

test('without a key every enabled ruleset counts whose list people may change', () => {
  const check: Check = { kind: 'firewallRuleset', key: null, wish: { kind: 'limited' } };
  const ask = (...rulesets: readonly (typeof engine)[]) => judged(check, { firewall: read(firewallOf({ rulesets })) });
  expect(ask(engine, { ...openToAll, ipListConfigurable: false })).toEqual(PASS);
  expect(ask(engine, { ...openToAll, key: 'sshServer' })).toEqual(FAIL);
  expect(ask({ ...openToAll, enabled: false })).toEqual(PASS);
});

function release(wish: Extract<Check, { kind: 'release' }>['wish'], host: Partial<Host>) {
  const found = judgeOne(factsOf({ host }), ruleOf({ kind: 'release', wish }));
  return [found.verdict, found.state, found.reason];
}

const BOOTED = { bootTime: '2026-11-01T00:00:00Z' };

test('the version decides before the build, and a rebuild of an older update is told by its row', () => {
  const wish = { kind: 'atLeast', builds: { '6.0': 4600944, '6.5': 5146846 } } as const;
  const six = (build: string, name: string | null) =>
    release(wish, { ...BOOTED, version: '6.0.0', build, release: name });
  expect(six('4600944', 'ESXi 6.0 Patch 4')).toEqual(PASS);
  expect(six('4510822', 'ESXi 6.0 Express Patch 7')).toEqual(FAIL);
  expect(six('5251621', 'ESXi 6.0 Update 1 (VMSA-2017-0006)')).toEqual(FAIL);
  expect(six('5251624', null)).toEqual(['unknown', 'unknown', 'release-unclear']);
  expect(release(wish, { version: '7.0.3', build: '1' })).toEqual(PASS);
  expect(release(wish, { version: '5.5.0', build: '9999999' })).toEqual(FAIL);
  expect(release(wish, { version: null, build: '9999999' })).toEqual(['unknown', 'unknown', 'not-reported']);
});

test.each([
  ['2025-03-02T23:00:00Z', ['warn', null, null]],
  ['2025-03-03T00:00:00Z', PASS],
  ['2025-04-01T00:00:00Z', PASS],
  [null, ['unknown', 'unknown', 'not-reported']],
])('a host up since %s on a build of 2025-03-04', (bootTime, wanted) => {
  const host = { version: '8.0.3', build: '24585383', released: '2025-03-04', bootTime };
  expect(release({ kind: 'atLeast', builds: { '8.0.3': 24022510 } }, host)).toEqual(wanted);
  expect(release({ kind: 'oneOf', builds: [24585383] }, host)).toEqual(wanted);
  expect(release({ kind: 'notOlderThan', date: '2025-01-01' }, host)).toEqual(wanted);
  // What fails anyway, or asks only that the build is another, hangs on no boot.
  expect(release({ kind: 'atLeast', builds: { '8.0.3': 24674464 } }, host)).toEqual(FAIL);
  expect(release({ kind: 'notOneOf', builds: [1] }, host)).toEqual(PASS);
});

test.each([
  ['6.0.0', '24022510', 'the build is one of 8.0.3'],
  ['garbled', '5050600', 'the version is none'],
  ['06.0.0', '5050593', 'the version is none'],
])('version %s with build %s decides nothing: %s', (version, build, _why) => {
  const host = { ...BOOTED, version, build, released: '2024-06-25' };
  const wishes = [
    { kind: 'oneOf', builds: [24022510, 5050600, 5050593] },
    { kind: 'notOneOf', builds: [1] },
    { kind: 'notOlderThan', date: '2016-01-01' },
    { kind: 'atLeast', builds: { '6.0.0': 3029758 } },
  ] as const;
  for (const wish of wishes) expect(release(wish, host)).toEqual(['unknown', 'unknown', 'release-unclear']);
});

test('a patch while the host ran is said in words', () => {
  const host = {
    version: '8.0.3',
    build: '24585383',
    release: 'ESXi 8.0 Update 3d (EP4)',
    bootTime: '2024-01-02T03:04:05Z',
  };
  const check: Check = { kind: 'release', wish: { kind: 'atLeast', builds: { '8.0.3': 24022510 } } };
  expect(judgeOne(factsOf({ host }), ruleOf(check)).message).toBe(
    'The host runs ESXi 8.0 Update 3d (EP4) (build 24585383). It has been up since 2024-01-02, before that release came out on 2025-03-04: patched while it ran, so that virtual machines may still run the old code, or its clock is wrong.',
  );
});

test('a date goes by the catalog, and a build that it lacks is unknown', () => {
  const wish = { kind: 'notOlderThan', date: '2017-02-24' } as const;
  expect(release(wish, { ...BOOTED, released: '2017-02-24' })).toEqual(PASS);
  expect(release(wish, { released: '2017-02-23' })).toEqual(FAIL);
  expect(release(wish, { released: null })).toEqual(['unknown', 'unknown', 'release-unclear']);
});

test('builds that are wanted, and builds that are known to be bad', () => {
  expect(release({ kind: 'oneOf', builds: [Number(HOST.build)] }, BOOTED)).toEqual(PASS);
  expect(release({ kind: 'notOneOf', builds: [Number(HOST.build)] }, {})).toEqual(FAIL);
  expect(release({ kind: 'notOneOf', builds: [1] }, { build: null })[0]).toBe('unknown');
  // A hot patch of 6.0 may be a bad build by another number; one of 8.0 is none of 6.0.
  const hotPatch = { version: '6.0.0', build: '5050594', release: null };
  expect(release({ kind: 'notOneOf', builds: [5050593] }, hotPatch)).toEqual(['unknown', 'unknown', 'release-unclear']);
  expect(release({ kind: 'notOneOf', builds: [5050593] }, { ...hotPatch, version: '8.0.3' })).toEqual(PASS);
});

test('a build that is no plain number says nothing', () => {
  const odd = { version: '8.0.3', build: 'releasebuild-24022510' };
  for (const wish of [
    { kind: 'atLeast', builds: { '8.0': 1 } },
    { kind: 'notOneOf', builds: [24022510] },
  ] as const) {
    expect(release(wish, odd)).toEqual(['unknown', 'unknown', 'release-unclear']);
  }
});

test('rows that do not tell what they are picked by, and a single value where rows were asked, say nothing', () => {
  const key = esxcliKey({ command: ['system', 'module', 'list'], arguments: {} });
  const ask = (answer: EsxcliFacts, operator: Operator) =>
    judged(listing({ Name: 'a' }, 'IsLoaded', operator), { esxcli: new Map([[key, read(answer)]]) });
  for (const operator of [{ op: 'absent' }, { op: 'equals', value: true }] as const) {
    expect(ask({ rows: [{ Module: 'a', IsLoaded: 'true' }], scalar: null }, operator)[0]).toBe('unknown');
    expect(ask({ rows: [], scalar: 'true' }, operator)[0]).toBe('unknown');
  }
  const half = { rows: [{ Name: 'a', IsLoaded: 'true' }, { Name: 'a' }], scalar: null };
  expect(ask(half, { op: 'absent' })).toEqual(FAIL);
  expect(ask(half, { op: 'equals', value: true })[0]).toBe('unknown');
});

test('a VIB whose vendor was not told may be the one that is meant', () => {
  const vibs = read([{ name: 'scsi-hpsa', version: '1', vendor: null, acceptanceLevel: null }]);
  const check: Check = { kind: 'vib', name: 'scsi-hpsa', vendor: 'HPE', operator: { op: 'absent' } };
  expect(judged(check, { vibs })).toEqual(['unknown', 'unknown', 'not-reported']);
});
