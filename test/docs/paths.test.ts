import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

const folders = ['docs/internals', 'docs/decisions'];
const listed = await Promise.all(
  folders.map(async (folder) => (await readdir(folder)).map((name) => `${folder}/${name}`)),
);
const pages = ['CONTRIBUTING.md', 'docs/architecture.md', 'docs/extending.md', 'docs/security.md', ...listed.flat()];

/** Paths in code spans that begin with a folder of the repository; those with a word in capitals stand for many. */
function pathsIn(text: string): readonly string[] {
  const spans = [...text.matchAll(/`((?:src|test|reports|rules|docs|\.ci)\/[^`\s]*)`/g)].map(([, path = '']) => path);
  return spans.filter((path) => !/[A-Z]{3}/.test(path) && !path.includes('*'));
}

test('every path that a page for maintainers names is there', async () => {
  const texts = await Promise.all(pages.map(async (page) => ({ page, text: await readFile(page, 'utf8') })));
  const named = texts.flatMap(({ page, text }) => pathsIn(text).map((path) => ({ page, path })));
  expect(named.length).toBeGreaterThan(40);
  const missing = named.filter(({ path }) => !existsSync(path));
  expect(missing.map(({ page, path }) => `${page}: ${path}`)).toEqual([]);
});
