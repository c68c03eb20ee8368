import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { citationsIn, codeFiles, missingFrom } from './sections.ts';

/** What stands here are examples. */
const OWN = 'test/docs/citations.test.ts';
const files = (await codeFiles()).filter((file) => file !== OWN);
const texts = await Promise.all(files.map(async (file) => [file, await readFile(file, 'utf8')] as const));

test('every page that code cites exists and has the section', async () => {
  const citations = texts.flatMap(([file, text]) => citationsIn(file, text));
  const missing = await Promise.all(citations.map((citation) => missingFrom(citation)));
  expect(missing.flat()).toEqual([]);
});

test('sections are cited by the whole path of their page', () => {
  const bare = texts.flatMap(([file, text]) =>
    [...text.matchAll(/(?<![\w/.-])[\w-]+\.md,? \d/g)].map(([what]) => `${file}: ${what}`),
  );
  expect(bare).toEqual([]);
});

test('a citation may name several sections, points of one, and a heading', () => {
  const text =
    ' * As told (docs/internals/wire.md\n * 1.1, 6.1b), and why (docs/internals/wire.md 8, points 8 and 11).';
  expect(citationsIn('a.ts', `${text}\n// See docs/security.md#erratum: a page.`)).toEqual([
    { file: 'a.ts', page: 'docs/internals/wire.md', sections: ['1.1', '6.1b'], points: [], anchor: null },
    { file: 'a.ts', page: 'docs/internals/wire.md', sections: ['8'], points: ['8', '11'], anchor: null },
    { file: 'a.ts', page: 'docs/security.md', sections: [], points: [], anchor: 'erratum' },
  ]);
});

test('a page, a section, a point and a heading that are not there are found out', async () => {
  const text =
    'docs/none.md, docs/internals/wire.md 1.1, 9.9, docs/internals/wire.md 8, point 99, docs/security.md#nowhere';
  const missing = await Promise.all(citationsIn('a.ts', text).map((citation) => missingFrom(citation)));
  expect(missing.flat()).toEqual([
    'a.ts: there is no docs/none.md',
    'a.ts: docs/internals/wire.md has no section 9.9',
    'a.ts: docs/internals/wire.md has no point 99',
    'a.ts: docs/security.md has no #nowhere',
  ]);
});
