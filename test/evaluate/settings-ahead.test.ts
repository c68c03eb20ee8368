import { expect, test } from 'vitest';
import { hostAhead, settingsAhead } from '../../src/evaluate/settings-ahead.ts';
import type { TargetRelease } from '../../src/model/catalog.ts';
import type { HostFacts } from '../../src/model/facts.ts';
import type { Host } from '../../src/model/host.ts';
import type { KernelSetting } from '../../src/model/kernel-setting.ts';
import { read, unread } from '../../src/model/reading.ts';
import { siteDefaultsOf, type SiteMeasurement } from '../../src/model/site-default.ts';
import { factsOf, setting } from './facts.ts';

const measured = (value: string) => ({ value, confidence: 'measured', source: 'lab host' }) as const;

const TARGET: TargetRelease = {
  name: 'ESXi 6.5 Update 9',
  version: '6.5.0',
  build: '99999999',
  released: null,
  measured: true,
  defaults: new Map([
    ['iovDisableIR', measured('TRUE')],
    ['com1_port', measured('0')],
    ['sameAgain', measured('0')],
    ['onlyThere', measured('7')],
  ]),
  labDependent: new Set(['com1_port']),
  certified: [],
};

function hostNamed(
  name: string,
  settings: Readonly<Record<string, Partial<KernelSetting>>>,
  host: Partial<Host> = {},
): HostFacts {
  const list = new Map(Object.entries(settings).map(([key, parts]) => [key, setting(parts)]));
  return { ...factsOf({ host: { id: name, name, ...host } }), kernelList: read(list) };
}

const FOLLOWS = { default: 'FALSE', configured: 'FALSE' };
const EXPLICIT = { default: 'FALSE', configured: 'TRUE' };

test('hosts are told apart by whether they may follow the default, and groups by the default of today', () => {
  const facts = [
    hostNamed('a', { iovDisableIR: FOLLOWS }),
    hostNamed('b', { iovDisableIR: { default: 'false', configured: '0' } }),
    hostNamed('c', { iovDisableIR: EXPLICIT }),
    hostNamed('d', { iovDisableIR: { default: 'TRUE', configured: 'FALSE' } }),
  ];
  expect(settingsAhead(facts, TARGET).filter(({ setting: name }) => name === 'iovDisableIR')).toEqual([
    {
      setting: 'iovDisableIR',
      change: 'default',
      from: 'FALSE',
      to: measured('TRUE'),
      labDependent: false,
      mayFollow: ['a', 'b'],
      explicit: [{ host: 'c', configured: 'TRUE' }],
    },
    {
      setting: 'iovDisableIR',
      change: 'same',
      from: 'TRUE',
      to: measured('TRUE'),
      labDependent: false,
      mayFollow: [],
      explicit: [{ host: 'd', configured: 'FALSE' }],
    },
  ]);
});

test('what changes comes first, the lab after it; then what goes, comes and stays', () => {
  const facts = [
    hostNamed('a', {
      sameAgain: FOLLOWS,
      goes: FOLLOWS,
      com1_port: { type: 'String', default: '0x3f8', configured: '0x3f8' },
      iovDisableIR: FOLLOWS,
    }),
  ];
  expect(settingsAhead(facts, TARGET).map(({ setting: name, change }) => `${name} ${change}`)).toEqual([
    'iovDisableIR default',
    'com1_port default',
    'goes gone',
    'onlyThere new',
    'sameAgain same',
  ]);
});

test('of a release that was not measured only what else is known is told', () => {
  const target = {
    ...TARGET,
    measured: false,
    defaults: new Map([['iovDisableIR', { value: 'TRUE', confidence: 'C2', source: 'x' } as const]]),
  };
  const facts = [hostNamed('a', { iovDisableIR: FOLLOWS, sameAgain: FOLLOWS })];
  expect(settingsAhead(facts, target).map(({ setting: name, change }) => `${name} ${change}`)).toEqual([
    'iovDisableIR default',
    'sameAgain not-measured',
  ]);
});

test('a default that the host did not tell is compared with nothing', () => {
  const all = settingsAhead([hostNamed('a', { iovDisableIR: { default: null } })], TARGET);
  const found = all.find(({ setting: name }) => name === 'iovDisableIR');
  expect(found).toMatchObject({ change: 'not-measured', from: null, mayFollow: ['a'] });
});

