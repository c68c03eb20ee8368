import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseConfig, parseConfigParts } from '../../src/config/parse-config.ts';
import { GOOD } from './config-text.ts';
import { runs } from '../support/sample.ts';

const FILE = 'esxcheck.yaml';

test('of a good config everything is left, at the same places', () => {
  const { config, mistakes } = parseConfigParts(GOOD, FILE);
  const whole = parseConfig(GOOD, FILE);
  expect(mistakes).toEqual([]);
  expect(config?.sections).toEqual('sections' in whole ? whole.sections : null);
  expect(config?.waivers).toEqual('waivers' in whole ? whole.waivers : null);
});

describe('what does not fit is told and left out, and what is beside it stays', () => {
  test.each([
    ['wavers: []\npacks: [hpe]\n', { packs: ['hpe'] }],
    ['packs: [1, hpe]\n', { packs: ['hpe'] }],
    ['packs: [1]\nhistory: { keepDays: 3 }\n', { history: { keepDays: 3 } }],
    ['packs: hpe\nhistory: { keepDays: 0 }\n', { history: {} }],
    ['rules: { a/b: { severity: grave }, c/d: { severity: low } }\n', { rules: { 'c/d': { severity: 'low' } } }],
    ['targets: [{ address: a }, { address: b, tokenFile: t }]\n', { targets: [{ address: 'b', tokenFile: 't' }] }],
    ['clusters: { A: {}, B: { packs: [x], rules: 3 } }\n', { clusters: { B: { packs: ['x'] } } }],
    ['targets: [{}]\n', {}],
  ])('%j', (text, left) => {
    const { config, mistakes } = parseConfigParts(text, FILE);
    expect(mistakes.length).toBeGreaterThan(0);
    expect(mistakes).toEqual(parseConfig(text, FILE));
    expect(config?.sections).toEqual(left);
  });

  test('an entry behind one that was left out is found at its own place', () => {
    const { config } = parseConfigParts('packs:\n  - 1\n  - hpe\n  - 2\n  - vic\n', FILE);
    expect(config?.sections.packs).toEqual(['hpe', 'vic']);
    expect(config?.document.diagnosticAt(['packs', 0], '')).toMatchObject({ line: 3 });
    expect(config?.document.diagnosticAt(['packs', 1], '')).toMatchObject({ line: 5 });
  });

  test.each(['', '[]', '3', 'a: &a 1', 'a: [', 'a: 1\na: 2'])('%j leaves nothing', (text) => {
    expect(parseConfigParts(text, FILE)).toMatchObject({ config: null });
  });
});

test('whatever is in the file, it ends, tells what the strict reading tells, and what is left fits', () => {
  const key = fc.constantFrom(
    'packs',
    'rules',
    'targets',
    'address',
    'tokenFile',
    'clusters',
    'waivers',
    'reports',
    'file',
    'x',
  );
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom('hpe', 1, true, null),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(key, tie('value'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(key, value, { minKeys: 1, maxKeys: 5 }), (file) => {
      const text = JSON.stringify(file);
      const strict = parseConfig(text, FILE);
      const { config, mistakes } = parseConfigParts(text, FILE);
      expect(mistakes).toEqual('sections' in strict ? [] : strict);
      if (config !== null) expect(parseConfig(JSON.stringify(config.sections), FILE)).toHaveProperty('sections');
    }),
    { numRuns: runs(200) },
  );
});
