import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { METHODS } from '../../src/vim/call.ts';

test('every method that the client sends has a row that says who has seen it, and no row is of a method that it does not send', async () => {
  const page = await readFile('docs/witnessed.md', 'utf8');
  const rows = [...page.matchAll(/^\| `([A-Z]\w+)` \| [^|]+ \| [^|]+ \| [^|]+ \|$/gm)].map(([, method]) => method);
  expect(new Set(rows)).toEqual(new Set(METHODS));
  expect(rows).toHaveLength(METHODS.length);
});
