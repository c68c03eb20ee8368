import { readdir, readFile } from 'node:fs/promises';
import { join, normalize } from 'node:path';

const INDEX = 'docs/README.md';

/** Every page of the documentation, as a reader takes them: the README, the index, and what the index leads to in its order. */
export async function pagesInOrder(): Promise<readonly string[]> {
  const links = linksIn(await readFile(INDEX, 'utf8')).map((link) => normalize(join('docs', link.split('#')[0] ?? '')));
  const listed = await readdir('docs', { recursive: true });
  const all = listed.filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`);
  return [...new Set(['README.md', INDEX, ...links.filter((link) => link.endsWith('.md')), ...all.toSorted()])];
}

/** Links to other pages and files, and within the page; not those that lead out of the repository. */
export function linksIn(text: string): readonly string[] {
  const prose = text.replaceAll(/^```[\s\S]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link).filter((link) => !/^\w+:/.test(link));
}
