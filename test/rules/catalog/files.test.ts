import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadCatalogFolder } from '../../../src/rules/catalog/folder.ts';
import { parseCertified, parseLabDependent, parseTracked } from '../../../src/rules/catalog/known-defaults.ts';
import { parseDefaults, parseMeasured } from '../../../src/rules/catalog/known-defaults.ts';
import { parseReleases } from '../../../src/rules/catalog/releases.ts';
import { resolveRelease } from '../../../src/rules/catalog/resolve.ts';

const FOLDER = 'rules/catalog';
const catalog = await loadCatalogFolder(FOLDER);

async function rowsOf(name: string): Promise<readonly string[][]> {
  const text = await readFile(join(FOLDER, name), 'utf8');
  return text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
}

test('each measured release is in the catalog, and has as many settings as its dump had', async () => {
  const rows = await rowsOf('measured-releases.csv');
  expect(rows).toHaveLength(42);
  for (const [, release = '', build = '', settings] of rows) {
    expect(
      catalog.releases.some((each) => each.build === build),
      release,
    ).toBe(true);
    expect(catalog.measuredDefaults(build)?.size, release).toBe(Number(settings));
  }
});

test('spans are looked up by measured release and never by build range', () => {
  expect(catalog.measuredDefaults('5050593')?.get('iovDisableIR')).toBe('TRUE');
  expect(catalog.measuredDefaults('5310538')?.get('iovDisableIR')).toBe('FALSE');
  // Builds between two measured ones with the same default.
  for (const build of ['5969300', '13932383', '22088125', '4600944'])
    expect(catalog.measuredDefaults(build)).toBeUndefined();
});

test('the flips agree with what was measured, and their builds are releases', () => {
  for (const { setting, build, value, confidence } of catalog.tracked) {
    expect(
      catalog.releases.some((release) => release.build === build),
      build,
    ).toBe(true);
    const measured = catalog.measuredDefaults(build)?.get(setting);
    expect(measured ?? value).toBe(value);
    expect(confidence === 'measured').toBe(measured !== undefined);
  }
});

test('every certified release is one that the catalog knows, and every lab-dependent setting was measured', () => {
  for (const { highest } of catalog.certified) expect(resolveRelease(catalog.releases, highest).name).toBe(highest);
  const measured = new Set(
    catalog.releases.flatMap(({ build }) => [...(catalog.measuredDefaults(build)?.keys() ?? [])]),
  );
  expect([...catalog.labDependent].filter((setting) => !measured.has(setting))).toEqual([]);
});

test('no file of the catalog is left unread', async () => {
  // Patch levels are written into the code by a test of their own.
  const files = (await readdir(FOLDER)).filter((name) => name.endsWith('.csv') && name !== 'patch-levels.csv');
  const folder = await mkdtemp(join(tmpdir(), 'esxcheck-catalog-'));
  try {
    for (const name of files) await writeFile(join(folder, name), await readFile(join(FOLDER, name)));
    for (const name of files) {
      const text = await readFile(join(FOLDER, name), 'utf8');
      await writeFile(join(folder, name), 'something,else\n');
      await expect(loadCatalogFolder(folder), name).rejects.toMatchObject({ code: 'CATALOG_INVALID' });
      await writeFile(join(folder, name), text);
    }
    await writeFile(join(folder, 'releases.csv'), 'x'.repeat(2_000_000));
    await expect(loadCatalogFolder(folder)).rejects.toThrow(/too large/);
    await rm(join(folder, 'releases.csv'));
    await expect(loadCatalogFolder(folder)).rejects.toThrow(/cannot be read/);
  } finally {
    await rm(folder, { recursive: true });
  }
});

const RELEASE = 'version,branch,name,also,bulletin,build,released,recalled,confidence,source';
const SPAN = 'setting,default,first_build,first_release,last_build,last_release';
const FLIP = 'setting,build,release,default,confidence,source';

