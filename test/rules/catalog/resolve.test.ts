import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { EsxcheckError } from '../../../src/model/errors.ts';
import { loadCatalogFolder } from '../../../src/rules/catalog/folder.ts';
import { releaseOfBuild, resolveRelease } from '../../../src/rules/catalog/resolve.ts';
import { runs } from '../../support/sample.ts';

const { releases } = await loadCatalogFolder('rules/catalog');

function refusal(asked: string): EsxcheckError {
  try {
    resolveRelease(releases, asked);
  } catch (error) {
    if (error instanceof EsxcheckError) return error;
    throw error;
  }
  throw new Error(`${asked} was resolved`);
}

test.each([
  ['6.0-P04', '4600944'],
  ['6.0 P04', '4600944'],
  ['6.0 P4', '4600944'],
  ['ESXi 6.0 Patch 4', '4600944'],
  ['esxi-6.0-patch-04', '4600944'],
  ['ESXi600-201611001', '4600944'],
  ['esxi600-201611001', '4600944'],
  ['4600944', '4600944'],
  ['build-4600944', '4600944'],
  ['Releasebuild-4600944', '4600944'],
  ['6.0 P04 (Security Only)', '4558694'],
  ['6.0 P04 security only', '4558694'],
  ['8.0U3', '24022510'],
  ['8.0 U3', '24022510'],
  ['VMware ESXi 8.0 Update 3', '24022510'],
  ['7.0 Update 3d', '19482537'],
  ['7.0U3d', '19482537'],
  ['7.0 P04', '19482537'],
  ['6.5 EP 1a', '5224529'],
  ['6.5.0a', '4887370'],
  ['6.5a', '4887370'],
  ['6.5d', '5310538'],
  ['8.0 GA', '20513097'],
  ['8.0 Update 0c', '21493926'],
  ['8.0 U1 EP1', '21813344'],
  ['6.5 P04', '15256549'],
  ['6.0 EP7c', '5251623'],
  ['5.5 Update 3f', '6480324'],
  ['9.0.1', '24957456'],
  ['9.0.0.0100', '24813472'],
])('%s is build %s', (asked, build) => {
  expect(resolveRelease(releases, asked).build).toBe(build);
});

test.each([
  ['6.0', 'P05', '5572656', 'EP5', '3568940'],
  ['5.5', 'P11', '6480324', 'EP11', '5230635'],
  ['6.5', 'P01', '5146846', 'EP1a', '5224529'],
])('%s %s and %s %s are two releases', (line, patch, build, express, other) => {
  expect(resolveRelease(releases, `${line} ${patch}`).build).toBe(build);
  expect(resolveRelease(releases, `${line} ${express}`).build).toBe(other);
});

test.each([
  ['6.5 EP1', 'RELEASE_UNKNOWN', ['ESXi 6.5 Express Patch 1a', 'ESXi 6.5 Patch 1: build 5146846']],
  ['P05', 'RELEASE_UNKNOWN', ['ESXi 6.0 Update 3a (Patch 5)', 'ESXi 6.5 P05']],
  ['8.0 EP1', 'RELEASE_AMBIGUOUS', ['ESXi 8.0a (EP1)', 'ESXi 8.0 Update 1a (EP1)']],
  ['7.0 EP4', 'RELEASE_AMBIGUOUS', ['ESXi 7.0 Update 1e (EP4)', 'ESXi 7.0 Update 3e (EP4)']],
  ['5.5 P05', 'RELEASE_AMBIGUOUS', ['Patch 5 (Recalled)', 'Patch 5 re-release']],
  ['5.5 U3h', 'RELEASE_AMBIGUOUS', ['7618464', '7967571']],
  ['8.0.3', 'RELEASE_AMBIGUOUS', ['ESXi 8.0 Update 3: build 24022510', 'ESXi 8.0 Update 3b']],
  ['6.0', 'RELEASE_AMBIGUOUS', ['ESXi 6.0 GA', 'and 34 more']],
  ['ESXi550-update1', 'RELEASE_AMBIGUOUS', ['1623387', '1636597']],
  ['10.0', 'RELEASE_UNKNOWN', ['Name one of these:\nESX 9.1', '\nESX 9.0.2', '\nESXi 8.0 Update 3']],
  ['99999999', 'RELEASE_UNKNOWN', ['esxcheck catalog']],
  ['banana', 'RELEASE_UNKNOWN', ['esxcheck catalog']],
  ['', 'RELEASE_UNKNOWN', ['esxcheck catalog']],
])('%j is %s, and the near ones are listed', (asked, code, near) => {
  const error = refusal(asked);
  expect(error.code).toBe(code);
  for (const text of near) expect(error.details.join('\n')).toContain(text);
});

