import { describe, expect, test } from 'vitest';
import { lastDay, spanOfFrequency } from '../../src/evidence/frequency.ts';
import { attestationsJsonSchema, parseAttestations } from '../../src/evidence/parse-attestations.ts';
import { EsxcheckError } from '../../src/model/errors.ts';

const NOW = new Date('2026-11-30T12:00:00Z');

const SAF = `- control_id: ESXI-80-000006
  explanation: The banner is the one of the site.
  frequency: 1y
  status: passed
  updated: 2026-11-02T09:30:00.000Z
  updated_by: Jane Doe, ISSO
`;

function mistakes(text: string): readonly string[] {
  try {
    parseAttestations(text, 'a.yaml', NOW);
  } catch (error) {
    if (!(error instanceof EsxcheckError)) throw error;
    expect(error.code).toBe('ATTESTATIONS_INVALID');
    return error.details.length > 0 ? error.details : [error.message];
  }
  throw new Error('it was taken');
}

describe('what SAF writes', () => {
  const read = {
    controlId: 'ESXI-80-000006',
    explanation: 'The banner is the one of the site.',
    frequency: '1y',
    status: 'passed',
    updated: '2026-11-02T09:30:00.000Z',
    updatedBy: 'Jane Doe, ISSO',
    hosts: null,
    clusters: null,
    expires: '2027-11-01',
  };

  test('is taken as YAML', () => {
    expect(parseAttestations(SAF, 'a.yaml', NOW)).toEqual([{ ...read, place: 'a.yaml:1' }]);
  });

  test('is taken as JSON', () => {
    const { controlId, updatedBy, hosts: _h, clusters: _c, expires: _e, ...same } = read;
    const text = JSON.stringify([{ control_id: controlId, updated_by: updatedBy, ...same }], null, 2);
    expect(parseAttestations(text, 'a.json', NOW)).toEqual([{ ...read, place: 'a.json:2' }]);
  });

  test('with hosts and an end of ours', () => {
    const text = `${SAF}  expires: 2026-12-24\n  scope: { hosts: [esx-0*], clusters: [Prod] }\n`;
    expect(parseAttestations(text, 'a.yaml', NOW)).toMatchObject([
      { expires: '2026-12-24', hosts: ['esx-0*'], clusters: ['Prod'] },
    ]);
    expect(parseAttestations(text.replace('2026-12-24', '2099-12-31'), 'a.yaml', NOW)[0]?.expires).toBe('2027-11-01');
  });
});

test.each([
  ['{}', 'a.yaml:1:1: a list was expected'],
  ['', 'a.yaml:1:1: the file is empty: a file of attestations was expected'],
  [SAF.replace('passed', 'pass'), 'a.yaml:4:11: 0 > status: one of passed, failed was expected'],
  [SAF.replace('updated_by', 'updatet_by'), 'a.yaml:6:3: unknown key "updatet_by": did you mean "updated_by"?'],
  [
    SAF.replace('  frequency: 1y\n', ''),
    'a.yaml:1:3: 0: frequency or expires was expected, since no attestation holds for ever',
  ],
  [
    SAF.replace('2026-11-02T09:30:00.000Z', '2026-12-02'),
    'a.yaml:5:12: ESXI-80-000006 is attested on 2026-12-02, which has not come yet',
  ],
  [
    `${SAF}${SAF.toLowerCase().replace('t09:30:00.000z', 'T09:30:00Z')}`,
    'a.yaml:7:15: esxi-80-000006 is attested already at a.yaml:1, for the same hosts: keep the one that holds',
  ],
  [SAF.replace('control_id', '__proto__'), 'a.yaml:1:3: "__proto__" cannot be a key'],
  [`${SAF}  scope: {}\n`, 'a.yaml:7:10: 0 > scope: hosts or clusters were expected'],
])('says in one sentence with file and line what is wrong: %#', (text, sentence) => {
  expect(mistakes(text)).toContain(sentence);
});

test('the published schema is that of the code', async () => {
  await expect(`${JSON.stringify(attestationsJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(
    '../../docs/schema/attestations-1.schema.json',
  );
});

test('a frequency that is none is said', () => {
  expect(mistakes(SAF.replace('1y', 'sometimes'))[0]).toContain('a number with d, w, m or y such as 6m was expected');
});

test('today on the other side of the earth has come', () => {
  expect(parseAttestations(SAF.replace('2026-11-02T09:30:00.000Z', '2026-12-01'), 'a', NOW)).toHaveLength(1);
});

test.each([
  ['2026-11-30', 'daily', '2026-11-30'],
  ['2026-11-30', '2wk', '2026-12-13'],
  ['2026-11-30', 'every3days', '2026-12-02'],
  ['2026-11-30', 'annually', '2027-11-29'],
  ['2026-11-30', '1.5y', '2028-05-29'],
  ['2026-01-31', 'monthly', '2026-02-27'],
  ['2026-11-30T23:30:00-05:00', '1d', '2026-12-01'],
  ['2026-11-30', '9999y', '9999-12-31'],
])('what was looked at on %s, %s, holds until %s', (updated, frequency, day) => {
  expect(lastDay(updated, frequency)).toBe(day);
});

test.each(['0d', '', 'y', '-1d', '1e3d', '1 decade', 'constructor', 'yearly'])('%o is no frequency', (text) => {
  expect(spanOfFrequency(text)).toBeNull();
});
