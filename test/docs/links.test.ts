import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { linksIn, pagesInOrder } from './pages.ts';
import { anchorsOf } from './sections.ts';

const pages = [...(await pagesInOrder()), 'rules/catalog/README.md'];
const texts = new Map(await Promise.all(pages.map(async (page) => [page, await readFile(page, 'utf8')] as const)));

async function faultOf(page: string, link: string): Promise<string | null> {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : normalize(join(dirname(page), path));
  if (!existsSync(target)) return `${page}: ${link} leads nowhere`;
  if (anchor === undefined) return null;
  const text = texts.get(target) ?? (await readFile(target, 'utf8'));
  return anchorsOf(text).has(anchor) ? null : `${page}: ${link} has no such heading`;
}

test('every link leads to a file, and to a heading of it', async () => {
  const links = pages.flatMap((page) => linksIn(texts.get(page) ?? '').map((link) => ({ page, link })));
  expect(links.length).toBeGreaterThan(100);
  const faults = await Promise.all(links.map(({ page, link }) => faultOf(page, link)));
  expect(faults.filter((fault) => fault !== null)).toEqual([]);
});

test('the index leads to every page', () => {
  const index = new Set(linksIn(texts.get('docs/README.md') ?? '').map((link) => normalize(join('docs', link))));
  const decisions = new Set(
    linksIn(texts.get('docs/decisions/README.md') ?? '').map((link) => `docs/decisions/${link}`),
  );
  const shown = pages.filter((page) => page !== 'docs/README.md' && page !== 'rules/catalog/README.md');
  expect(shown.filter((page) => !index.has(page) && !decisions.has(page))).toEqual([]);
});
