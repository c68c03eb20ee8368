import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { ALL_KINDS, CHECK_KINDS } from '../../src/checks/index.ts';
import { KIND_NAMES } from '../../src/model/check.ts';

const NAMES = [...KIND_NAMES].join('|');

/** `case 'service':`, `kind === 'service'`, `Record<KindName`: code that has to be changed for a new kind. */
const BRANCH = new RegExp(
  `case '(${NAMES})':|kind [!=]== '(${NAMES})'|Record<(?:KindName|SingleCheck\\['kind'\\])`,
  'g',
);

/** Plans, and what carries them out, know what can be set by the same words as the checks of it. They name no other kind. */
const ABOUT_ACTIONS = ['src/plan/', 'src/apply/', 'src/cli/', 'src/model/', 'reports/plan/'];

/** `release` is there a kind of change between two scans. */
const ABOUT_CHANGES = ['reports/scan/change-words.ts', 'reports/diff/entries.ts'];

interface Branch {
  readonly file: string;
  readonly kind: string;
}

async function branches(): Promise<readonly Branch[]> {
  const folders = await Promise.all(
    ['src', 'reports'].map(async (top) => (await readdir(top, { recursive: true })).map((name) => `${top}/${name}`)),
  );
  const files = folders.flat().filter((file) => file.endsWith('.ts') && !file.startsWith('src/checks/'));
  const found = files.map(async (file) =>
    [...(await readFile(file, 'utf8')).matchAll(BRANCH)].map(([, one, other]) => ({ file, kind: one ?? other ?? '' })),
  );
  return (await Promise.all(found)).flat();
}

test('no code outside src/checks tells kinds of checks apart, but where plans are made and carried out', async () => {
  const found = await branches();
  const elsewhere = found.filter(({ file }) => !ABOUT_ACTIONS.some((folder) => file.startsWith(folder)));
  expect(elsewhere.map(({ file }) => file).filter((file) => !ABOUT_CHANGES.includes(file))).toEqual([]);
  // The search finds what there is.
  expect(found.length).toBeGreaterThan(20);
});

test('a kind that only reads is told apart nowhere outside src/checks', async () => {
  const reading = ALL_KINDS.filter(({ remedy }) => remedy === undefined).map(({ kind }): string => kind);
  expect(reading).toEqual(['property', 'release', 'fixedIn', 'vib', 'targetRelease', 'esxcli']);
  const found = (await branches()).filter(({ kind }) => reading.includes(kind));
  expect(found.filter(({ file }) => !ABOUT_CHANGES.includes(file))).toEqual([]);
});

test('every file of a kind is in the registry, and every kind is among the names that people are shown', async () => {
  const files = await readdir('src/checks');
  const texts = await Promise.all(
    files
      .filter((name) => name.endsWith('.ts') && name !== 'check-kind.ts')
      .map((name) => readFile(`src/checks/${name}`, 'utf8')),
  );
  const made = texts.flatMap((text) => /= checkKind\(\{\n {2}kind: '(\w+)'/.exec(text)?.[1] ?? []);
  expect(made.toSorted()).toEqual(Object.keys(CHECK_KINDS).toSorted());
  expect([...KIND_NAMES].toSorted()).toEqual(made.toSorted());
  expect(Object.entries(CHECK_KINDS).filter(([key, { kind }]) => key !== kind)).toEqual([]);
});
