import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { GENERAL_SUPPORT_ENDS } from '../../../src/checks/values/known-support.ts';
import { supportDaysLeft } from '../../../src/evaluate/support-days.ts';
import { loadCatalogFolder } from '../../../src/rules/catalog/folder.ts';
import { parseLifecycle, supportOf } from '../../../src/rules/catalog/lifecycle.ts';
import { HOST } from '../../evaluate/facts.ts';

const { lifecycle, releases } = await loadCatalogFolder('rules/catalog');
const HEADER = 'line,general_support_ends,technical_guidance_ends,confidence,source,as_of';

test('what judging knows of support is what the catalog has', async () => {
  const entries = lifecycle.map(({ line, generalSupportEnds }) => `  '${line}': '${generalSupportEnds}',\n`);
  const source = `/** Written by a test from rules/catalog/lifecycle.csv: the last day of general support, by line. */
export const GENERAL_SUPPORT_ENDS: Readonly<Record<string, string>> = {
${entries.join('')}};
`;
  await expect(source).toMatchFileSnapshot('../../../src/checks/values/known-support.ts');
  expect(Object.keys(GENERAL_SUPPORT_ENDS)).toHaveLength(lifecycle.length);
});

test('every line of the catalog has its support, and what one source tells is marked', () => {
  for (const { version, released } of releases) {
    const support = supportOf(lifecycle, version);
    expect(support, version).toBeDefined();
    if (released !== null) expect(released <= (support?.technicalGuidanceEnds ?? '')).toBe(true);
  }
  expect(lifecycle.filter(({ confidence }) => confidence === 'S1').map(({ line }) => line)).toEqual(['9.0', '9.1']);
  expect(supportOf(lifecycle, '9.10.0')).toBeUndefined();
});

test.each([
  [`${HEADER}\n8,2027-10-11,2029-10-11,C2,x,2026-08-22\n`, ':2: line: a line'],
  [`${HEADER}\n8.0,soon,2029-10-11,C2,x,2026-08-22\n`, ':2: general_support_ends: a date'],
  [`${HEADER}\n8.0,2027-13-11,2029-10-11,C2,x,2026-08-22\n`, ':2: general_support_ends: a date'],
  [`${HEADER}\n8.0,2027-10-11,2026-10-11,C2,x,2026-08-22\n`, ':2: technical_guidance_ends: a later'],
  [`${HEADER}\n8.0,2027-10-11,2029-10-11,sure,x,2026-08-22\n`, ':2: confidence: C2 or S1'],
  [`${HEADER}\n8.0,2027-10-11,2029-10-11,C2,,2026-08-22\n`, ':2: source: text'],
  [`${HEADER}\n8.0,2027-10-11,2029-10-11,C2,x,\n`, ':2: as_of: a date'],
  [`${HEADER}\n8.0,2027-10-11,2029-10-11,C2,x,2026-08-22\n8.0,2027-10-11,2029-10-11,C2,x,2026-08-22\n`, ':3: line 8.0'],
])('a hostile list of lines %# is refused with its line', (text, said) => {
  expect(() => parseLifecycle(text, 'f')).toThrow(`f${said}`);
});

const MOMENT = '2026-11-30T18:00:00.000Z';

test.each([
  ['7.0.3', '24784741', '2025-10-02T23:59:59.999Z', '0'],
  ['7.0.3', '24784741', '2025-10-03T00:00:00.000Z', '-1'],
  ['7.0.3', '24784741', '2025-10-01T00:00:00.000Z', '1'],
  ['7.0.3', '24784741', MOMENT, '-424'],
  ['8.0.3', null, MOMENT, '315'],
  // A hot patch is of its line all the same.
  ['8.0.3', '99999999', MOMENT, '315'],
  ['9.1.1', '25714478', MOMENT, '621'],
])('a host of %s, build %s, read at %s has %s days left', (version, build, moment, value) => {
  expect(supportDaysLeft({ ...HOST, version, build }, moment)).toEqual({ kind: 'read', value });
});

test.each([
  [{ version: null, build: null }, MOMENT, 'not-reported'],
  [{ version: '9.2.0', build: null }, MOMENT, 'source-silent'],
  [{ version: '__proto__.0', build: null }, MOMENT, 'release-unclear'],
  [{ version: 'constructor', build: null }, MOMENT, 'release-unclear'],
  [{ version: '8.0.3', build: '24784741' }, MOMENT, 'release-unclear'],
  [{ version: '8.0.3', build: '24022510' }, 'not a time', 'source-silent'],
  [{ trouble: { code: 'disconnected', detail: '' } as const }, MOMENT, 'disconnected'],
])('what was not told, or is not in the list, is unread: %#', (parts, moment, code) => {
  const host = { ...HOST, version: '8.0.3', build: '24022510', ...parts };
  expect(supportDaysLeft(host, moment)).toMatchObject({ kind: 'unread', problem: { code } });
});

test('the notes of the rules tell the days of the table', async () => {
  for (const name of ['end-of-general-support', 'end-of-general-support-one-source']) {
    const text = (await readFile(`rules/lifecycle/${name}.yaml`, 'utf8')).replaceAll(/\s+/g, ' ');
    const confidence = name.endsWith('one-source') ? 'S1' : 'C2';
    for (const each of lifecycle) {
      const said = `General support of ${each.line} ends on ${each.generalSupportEnds}, technical guidance on ${each.technicalGuidanceEnds}`;
      expect(text.includes(said), `${name} ${each.line}`).toBe(each.confidence === confidence);
    }
  }
});