test('hosts that were not read or do not come to the target are in no group, and say why', () => {
  const problem = { code: 'timeout', detail: 'late' } as const;
  const facts = [
    { ...factsOf({ host: { id: 'x' } }), kernelList: unread(problem) },
    hostNamed('old', { iovDisableIR: FOLLOWS }, { version: '8.0.3' }),
    hostNamed('there', { iovDisableIR: FOLLOWS }, { build: '99999999' }),
    factsOf({ host: { id: 'unasked' } }),
  ];
  expect(settingsAhead(facts, TARGET)).toEqual([]);
  expect(
    facts.map((each) => hostAhead(each, TARGET)).map(({ path, problem: found }) => [path, found?.code ?? null]),
  ).toEqual([
    ['open', 'timeout'],
    ['older', null],
    ['same-build', null],
    ['open', 'not-reported'],
  ]);
});

const MACHINE = { vendor: 'HPE', model: 'DL380', imageVendor: null };

/** A target of which hosts of the site showed these defaults, in the scan that goes on. */
function siteTarget(
  defaults: Readonly<Record<string, string>>,
  more: readonly SiteMeasurement[] = [],
  parts: Partial<TargetRelease> = { measured: false, defaults: new Map() },
): TargetRelease {
  const own = { build: '99999999', version: '6.5.0', host: 'esx-01', day: '2026-11-30', machine: MACHINE };
  const site = siteDefaultsOf([{ ...own, defaults: new Map(Object.entries(defaults)) }, ...more], 'scan');
  return { ...TARGET, ...parts, site };
}

const told = (facts: readonly HostFacts[], target: TargetRelease): readonly string[] =>
  settingsAhead(facts, target).map(
    ({ setting: name, change, to, doubt, mayFollow }) =>
      `${name} ${change} ${to?.value ?? '-'} ${doubt ?? '-'} ${mayFollow.join()}`,
  );

test('what the site showed is told by machine: relied on for hosts like its own, in doubt for others', () => {
  const facts = [
    hostNamed('a', { iovDisableIR: FOLLOWS, sameAgain: FOLLOWS }, { vendor: 'HPE', model: 'DL380' }),
    hostNamed('b', { iovDisableIR: FOLLOWS, sameAgain: FOLLOWS }, { vendor: 'HPE', model: 'DL360' }),
    hostNamed('c', { iovDisableIR: FOLLOWS, sameAgain: FOLLOWS }, { vendor: 'hpe', model: 'dl380 ' }),
  ];
  expect(told(facts, siteTarget({ iovDisableIR: 'TRUE', sameAgain: '0', onlyThere: '7' }))).toEqual([
    'iovDisableIR default TRUE - a,c',
    'iovDisableIR default TRUE other-model b',
    'onlyThere new 7 - ',
    'sameAgain same 0 - a,c',
    'sameAgain not-measured 0 other-model b',
  ]);
});

test('what hosts do not agree on is not measured and marked; a contradiction shows the value that would change', () => {
  const facts = [hostNamed('a', { iovDisableIR: FOLLOWS, sameAgain: FOLLOWS }, { vendor: 'HPE', model: 'DL380' })];
  const other = { build: '99999999', version: '6.5.0', host: 'esx-02', day: '2026-11-30', machine: MACHINE };
  const differs = [{ ...other, defaults: new Map([['iovDisableIR', 'FALSE']]) }];
  const all = settingsAhead(facts, siteTarget({ iovDisableIR: 'TRUE' }, differs));
  expect(all.find(({ setting: name }) => name === 'iovDisableIR')).toMatchObject({
    change: 'not-measured',
    to: null,
    doubt: 'depends-on-machine',
    labDependent: true,
  });
  const ships = { measured: true, defaults: new Map([['iovDisableIR', measured('FALSE')]]) };
  expect(told(facts, siteTarget({ iovDisableIR: 'TRUE' }, [], ships))).toEqual([
    'iovDisableIR default TRUE contradiction a',
    'sameAgain gone - - a',
  ]);
  const turned = { measured: true, defaults: new Map([['iovDisableIR', measured('TRUE')]]) };
  expect(told(facts, siteTarget({ iovDisableIR: 'FALSE' }, [], turned))[0]).toBe(
    'iovDisableIR default TRUE contradiction a',
  );
});
