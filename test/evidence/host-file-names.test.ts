import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { hostFileNames } from '../../src/evidence/host-file-names.ts';
import { hostileText } from '../reports/hostile.ts';
import { runs } from '../support/sample.ts';
import { host8 } from './fixture.ts';

function namesOf(...names: readonly string[]): readonly string[] {
  const hosts = names.map((name, index) => host8({ name, id: `vc/host-${index}`, moid: `host-${index}` }));
  const found = hostFileNames(hosts);
  return hosts.map((host) => found.get(host) ?? '');
}

test.each([
  ['esx-01.lab.example', 'esx-01.lab.example'],
  ['../../etc/passwd', '__.._etc_passwd'],
  ['a\\b:c*?"<>|', 'a_b_c______'],
  ['', 'host'],
  ['.', '_'],
  ['..', '_'],
  ['.hidden', '_hidden'],
  ['-rf', '_rf'],
  ['end.', 'end_'],
  ['con', '_con'],
  ['NUL.lab', '_NUL.lab'],
  ['com1', '_com1'],
  ['console', 'console'],
  ['esx\u202e01\n', 'esx_01_'],
])('%j is %s', (name, file) => {
  expect(namesOf(name)).toEqual([file]);
});

test('two hosts of one name, in any case, get files of their own, the same ones in any order', () => {
  const [one = '', other = '', third] = namesOf('esx-01', 'ESX-01', 'esx-02');
  expect(one).toMatch(/^esx-01-[0-9a-f]{8}$/);
  expect(other).toMatch(/^ESX-01-[0-9a-f]{8}$/);
  expect(one.toLowerCase()).not.toBe(other.toLowerCase());
  expect(third).toBe('esx-02');
});

test('a host that is called like the file of another does not get it', () => {
  const [one = ''] = namesOf('esx-01', 'ESX-01');
  const all = namesOf('esx-01', 'ESX-01', one);
  expect(new Set(all.map((name) => name.toLowerCase())).size).toBe(3);
});

test('whatever hosts are called, their files stay in the folder, fit every file system, and are no two alike', () => {
  const name = fc.oneof(
    hostileText(),
    fc.constantFrom('con', 'a/b', 'a_b', 'A_B', '..', ''),
    fc.string({ maxLength: 400 }),
  );
  fc.assert(
    fc.property(fc.array(name, { maxLength: 8 }), (names) => {
      const files = namesOf(...names);
      expect(new Set(files.map((file) => file.toLowerCase())).size).toBe(names.length);
      for (const file of files) expect(file).toMatch(/^(?!\.|-)(?!(?:con|nul|aux|prn)(?:\.|$))[\w.-]{1,200}(?<!\.)$/i);
    }),
    { numRuns: runs(300) },
  );
});
