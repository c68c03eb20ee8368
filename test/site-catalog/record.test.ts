import fc from 'fast-check';
import { expect, test } from 'vitest';
import { siteDefaultsOf } from '../../src/model/site-default.ts';
import type { LearntEntry } from '../../src/site-catalog/entry.ts';
import { lineOf, parseRecords, type SiteRecord } from '../../src/site-catalog/record.ts';
import { forget, learn, measurementsIn } from '../../src/site-catalog/site-catalog.ts';
import { canary, learnt, wholeList } from './samples.ts';

const AT = '2026-11-30T09:00:00.000Z';

function entry(host: string, value: string, build = '99999999'): LearntEntry {
  return learnt(canary({ name: host, build }, wholeList({ iovDisableIR: { default: value } })));
}

function textOf(records: readonly SiteRecord[]): string {
  return records.map(lineOf).join('');
}

const TWO = learn([], [entry('esx-01', 'TRUE'), entry('esx-02', 'FALSE')], AT).records;
const LINES = TWO.map(lineOf);

function refusal(text: string): {
  readonly code?: string;
  readonly message: string;
  readonly details?: readonly string[];
} {
  try {
    parseRecords(text, 'catalog.jsonl');
  } catch (error) {
    return error as Error & { code: string; details: readonly string[] };
  }
  throw new Error('it was taken');
}

test('what is written is read back, hostile names and all', () => {
  const hostile = entry('a\u001b[31m\u2028<b>"\\', '\u0000__proto__');
  const strange = { ...hostile, defaults: new Map([...hostile.defaults, ['__proto__', 'x'], ['constructor', '']]) };
  const { records } = learn(TWO, [strange], AT);
  expect(parseRecords(textOf(records), 'c')).toEqual(records);
  expect(textOf(records).split('\n')).toHaveLength(5);
  expect(parseRecords('', 'c')).toEqual([]);
});

test.each([
  ['a line is taken out', [LINES[0], LINES[2]].join('')],
  ['lines change places', [LINES[0], LINES[2], LINES[1]].join('')],
  ['a line is there twice', [...LINES, LINES[2]].join('')],
  ['the beginning is taken off', LINES.slice(1).join('')],
  ['a value is edited', LINES.join('').replace('"TRUE"', '"FALSE"')],
  ['a day is edited', LINES.join('').replace('2026-11-30"', '2026-11-29"')],
  ['it is cut', LINES.join('').slice(0, -9)],
  ['the last newline is gone', LINES.join('').slice(0, -1)],
  ['a blank is added', LINES.join('').replace('{"number":2,', '{"number": 2,')],
  ['a key is added', LINES.join('').replace('{"number":2,', '{"number":2,"__proto__":{},')],
  ['it is another file', '{"schema":"esxcheck.scan/1"}\n'],
  ['it is no JSON', 'hello\n'],
  ['it is a number', '7\n'],
  ['it is null', 'null\n'],
])('%s: refused with the line and what to do', (_how, text) => {
  const { code, message, details } = refusal(text);
  expect(code).toBe('CATALOG_CHANGED');
  expect(message).toMatch(/^Line \d+ of the catalog "catalog.jsonl" cannot be used: /);
  expect(details).toHaveLength(2);
});

test('one byte more, less or otherwise is found, wherever it is', () => {
  const whole = LINES.join('');
  fc.assert(
    fc.property(fc.nat({ max: whole.length - 1 }), fc.constantFrom('cut', 'double', 'swap'), (at, how) => {
      const middle =
        how === 'cut' ? '' : how === 'double' ? (whole[at] ?? '').repeat(2) : whole[at] === '0' ? '1' : '0';
      const garbled = whole.slice(0, at) + middle + whole.slice(at + 1);
      expect(refusal(garbled).code).toBe('CATALOG_CHANGED');
    }),
    { numRuns: 500 },
  );
});

test('the same measurement is put down once; two hosts of one name that differ are two', () => {
  const again = learn(TWO, [entry('esx-01', 'TRUE')], AT);
  expect([again.added, again.records]).toEqual([[], TWO]);
  expect(learn(TWO, [entry('esx-01', 'FALSE')], AT).added).toHaveLength(1);
  expect(learn([], [entry('a', 'TRUE'), entry('a', 'TRUE')], AT).added).toHaveLength(1);
});

test('forgetting says what it was, keeps the rest, and what was forgotten can be learnt again', () => {
  const { records, forgotten } = forget(TWO, { build: null, host: 'ESX-01' }, AT);
  expect(forgotten.map(({ host }) => host)).toEqual(['esx-01']);
  expect(measurementsIn(parseRecords(textOf(records), 'c')).map(({ host }) => host)).toEqual(['esx-02']);
  expect(forget(records, { build: null, host: 'esx-01' }, AT)).toEqual({ records, forgotten: [] });
  expect(forget(TWO, { build: '1', host: null }, AT).forgotten).toEqual([]);
  expect(forget(TWO, { build: '1', host: 'esx-01' }, AT).forgotten).toEqual([]);
  const back = learn(records, [entry('esx-01', 'TRUE')], AT);
  expect(measurementsIn(back.records)).toHaveLength(2);
});

const entries = fc.array(
  fc.tuple(
    fc.constantFrom('esx-01', 'esx-02', 'esx-03'),
    fc.constantFrom('TRUE', 'FALSE'),
    fc.constantFrom('11', '22'),
  ),
  { maxLength: 6 },
);

test('learning and forgetting leaves what was there before; the order of learning does not matter', () => {
  const known = (records: readonly SiteRecord[]) => {
    const measurements = measurementsIn(records);
    return ['11', '22'].map((build) =>
      siteDefaultsOf(
        measurements.filter((each) => each.build === build),
        'learnt',
      ),
    );
  };
  fc.assert(
    fc.property(entries, entries, (before, after) => {
      const made = before.map(([host, value, build]) => entry(host, value, build));
      const first = learn([], made, AT).records;
      const new_ = after.map(([host, value]) => entry(`new-${host}`, value, '11'));
      const second = learn(first, new_, AT).records;
      const third = new_.reduce((all, { host }) => forget(all, { build: '11', host }, AT).records, second);
      expect(known(third)).toEqual(known(first));
      expect(known(learn([], made.toReversed(), AT).records)).toEqual(known(first));
      expect(parseRecords(textOf(third), 'c')).toEqual(third);
    }),
    { numRuns: 100 },
  );
});