test.each([
  [`${RELEASE}\n6.0.0,,x,,,1,,,S1\n`, ':2: 10 cells'],
  [`${RELEASE}\n6.0.0,,"x",,,1,,,S1,V\n`, ':2: 10 cells without quotes'],
  [`${RELEASE}\n6.0.0,,x\u001b[31m,,,1,,,S1,V\n`, ':2: a control'],
  [`${RELEASE}\n6.0.0,,\u202ex,,,1,,,S1,V\n`, ':2: a control'],
  [`${RELEASE}\nsix,,x,,,1,,,S1,V\n`, ':2: version: a version'],
  [`${RELEASE}\n6.0.0,,x,,,1,soon,,S1,V\n`, ':2: released: a date'],
  [`${RELEASE}\n6.0.0,,,,,1,,,S1,V\n`, ':2: name: text'],
  [`${RELEASE}\n6.0.0,,x,,,0x1,,,S1,V\n`, ':2: build: a build number'],
  [`${RELEASE}\n6.0.0,,x,,,1,,,,V\n`, ':2: confidence: text'],
  [`${RELEASE}\n6.0.0,U1,x,,,1,,,S1,V\n`, ':2: branch: an update'],
  [`${RELEASE}\n6.0.0,,x,,,1,,maybe,S1,V\n`, ':2: recalled: yes or nothing'],
])('a hostile release list %# is refused with its line', (text, said) => {
  expect(() => parseReleases(text, 'f')).toThrow(`f${said}`);
});

test.each([
  [`${SPAN}\ns,1,9,a,1,b\n`, ':2: two measured builds'],
  [`${SPAN}\ns,1,2,a,1,b\n`, ':2: two measured builds'],
  [`${SPAN}\ns,1,1,a,2,b\ns,2,2,a,2,b\n`, ':3: s has two defaults in build 2'],
  [`${SPAN}\n,1,1,a,2,b\n`, ':2: setting: text'],
])('a hostile list of spans %# is refused with its line', (text, said) => {
  expect(() => parseDefaults(text, 'f', ['1', '2'])).toThrow(`f${said}`);
});

test.each([
  [() => parseMeasured('order,release,build,settings\n2,a,1,1\n', 'f'), 'f:2: order: 1'],
  [() => parseMeasured('order,release,build,settings\n1,a,1,1\n2,b,1,1\n', 'f'), 'f:3: build 1 is there twice'],
  [() => parseTracked(`${FLIP}\ns,1,a,TRUE,sure,x\n`, 'f'), 'f:2: confidence: one of measured'],
  [() => parseTracked(`${FLIP}\ns,1,a,TRUE,C2,\n`, 'f'), 'f:2: source: text'],
  [() => parseTracked(`${FLIP}\ns,1,a,TRUE,C2,x\ns,1,a,FALSE,C2,x\n`, 'f'), 'f:3: s of build 1 is there twice'],
  [() => parseCertified('model,highest,confidence,source,as_of\nm,banana,S1,x,2020-03-10\n', 'f'), 'f:2: highest'],
  [() => parseCertified('model,highest,confidence,source,as_of\nm,ESXi 6.5,S1,x,lately\n', 'f'), 'f:2: as_of: a date'],
  [() => parseLabDependent('setting,confidence,source\ncom1_port,,x\n', 'f'), 'f:2: confidence: text'],
])('a hostile catalog file %# is refused with its line', (parse, said) => {
  expect(parse).toThrow(said);
});

test('names that reach into every object are names like any other', () => {
  const defaults = parseDefaults(`${SPAN}\n__proto__,1,1,a,1,b\nconstructor,2,1,a,1,b\n`, 'f', ['1']);
  expect([...(defaults('1') ?? [])]).toEqual([
    ['__proto__', '1'],
    ['constructor', '2'],
  ]);
  expect(defaults('toString')).toBeUndefined();
});
