import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { FixEntry, FixGroup } from '../../src/advisories/advisory-file.ts';
import { shippedAdvisories } from '../../src/shipped/shipped-advisories.ts';

const CATALOG = new URL('../rules/catalog/', import.meta.url);

async function rowsOf(name: string): Promise<readonly string[][]> {
  const text = await readFile(new URL(name, CATALOG), 'utf8');
  return text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
}

const second = await rowsOf('advisory-builds.csv');
/** What the vendor's CVE records say of ESXi, as they were read on 2026-11-30. */
const records = new Map((await rowsOf('cve-records.csv')).map(([cve = '', words = '']) => [cve, words]));

interface Named {
  readonly advisory: string;
  readonly group: FixGroup;
  readonly fix: FixEntry & { readonly build: number };
}

/** Every first fixed build. */
const named: readonly Named[] = shippedAdvisories().advisories.flatMap(({ id, groups }) =>
  groups.flatMap((group) =>
    group.fixes.flatMap((fix) =>
      fix.build === undefined ? [] : [{ advisory: id, group, fix: { ...fix, build: fix.build } }],
    ),
  ),
);

function isInSecond({ advisory, fix }: Named): boolean {
  return second.some(
    ([build, versions, of]) =>
      build === String(fix.build) && of === advisory && versions?.split(' ').includes(fix.version) === true,
  );
}

function wordsOf({ group }: Named): string {
  return group.cves.map((cve) => records.get(cve) ?? '').join('; ');
}

/** By its number, or by the bulletin that older records name in its place. */
function isInRecord(one: Named): boolean {
  const bulletin = /ESXi6\d0-\d{9}-SG/.exec(one.fix.name ?? '')?.[0];
  const words = wordsOf(one);
  return (
    words.includes(`-${one.fix.build}`) ||
    words.includes(`.${one.fix.build}`) ||
    (bulletin !== undefined && words.includes(bulletin))
  );
}

const keyOf = ({ advisory, fix }: Named): string => `${advisory} ${fix.version} ${fix.build}`;

/** Not checked against a list of builds: these follow from the bound that the record gives for their line. */
const FROM_THE_BOUND = [
  'VMSA-2026-0006 9.1.1 25714478',
  'VMSA-2026-0006 9.1.1 25714478',
  'VMSA-2026-0006 9.1.1 25714478',
  'VMSA-2021-0014 7.0.3 18644231',
];

const checked = named.filter(isInSecond);
test(`${checked.length} of ${named.length} first fixed builds are in the second source; the others are named`, () => {
  expect(named.filter((one) => !isInSecond(one)).map(keyOf)).toEqual(FROM_THE_BOUND);
  expect(checked.length).toBeGreaterThan(70);
});

const withRecord = named.filter((one) => wordsOf(one).replaceAll(/[; ]/g, '') !== '');
const inRecord = withRecord.filter(isInRecord);

describe(`${inRecord.length} of ${withRecord.length} first fixed builds whose CVE record was read are in it`, () => {
  test('the others are named', () => {
    const others = withRecord.filter((one) => !isInRecord(one)).map(keyOf);
    // 8.0 Update 2f came after the record: two repositories and the questions and answers of the advisory name it.
    expect(others.toSorted()).toEqual([...FROM_THE_BOUND, 'VMSA-2026-0006 8.0.2 25626445'].toSorted());
  });

  test('a build that the record alone tells is in a record that was read, or the second source cites one', () => {
    const byRecord = named.filter(({ fix }) => fix.confidence === 'C1');
    const without = byRecord.filter((one) => wordsOf(one).replaceAll(/[; ]/g, '') === '');
    const cited = without.filter((one) =>
      second.some(
        ([build, , of, , cve]) =>
          build === String(one.fix.build) && of === one.advisory && one.group.cves.includes(cve ?? ''),
      ),
    );
    expect(without.filter((one) => !cited.includes(one)).map(keyOf)).toEqual([]);
  });

  test('no record is without an advisory', () => {
    const known = new Set(shippedAdvisories().advisories.flatMap(({ groups }) => groups.flatMap(({ cves }) => cves)));
    expect([...records.keys()].filter((cve) => !known.has(cve))).toEqual([]);
  });
});
