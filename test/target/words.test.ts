import { expect, test } from 'vitest';
import { splitWords } from '../../src/target/password-command.ts';

test.each([
  ['pass show vsphere/admin', ['pass', 'show', 'vsphere/admin']],
  [`  sh  -c 'pass show x | head -n1' `, ['sh', '-c', 'pass show x | head -n1']],
  [`op read "op://Private/vc 01"/password`, ['op', 'read', 'op://Private/vc 01/password']],
  [`echo "" ''`, ['echo', '', '']],
  [String.raw`C:\vault\get.exe "C:\My Secrets\x"`, [String.raw`C:\vault\get.exe`, String.raw`C:\My Secrets\x`]],
  [`echo "it's" '"$HOME"'`, ['echo', "it's", '"$HOME"']],
  ['', []],
])('%j is %j', (line, words) => {
  expect(splitWords(line)).toEqual(words);
});

test('a quote without its partner is refused', () => {
  expect(() => splitWords(`sh -c 'echo`)).toThrow('quote');
});
