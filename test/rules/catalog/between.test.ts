import { expect, test } from 'vitest';
import { knownRelease } from '../../../src/checks/values/release-branch.ts';
import { defaultsBetween } from '../../../src/rules/catalog/between.ts';
import { loadCatalogFolder } from '../../../src/rules/catalog/folder.ts';
import { targetReleaseOf } from '../../../src/rules/catalog/listing.ts';
import { resolveRelease } from '../../../src/rules/catalog/resolve.ts';

const catalog = await loadCatalogFolder('rules/catalog');
const release = (name: string) => resolveRelease(catalog.releases, name);
/** Names are resolved once: it is asked thousands of times. */
const resolved = new Map<string, ReturnType<typeof release>>();
function releaseOf(name: string): ReturnType<typeof release> {
  const found = resolved.get(name) ?? release(name);
  resolved.set(name, found);
  return found;
}
const between = (name: string) => defaultsBetween(catalog, release(name));

test('a release between two measured ones of its branch has what they share, and says which they are', () => {
  const found = between('8.0U1a');
  expect(found.get('hyperthreading')).toEqual({
    value: 'TRUE',
    confidence: 'inferred',
    source: 'ESXi 8.0 Update 1 and ESXi 8.0 Update 1d',
  });
  expect(found.has('com1_port')).toBe(false);
  expect(targetReleaseOf(catalog, release('8.0U1a')).between?.size).toBe(found.size);
});

test('nothing is inferred of a measured release, before the first, after the last, or across branches', () => {
  for (const name of ['8.0U3e', '8.0U3k', '8.0U2c', '7.0U3c', '6.0 P04']) expect(between(name).size, name).toBe(0);
  // Between 6.5 Update 1 and Update 2 by its number, and of the same version: another update all the same.
  const across = catalog.releases.filter(({ version, build }) => {
    const own = knownRelease(Number(build));
    return version === '6.5.0' && own !== undefined && Number(build) > 5310538 && Number(build) < 8294253;
  });
  expect(across.length).toBeGreaterThan(2);
  for (const each of across) expect(defaultsBetween(catalog, each).size, each.name).toBe(0);
});

test('what is inferred is the default of both neighbours, for every release of the catalog', () => {
  let inferred = 0;
  for (const each of catalog.releases) {
    const own = knownRelease(Number(each.build));
    for (const [setting, { value, source }] of defaultsBetween(catalog, each)) {
      inferred += 1;
      for (const name of source.split(' and ')) {
        const neighbour = releaseOf(name);
        const known = knownRelease(Number(neighbour.build));
        expect([known?.version, known?.update]).toEqual([own?.version, own?.update]);
        expect(BigInt(truth(catalog.measuredDefaults(neighbour.build)?.get(setting)))).toBe(BigInt(truth(value)));
      }
    }
  }
  expect(inferred).toBeGreaterThan(1_000);
});

/** A number for a text, and one for each way of writing a boolean. */
function truth(value: string | undefined): string {
  const text = (value ?? 'missing').toLowerCase();
  if (/^(true|false)$/.test(text)) return text === 'true' ? '1' : '0';
  return /^(0x[0-9a-f]+|\d+)$/.test(text) ? text : `0x0${Buffer.from(text).toString('hex')}`;
}
