import { expect, test } from 'vitest';
import { read, unread } from '../../src/model/reading.ts';
import { canary, learnt, refused, wholeList } from './samples.ts';

test('what a whole reading of a host proves is learnt, with where it comes from', () => {
  const { defaults, ...rest } = learnt(canary());
  expect(rest).toEqual({
    kind: 'learnt',
    build: '99999999',
    version: '8.0.3',
    host: 'esx-01',
    day: '2026-11-30',
    machine: { vendor: 'HPE', model: 'DL380', imageVendor: 'Hewlett Packard Enterprise' },
    image: 'HPE-Custom',
    snapshot: 'ab'.repeat(32),
  });
  expect(defaults.get('iovDisableIR')).toBe('TRUE');
  expect(defaults.size).toBe(6);
});

test.each([
  ['no build', canary({ build: null }), 'CATALOG_BUILD_UNPROVEN'],
  ['no version', canary({ version: null }), 'CATALOG_BUILD_UNPROVEN'],
  ['a version that is none', canary({ version: '8.0' }), 'CATALOG_BUILD_UNPROVEN'],
  ['a build that is none', canary({ build: '1e3' }), 'CATALOG_BUILD_UNPROVEN'],
  ['no vendor', canary({ vendor: null }), 'CATALOG_HALF_READ'],
  ['a blank model', canary({ model: ' ' }), 'CATALOG_HALF_READ'],
  ['an endless model', canary({ model: 'x'.repeat(100_000) }), 'CATALOG_HALF_READ'],
  ['a setting without its default', canary({}, wholeList({ iovDisableIR: { default: null } })), 'CATALOG_HALF_READ'],
  ['a stored option', canary({}, wholeList({ iovDisableIR: { source: 'advanced-option' } })), 'CATALOG_HALF_READ'],
  ['a part of a list', canary({}, new Map([...wholeList()].slice(1))), 'CATALOG_HALF_READ'],
  ['an empty list', canary({}, new Map()), 'CATALOG_HALF_READ'],
  ['a name that is none', canary({}, wholeList({ 'a b\u001b[0m': {} })), 'CATALOG_HALF_READ'],
  ['an endless name', canary({}, wholeList({ ['x'.repeat(1_000)]: {} })), 'CATALOG_HALF_READ'],
  [
    'an endless value',
    canary({}, wholeList({ a: { type: 'String', default: 'x'.repeat(5_000) } })),
    'CATALOG_HALF_READ',
  ],
  [
    'an endless list',
    canary({}, wholeList(Object.fromEntries(Array.from({ length: 6_000 }, (_, index) => [`a${index}`, {}])))),
    'CATALOG_HALF_READ',
  ],
])('%s is refused with a sentence, a code and a next step', (_why, facts, code) => {
  const { error, unread: isUnread } = refused(facts);
  expect(error.code).toBe(code);
  expect(isUnread).toBe(true);
  expect(error.message).toMatch(/^[^\n]+\.$/);
  expect(error.message.length).toBeLessThan(400);
  expect(error.details).toHaveLength(1);
});

test('a list that was not read, or not asked for, is refused', () => {
  const problem = { code: 'timeout', detail: 'late' } as const;
  expect(refused({ ...canary(), kernelList: unread(problem) }).error.message).toContain('(timeout)');
  const { kernelList: _none, ...unasked } = canary();
  expect(refused(unasked).error.message).toContain('was not taken for them');
});

test('a build that the catalog has in another version is refused, and no better reading would help', () => {
  const versionOf = (): string => '8.0.2';
  const { error, unread: isUnread } = refused(canary(), { versionOf });
  expect([error.code, isUnread]).toEqual(['CATALOG_BUILD_CONTRADICTED', false]);
  expect(learnt(canary(), { versionOf: () => '8.0.3' }).build).toBe('99999999');
});

test('a name of a host cannot write to a terminal, and names that objects inherit are settings like others', () => {
  expect(refused(canary({ name: 'a\u001b[31m\nb', build: null })).error.message).toContain('a\\u001b[31m\\u000ab');
  const list = new Map([...wholeList(), ['__proto__', wholeList().get('maxVMs')] as const]);
  const { defaults } = learnt({ ...canary(), kernelList: read(list as ReturnType<typeof wholeList>) });
  expect(defaults.get('__proto__')).toBe('1');
});

test('an image that was not told is null, and the rest is learnt', () => {
  expect(learnt({ ...canary(), esxcli: new Map() })).toMatchObject({ image: null, machine: { imageVendor: null } });
});
