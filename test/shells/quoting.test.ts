import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { cronWord, powershellText, systemdWord, windowsWord } from '../../src/schedule/quoting.ts';
import { runs } from '../support/sample.ts';

/** Paths as people may have them, and as nobody should. */
const pathArbitrary = fc
  .array(
    fc.oneof(
      fc.constantFrom(' ', '%', "'", '"', '\\', '$', '`', '%h', '$(id)', ';', '#', 'ü', '漢', '\u2019'),
      fc.string(),
    ),
    { maxLength: 8 },
  )
  .map((parts) => `/srv/${parts.join('').replaceAll(/\p{Cc}|\p{Cs}/gu, '')}`);

const ARGV = 'process.stdout.write(JSON.stringify(process.argv.slice(1)))';

test('a real shell takes the words of a crontab for what they are, after cron has had its turn', () => {
  fc.assert(
    fc.property(fc.array(pathArbitrary, { minLength: 1, maxLength: 3 }), (paths) => {
      const line = paths.map(cronWord).join(' ');
      // Cron cuts the line at the first % that has no backslash before it, and takes such backslashes away.
      expect(line).not.toMatch(/(?<!\\)%/);
      const command = line.replaceAll(String.raw`\%`, '%');
      const seen = execFileSync('sh', ['-c', `'${process.execPath}' -e '${ARGV}' -- ${command}`], { encoding: 'utf8' });
      expect(JSON.parse(seen)).toEqual(paths);
    }),
    { numRuns: runs(25) },
  );
});

/** As systemd.service(5) takes a quoted word apart. */
function bySystemd(word: string): string {
  return word
    .slice(1, -1)
    .replaceAll(/\\(["\\])/g, '$1')
    .replaceAll('%%', '%')
    .replaceAll('$$', '$');
}

test('a word of ExecStart is one quoted word in which nothing is expanded', () => {
  fc.assert(
    fc.property(pathArbitrary, (path) => {
      const word = systemdWord(path);
      expect(word).toMatch(/^"(?:[^"\\]|\\["\\])*"$/);
      expect(word.replaceAll('%%', '').replaceAll('$$', '')).not.toMatch(/[%$]/);
      expect(bySystemd(word)).toBe(path);
    }),
  );
});

test('a literal of PowerShell ends where it ends', () => {
  fc.assert(
    fc.property(pathArbitrary, (path) => {
      const inner = powershellText(path).slice(1, -1);
      expect(inner.replaceAll(/(['\u2018\u2019\u201a\u201b])\1/g, '')).not.toMatch(/['\u2018\u2019\u201a\u201b]/);
    }),
  );
});

test('a word of Windows keeps backslashes before quotes and at its end', () => {
  expect(windowsWord(String.raw`C:\Program Files\node`)).toBe(String.raw`"C:\Program Files\node"`);
  expect(windowsWord(String.raw`C:\a b` + '\\')).toBe(String.raw`"C:\a b` + '\\\\"');
  expect(windowsWord(String.raw`a\"b`)).toBe(String.raw`"a\\\"b"`);
});

test('a line break is refused by each', () => {
  for (const quote of [cronWord, systemdWord, powershellText, windowsWord]) {
    expect(() => quote('/srv/a\nb')).toThrow(/control character/);
  }
});