test('a line is no release, and where it stands for its newest is said', () => {
  const { code, details } = refusal('9.1');
  expect(code).toBe('RELEASE_AMBIGUOUS');
  expect(details[0]).toMatch(/--pack upgrade and prepatch --to alone\. Name a release/);
  expect(refusal('8.0 EP1').details[0]).toBe('Name one of these:');
});

test("every release's own name, other name, bulletin and build lead to it or to an error that lists it", () => {
  const ambiguous: string[] = [];
  for (const release of releases) {
    for (const asked of [release.name, release.also, release.build]) {
      if (asked === null) continue;
      const same = releases.filter(({ name, also }) => name === asked || also === asked);
      if (same.length < 2) expect(resolveRelease(releases, asked).build, asked).toBe(release.build);
      else {
        ambiguous.push(asked);
        expect(refusal(asked), asked).toMatchObject({ code: 'RELEASE_AMBIGUOUS' });
        expect(refusal(asked).details.join('\n')).toContain(release.build);
      }
    }
  }
  expect([...new Set(ambiguous)]).toEqual(['ESXi 5.1.0 Patch 9', 'ESXi 5.5 U3h']);
});

test('however a name is written, it leads to the same release', () => {
  const plain = releases.filter(({ name }) => /^ESXi \d\.\d (Update|Patch|Express Patch) \d+[a-z]?$/.test(name));
  expect(plain.length).toBeGreaterThan(60);
  const spelling = fc.record({
    release: fc.constantFrom(...plain),
    short: fc.boolean(),
    zero: fc.boolean(),
    upper: fc.boolean(),
    separator: fc.constantFrom(' ', '-', '_', ' - ', '  '),
    maker: fc.constantFrom('', 'ESXi ', 'VMware ESXi ', 'esxi-'),
  });
  fc.assert(
    fc.property(spelling, ({ release, short, zero, upper, separator, maker }) => {
      const [, line = '', kind = '', number = '', letter = ''] =
        /^ESXi (\S+) (.+) (\d+)([a-z]?)$/.exec(release.name) ?? [];
      const mark = short ? { Update: 'U', Patch: 'P', 'Express Patch': 'EP' }[kind] : `${kind} `;
      const written = `${maker}${line}${separator}${mark}${zero ? '0' : ''}${number}${letter}`;
      const found = resolveRelease(releases, upper ? written.toUpperCase() : written.toLowerCase());
      expect(found.build, written).toBe(release.build);
    }),
    { numRuns: runs(500) },
  );
});

test('whatever is asked for ends in a release or in an error for people, on harmless lines', () => {
  const pieces = fc.constantFrom(
    '6.0',
    '8.0',
    'U3',
    'P',
    'EP',
    '0',
    '5',
    'a',
    '(',
    ')',
    ' ',
    '-',
    '.',
    '\u001b[31m',
    '__proto__',
    '9'.repeat(300),
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
      const asked = parts.join('');
      try {
        expect(releases).toContain(resolveRelease(releases, asked));
      } catch (error) {
        if (!(error instanceof EsxcheckError)) throw error;
        expect(error.code).toMatch(/^RELEASE_(UNKNOWN|AMBIGUOUS)$/);
        expect([error.message, ...error.details].join('')).not.toMatch(/\p{Cc}/u);
      }
    }),
    { numRuns: runs(300) },
  );
});

test('a security-only build is never meant by the name of the whole patch, even where it stands alone', () => {
  const alone = releases.filter(({ build }) => build === '4558694');
  expect(() => resolveRelease(alone, '6.0 P04')).toThrow('No release in the catalog is called "6.0 P04".');
  expect(resolveRelease(alone, '6.0 P04 security only').build).toBe('4558694');
});

test('a build is looked up as such', () => {
  expect(releaseOfBuild(releases, '4600944').name).toBe('ESXi 6.0 Patch 4');
  expect(() => releaseOfBuild(releases, '6.0 P04')).toThrow('The catalog has no release of build "6.0 P04".');
});
