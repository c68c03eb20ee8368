import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import {
  advisoriesJsonSchema,
  parseAdvisories,
  unknownBuilds,
  unknownVersions,
} from '../../src/advisories/parse-advisories.ts';
import { EsxcheckError } from '../../src/model/errors.ts';

const SHIPPED = await readFile('rules/catalog/advisories.json', 'utf8');

const NOW = new Date('2026-11-30T12:00:00Z');

interface Fix {
  version: string;
  build?: number;
  word?: string;
  confidence: string;
  source: string;
}

/** A file with one advisory, before it is changed. */
function fileOf(fixes: readonly Fix[], more: object = {}, top: object = {}): string {
  return JSON.stringify(
    {
      format: 'esxcheck-advisories-1',
      asOf: '2026-11-30',
      exploited: { list: 'a list', asOf: '2025-08-25' },
      advisories: [
        {
          id: 'VMSA-2025-0004',
          published: '2025-03-04',
          groups: [{ cves: ['CVE-2025-22224'], severity: 'critical', fixes, ...more }],
        },
      ],
      ...top,
    },
    null,
    1,
  );
}

const FIX: Fix = { version: '8.0.3', build: 24585383, confidence: 'C2', source: 'a source' };

function mistakes(text: string): readonly string[] {
  try {
    parseAdvisories(text, 'a.json', NOW);
  } catch (error) {
    if (!(error instanceof EsxcheckError)) throw error;
    expect(error.code).toBe('ADVISORIES_INVALID');
    return error.details.length > 0 ? error.details : [error.message];
  }
  throw new Error('it was taken');
}

test('the advisories that ship fit what is asked of a file that somebody brings', () => {
  expect(parseAdvisories(SHIPPED, 'a.json', NOW).advisories.length).toBe(22);
});

test('the published JSON Schema is the one that the code makes', async () => {
  await expect(`${JSON.stringify(advisoriesJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(
    resolve('docs/schema/advisories-1.schema.json'),
  );
});

test.each([
  ['cut', SHIPPED.slice(0, SHIPPED.length / 2), /./],
  ['cut before its last bracket', SHIPPED.trimEnd().slice(0, -1), /./],
  ['empty', '', /the file is empty: a file of advisories was expected/],
  ['too large', ' '.repeat(5_000_000), /a file of advisories has at most \d+ bytes/],
  ['with an alias', 'a: &x 1\nb: *x\n', /in files of advisories:/],
  ['with several documents', '{}\n---\n{}\n', /several documents: one file of advisories was expected/],
  ['of another form', fileOf([FIX], {}, { format: 'esxcheck-advisories-2' }), /format/],
  ['without a day', fileOf([FIX], {}, { asOf: undefined }), /asOf/],
  ['of a day that is none', fileOf([FIX], {}, { asOf: '2026-13-45' }), /asOf/],
  ['with a key of its own', fileOf([FIX], { fixed: true }), /fixed/],
  ['with a fix that says two things', fileOf([{ ...FIX, word: 'noFix' }]), /either build or word/],
  [
    'with a fix that says nothing',
    fileOf([{ version: '8.0.3', confidence: 'C2', source: 'x' }]),
    /either build or word/,
  ],
  ['with a version twice', fileOf([FIX, FIX]), /8\.0\.3 is there twice/],
  ['with a build of another version', fileOf([{ ...FIX, version: '8.0.2' }]), /build 24585383 is one of 8\.0\.3/],
  ['with a build under a line', fileOf([{ ...FIX, version: '8.0' }]), /a build stands under a version/],
  ['with a version that is none', fileOf([{ ...FIX, version: '__proto__' }]), /a version such as/],
  [
    'with an advisory after its own day',
    fileOf([FIX], {}, { asOf: '2025-01-01', exploited: { list: 'x', asOf: '2024-01-01' } }),
    /after the day/,
  ],
  ['with a list younger than itself', fileOf([FIX], {}, { exploited: { list: 'x', asOf: '2027-01-01' } }), /younger/],
  ['of a day that has not come', fileOf([FIX], {}, { asOf: '2027-12-30' }), /2027-12-30 has not come yet/],
  [
    'with a fault exploited after its day',
    fileOf([FIX], { exploited: { since: '2027-01', source: 'x' } }),
    /after the day/,
  ],
  ['with a month that is none', fileOf([FIX], { exploited: { since: '2024-13', source: 'x' } }), /or a month/],
  ['with a build that lost a digit', fileOf([{ ...FIX, build: 2458538 }]), /lower than that of any release of 8\.0\.3/],
  ['with a fault twice in a group', fileOf([FIX], { cves: ['CVE-2025-22224', 'CVE-2025-22224'] }), /is there twice/],
  ['with an unknown check', fileOf([FIX], { mitigatedIf: { now: { shell: 'reboot' } } }), /unknown key "shell"/],
])('a file %s is refused with its place', (_what, text, wanted) => {
  const found = mistakes(text);
  expect(found.join('\n')).toMatch(wanted);
  expect(found[0]).toMatch(/^a\.json/);
});

test('an advisory or a rule that is there twice is refused', () => {
  const { advisories, ...top } = JSON.parse(fileOf([FIX])) as { advisories: object[] };
  const doubled = JSON.stringify({ ...top, advisories: [...advisories, ...advisories] }, null, 1);
  expect(mistakes(doubled).join('\n')).toMatch(/VMSA-2025-0004 is there twice/);
});

test('a key that is there twice is refused', () => {
  expect(mistakes(fileOf([FIX]).replace('"asOf"', '"asOf": "2020-01-01", "asOf"')).join('\n')).toMatch(
    /must be unique/,
  );
});

test('versions that the catalog does not hold are told', () => {
  const file = parseAdvisories(
    fileOf([FIX, { version: '11.0.0', word: 'noFix', confidence: 'C1', source: 'x' }]),
    'a.json',
    NOW,
  );
  expect(unknownVersions(file)).toEqual(['11.0.0']);
});

test('two groups that say different things of one fault are refused', () => {
  const document = JSON.parse(fileOf([FIX])) as { advisories: { groups: { cves: string[]; fixes: Fix[] }[] }[] };
  const [group] = document.advisories[0]?.groups ?? [];
  if (group === undefined) throw new Error('there is one');
  const other = { ...group, cves: ['CVE-2025-22225', 'CVE-2025-22224'], fixes: [{ ...FIX, build: 24022510 }] };
  document.advisories[0]?.groups.push(other);
  expect(mistakes(JSON.stringify(document, null, 1)).join('\n')).toMatch(/something else of CVE-2025-22224 on 8\.0\.3/);
});

test('builds that the catalog does not hold are told', () => {
  const file = parseAdvisories(fileOf([{ ...FIX, build: 26000000 }]), 'a.json', NOW);
  expect(unknownBuilds(file)).toEqual(['8.0.3 build 26000000']);
});
