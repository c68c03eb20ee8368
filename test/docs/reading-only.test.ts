import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { READING_COMMANDS } from '../../src/model/reading-commands.ts';
import { configurationCompliance } from '../../src/rest/cluster-configuration.ts';
import { desiredImage, imageCompliance } from '../../src/rest/cluster-image.ts';
import { attachedTags, category, tag } from '../../src/rest/tagging.ts';
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

/** Each with the same id, which the page calls ID. */
const REST_CALLS = [
  attachedTags([]),
  tag('ID'),
  category('ID'),
  desiredImage('ID'),
  imageCompliance('ID'),
  configurationCompliance('ID'),
];

test('the page lists every request over REST', () => {
  const section = page.slice(page.indexOf('\n## Requests over REST\n') + 1).split('\n## ')[0] ?? '';
  const listed = [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, request]) => request);
  expect(listed).toEqual(REST_CALLS.map(({ method, api }) => `${method} ${api}`));
});

test('there are no other requests over REST than those', async () => {
  const files = (await readdir('src', { recursive: true })).filter(
    (file) => file.endsWith('.ts') && !/^(simulator|server)\//.test(file),
  );
  const texts = await Promise.all(files.map((file) => readFile(`src/${file}`, 'utf8')));
  const names = texts.flatMap((text) => [...text.matchAll(/name: '(rest-[a-z-]+)'/g)].map(([, name]) => name));
  const sessions = ['rest-login', 'rest-logout'];
  expect(new Set(names)).toEqual(new Set([...REST_CALLS.map(({ name }) => name), ...sessions]));
});
