import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { READING_COMMANDS } from '../../src/model/reading-commands.ts';
import { kindOfMethod, METHODS } from '../../src/vim/call.ts';

const page = await readFile('docs/reading-only.md', 'utf8');

/** Rows of a table of two columns, its codes alone. */
function rowsBelow(heading: string): ReadonlyMap<string, readonly string[]> {
  const section = page.slice(page.indexOf(`\n## ${heading}\n`) + 1).split('\n## ')[0] ?? '';
  const rows = [...section.matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)];
  return new Map(
    rows.map(([, name = '', cell = '']) => [name, [...cell.matchAll(/`([^`]+)`/g)].map((m) => m[1] ?? '')]),
  );
}

test('the page lists every method by its kind', () => {
  const expected = new Map(
    ['read', 'session', 'write'].map((kind) => [kind, METHODS.filter((method) => kindOfMethod(method) === kind)]),
  );
  expect(rowsBelow('Methods')).toEqual(expected);
});

test('the page lists every command of esxcli that may be asked', () => {
  const listed = [...rowsBelow('Commands of esxcli')].flatMap(([namespace, commands]) =>
    commands.map((command) => `${namespace} ${command}`),
  );
  expect(listed.toSorted()).toEqual([...READING_COMMANDS].toSorted());
});
