import { expect, test } from 'vitest';
import { ALLOWED, licencePage, licensedPackages } from '../../src/build/release/licences.ts';

const packages = licensedPackages('.');

test('every package has a licence that asks only to be named', () => {
  const others = packages.filter(({ licence }) => !ALLOWED.has(licence));
  expect(others.map(({ name, licence }) => `${name}: ${licence}`)).toEqual([]);
  expect(packages.length).toBeGreaterThan(50);
});

test('the page of licences is current', async () => {
  await expect(licencePage(packages)).toMatchFileSnapshot('../../docs/licences.md');
});
