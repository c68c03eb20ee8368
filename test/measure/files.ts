import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { median } from '../bench/median.ts';

/** A checkout, and the text of each source file in it by its path from there. */
export interface Sources {
  readonly root: string;
  readonly texts: ReadonlyMap<string, string>;
}

/** Below this many lines a file is a fragment; above that many it holds several subjects. */
const SHORT = 40;
const LONG = 250;

/** Kinds of checks whose names mean nothing else: files that name one are those that adding one touches. */
const KINDS = ['kernelSetting', 'firewallAllows', 'firewallRuleset', 'advancedOption'];

/** Of `src` and `reports`: what ships as code. */
export function sourcesIn(root: string): Sources {
  const all = ['src', 'reports'].flatMap((folder) => filesBelow(root, folder, '.ts'));
  const files = all.filter((file) => !file.startsWith(join('src', 'server')));
  return { root, texts: new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')])) };
}

function filesBelow(root: string, folder: string, ending: string): readonly string[] {
  const found = readdirSync(join(root, folder), { recursive: true }) as string[];
  return found.filter((name) => name.endsWith(ending)).map((name) => join(folder, name));
}

/** A line each of what can be read off the files themselves. */
export function measureFiles(sources: Sources): readonly (readonly [what: string, value: string])[] {
  const { root, texts } = sources;
  const lines = [...texts].map(([file, text]) => ({ file, count: text.split('\n').length - 1 }));
  const inside = (folder: string): number => lines.filter(({ file }) => file.startsWith(`${folder}/`)).length;
  const [longest = { file: '-', count: 0 }] = lines.toSorted((a, b) => b.count - a.count);
  const short = lines.filter(({ count }) => count < SHORT).length;
  const root_ = lines.filter(({ file }) => dirname(file) === join('src', 'cli')).length;
  return [
    ['files of src', String(inside('src'))],
    ['files of reports', String(inside('reports'))],
    ['rules', String(filesBelow(root, 'rules', '.yaml').filter((file) => !file.includes('catalog')).length)],
    ['median lines', String(median(lines.map(({ count }) => count)))],
    [`files below ${SHORT} lines`, `${short} (${Math.round((100 * short) / lines.length)} %)`],
    [`files above ${LONG} lines`, String(lines.filter(({ count }) => count > LONG).length)],
    ['longest file', `${longest.count} (${longest.file})`],
    ['files with one importer', String(importedOnce(sources).length)],
    ['files at the root of src/cli', String(root_)],
    ...KINDS.map((kind) => [`files that name the check kind ${kind}`, String(naming(sources, kind))] as const),
  ];
}

/** Files that exactly one other file imports. */
function importedOnce({ root, texts }: Sources): readonly string[] {
  const importers = new Map<string, Set<string>>();
  for (const [file, text] of texts) {
    for (const [, path = ''] of text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)) {
      const imported = relative(root, resolve(root, dirname(file), path));
      importers.set(imported, (importers.get(imported) ?? new Set()).add(file));
    }
  }
  return [...importers].filter(([file, by]) => texts.has(file) && by.size === 1).map(([file]) => file);
}

function naming({ texts }: Sources, kind: string): number {
  const word = new RegExp(`\\b${kind}\\b`);
  return [...texts.values()].filter((text) => word.test(text)).length;
}
