import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type StartingConfig, startingConfig } from '../../src/config/starting-config.ts';
import { configOf } from './config-text.ts';
import { runs } from '../support/sample.ts';

const PLAIN: StartingConfig = {
  targets: ['vc01.example.com'],
  account: { user: 'audit@vsphere.local', password: { kind: 'env', value: 'ESXCHECK_PASSWORD' } },
  thumbprints: [],
  caFiles: [],
  computeResources: [],
  reports: [],
};

test('it says whom to ask, names no pack, and keeps what can be switched on as comments', () => {
  expect(configOf(startingConfig(PLAIN)).sections).toEqual({
    targets: [{ address: 'vc01.example.com', user: 'audit@vsphere.local', password: { env: 'ESXCHECK_PASSWORD' } }],
  });
});

test('what is switched on holds, every section of the schema among it', () => {
  const text = startingConfig(PLAIN).replaceAll(/^#(?! \S)/gm, '');
  const { sections, waivers } = configOf(text);
  expect(Object.keys(sections).toSorted()).toEqual([
    'clusters',
    'history',
    'notifications',
    'packs',
    'reports',
    'rules',
    'run',
    'scope',
    'targets',
    'waivers',
  ]);
  expect(waivers).toHaveLength(1);
  expect(sections.targets?.[0]?.trust).toEqual({ caFiles: ['vmca.pem'] });
});

const word = fc.oneof(
  fc.constantFrom(
    'true',
    'No',
    '1.5',
    '- a',
    'a: b',
    '#x',
    '"',
    "'",
    '{',
    '*',
    '&a',
    '!t',
    '%',
    '@x',
    '0x1F',
    '~',
    'C:\\pw',
    'ü 漢',
  ),
  fc.string({ minLength: 1, maxLength: 20 }),
);
/** Control characters are no YAML, and a name that is blank is none. */
const name = word.map((text) => text.replaceAll(/\p{C}/gu, '')).filter((text) => text.trim() !== '');

test('whatever the names are, they come back as they were given, and nothing else is said', () => {
  const names = fc.uniqueArray(name, { minLength: 1, maxLength: 3 });
  const source = fc.record({ kind: fc.constantFrom('file' as const, 'command' as const), value: name });
  fc.assert(
    fc.property(names, name, source, names, names, (targets, user, password, globs, reports) => {
      const given = { targets, account: { user, password }, thumbprints: globs, caFiles: reports };
      const { sections } = configOf(startingConfig({ ...given, computeResources: globs, reports }));
      expect(sections).toEqual({
        targets: targets.map((address) => ({
          address,
          user,
          password: { [password.kind]: password.value },
          trust: { thumbprints: globs, caFiles: reports },
        })),
        scope: { computeResources: globs },
        reports: reports.map((file) => ({ file })),
      });
    }),
    { numRuns: runs(100) },
  );
});
