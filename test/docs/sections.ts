import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** A page that code names, and what it names of it. */
export interface Citation {
  readonly file: string;
  /** Path from the root of the repository, such as `docs/internals/wire.md`. */
  readonly page: string;
  /** Numbers of sections, such as `3.4`. */
  readonly sections: readonly string[];
  /** Numbers of entries in the list of the one section that is named. */
  readonly points: readonly string[];
  /** A heading in the notation of addresses, such as `erratum`; null for none. */
  readonly anchor: string | null;
}

const SECTIONS = String.raw`((?:,? \d+(?:\.\d+\w?)?)*)`;
const POINTS = String.raw`(?:, points? (\d+)(?: and (\d+))?)?`;
const CITATION = new RegExp(String.raw`\b(docs/[\w./-]+\.md)(?:#([\w-]+))?${SECTIONS}${POINTS}`, 'g');

/** Every citation in a file, in comments and in texts, those that a line break divides among them. */
export function citationsIn(file: string, text: string): readonly Citation[] {
  const oneLine = text.replaceAll(/\n[ \t]*(?:\*|\/\/|#) /g, ' ');
  return [...oneLine.matchAll(CITATION)].map(([, page = '', anchor = null, sections = '', first, second]) => ({
    file,
    page,
    anchor,
    sections: sections.match(/\d+(?:\.\d+\w?)?/g) ?? [],
    points: [first, second].filter((point) => point !== undefined),
  }));
}

/** Text files below the folders that hold code, rules and tests. */
export async function codeFiles(): Promise<readonly string[]> {
  const folders = ['src', 'rules', 'reports', 'test'];
  const lists = await Promise.all(
    folders.map(async (folder) => {
      const entries = await readdir(folder, { recursive: true });
      return entries.filter((name) => /\.(?:[jt]s|ya?ml|go|py)$/.test(name)).map((name) => join(folder, name));
    }),
  );
  return lists.flat().filter((file) => !/\/\.tools\/|\/node_modules\//.test(file));
}

/** What a page lacks of what is cited, in words; nothing where it holds all of it. */
export async function missingFrom({ file, page, sections, points, anchor }: Citation): Promise<readonly string[]> {
  const text = await readFile(page, 'utf8').catch(() => null);
  if (text === null) return [`${file}: there is no ${page}`];
  const lost = sections.filter((number) => sectionOf(text, number) === null).map((number) => `section ${number}`);
  const list = sectionOf(text, sections[0] ?? '') ?? '';
  const lostPoints = points.filter((point) => !list.includes(`\n${point}. `)).map((point) => `point ${point}`);
  const lostAnchor = anchor === null || anchorsOf(text).has(anchor) ? [] : [`#${anchor}`];
  return [...lost, ...lostPoints, ...lostAnchor].map((what) => `${file}: ${page} has no ${what}`);
}

/** The text below a numbered heading, up to the next one of the same depth or less. */
function sectionOf(page: string, number: string): string | null {
  const heading = new RegExp(String.raw`^(#+) ${number.replaceAll('.', String.raw`\.`)} `, 'm').exec(page);
  if (heading === null) return null;
  const [, hashes = ''] = heading;
  const rest = page.slice(heading.index + heading[0].length);
  const end = rest.search(new RegExp(`^#{1,${hashes.length}} `, 'm'));
  return end === -1 ? rest : rest.slice(0, end);
}

/** Headings as the addresses that a page can be entered by. */
export function anchorsOf(page: string): ReadonlySet<string> {
  const prose = page.replaceAll(/^```[\s\S]*?^```/gm, '');
  return new Set([...prose.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorFor(heading)));
}

function anchorFor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}
