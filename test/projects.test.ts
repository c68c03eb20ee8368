import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { FAULTS, UNIT } from './vitest.config.ts';

/** What takes a test out of this process, or to a server: libraries, and helpers of tests. */
const OUTSIDE = /^(?:node:(?:child_process|http|https|tls)|undici)$/;
const HELPERS = new Set(
  ['program', 'in-process', 'simulated-vcenter', 'replay'].map((name) => `test/support/${name}.ts`),
);

function importsOf(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/^(?:import|export)(?! type\b)[^;']*?'([^']+)'/gm)].map(([, path = '']) => path);
}

/** How a file of tests comes to leave this process, past the helpers that it imports; null where it does not. */
function wayOut(file: string, seen = new Set<string>()): string | null {
  if (seen.has(file)) return null;
  seen.add(file);
  for (const path of importsOf(file)) {
    if (OUTSIDE.test(path)) return `${file} imports ${path}`;
    const imported = resolve(dirname(file), path).slice(`${process.cwd()}/`.length);
    if (HELPERS.has(imported)) return `${file} imports ${imported}`;
    if (!imported.startsWith('test/') || !existsSync(imported)) continue;
    const further = wayOut(imported, seen);
    if (further !== null) return further;
  }
  return null;
}

function testsIn(folder: string): readonly string[] {
  const names = readdirSync(join('test', folder), { recursive: true }) as string[];
  return names.filter((name) => name.endsWith('.test.ts')).map((name) => join('test', folder, name));
}

test('nothing in the project unit opens a connection or starts a program', () => {
  const files = UNIT.flatMap(testsIn);
  expect(files.length).toBeGreaterThan(40);
  expect(files.map((file) => wayOut(file)).filter((way) => way !== null)).toEqual([]);
});

test('the check finds a way out where there is one, and every folder of a project has tests', () => {
  expect(wayOut('test/cli/program.test.ts')).not.toBeNull();
  expect(wayOut('test/scan/scan-estate.test.ts')).not.toBeNull();
  expect([...UNIT, ...FAULTS].filter((folder) => testsIn(folder).length === 0)).toEqual([]);
});
