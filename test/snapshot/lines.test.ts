import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { linesIn } from '../../src/snapshot/lines.ts';
import { refusalOf } from '../target/surroundings.ts';

const LIMITS = { line: 20, total: 100, hosts: 1 };

async function* chunks(...pieces: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield Buffer.from(piece);
}

async function linesFrom(...pieces: readonly (string | Uint8Array)[]): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of linesIn(chunks(...pieces), LIMITS)) lines.push(line);
  return lines;
}

test('lines are the same wherever the bytes were cut', async () => {
  const bytes = Buffer.from('\ufeffä\n\n漢字\u2028x\n👩\r\n');
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(bytes.length)), async (cuts) => {
      const ends = [...cuts.toSorted((one, other) => one - other), bytes.length];
      const pieces = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
      expect(await linesFrom(...pieces)).toEqual(['\ufeffä', '', '漢字\u2028x', '👩\r']);
    }),
  );
});

test.each([
  [['a\nb'], 'Line 2 of the snapshot cannot be used: it breaks off.'],
  [[`a\n${'x'.repeat(21)}\n`], 'Line 2 of the snapshot cannot be used: it is longer than esxcheck writes any.'],
  [['x'.repeat(15), 'x'.repeat(15)], 'Line 1 of the snapshot cannot be used: it is longer than esxcheck writes any.'],
  [['a\n', '123456789\n'.repeat(10)], 'it is larger than any snapshot that esxcheck writes.'],
  [['a\n', Buffer.from([0x22, 0xff, 0x22, 10])], 'Line 2 of the snapshot cannot be used: it is not UTF-8.'],
  [[Buffer.from([0xc3, 10])], 'Line 1 of the snapshot cannot be used: it is not UTF-8.'],
])('%#: what is no line of ours is refused', async (pieces, sentence) => {
  const { code, text } = await refusalOf(() => linesFrom(...pieces));
  expect(code).toBe('SNAPSHOT_INVALID');
  expect(text).toContain(sentence);
});

test('as much as is allowed is taken', async () => {
  expect(await linesFrom(`${'x'.repeat(20)}\n`)).toEqual(['x'.repeat(20)]);
  expect((await linesFrom('123456789\n'.repeat(10))).length).toBe(10);
});
