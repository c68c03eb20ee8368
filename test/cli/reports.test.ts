import { lstat, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chooseReports, writeReports } from '../../src/cli/shared/report-output.ts';
import { WHOLE_VIEW } from '../../src/model/scan-view.ts';
import type { RenderOptions, Reporter } from '../../src/model/reporter.ts';
import { refusalOf, temporaryFolder } from '../target/surroundings.ts';
import { capturedIo, sink } from './captured-io.ts';

function reporter(name: string, extensions: readonly string[]): Reporter<string> {
  return {
    name,
    description: `As ${name}.`,
    extensions,
    render: (document, options: RenderOptions) => [name, ' ', document, ` ${JSON.stringify(options)}\n`],
  };
}

const REPORTERS = [reporter('table', ['.txt']), reporter('csv', ['.csv']), reporter('lines', ['.lines.txt'])];

/** Nothing is left out, and nothing is added. */
const AS_IT_IS = { view: WHOLE_VIEW, byteOrderMark: false } as const;

test('the first reporter is printed when nothing is asked for, and nothing when only files are', async () => {
  expect((await chooseReports(REPORTERS, {})).printed?.name).toBe('table');
  expect((await chooseReports(REPORTERS, { format: 'CSV' })).printed?.name).toBe('csv');
  expect((await chooseReports(REPORTERS, { output: ['out.csv'] })).printed).toBeNull();
  const both = await chooseReports(REPORTERS, { format: 'table', output: ['out.csv'] });
  expect([both.printed?.name, ...both.files.map((file) => file.reporter.name)]).toEqual(['table', 'csv']);
});

test('the longest ending that fits decides, in either case', async () => {
  const { files } = await chooseReports(REPORTERS, { output: ['a.TXT', 'b.lines.txt', 'c.csv'] });
  expect(files.map((file) => file.reporter.name)).toEqual(['table', 'lines', 'csv']);
});

test.each([
  [{ format: 'cvs' }, 'Did you mean --format csv?'],
  [{ format: 'pdf' }, 'Formats: table (As table)'],
  [{ output: ['out.pdf'] }, 'the ending ".pdf"'],
  [{ output: ['out'] }, 'has no ending'],
  [{ output: [''] }, 'has no ending'],
  [{ output: ['a.csv', 'a.csv'] }, 'is given twice'],
  [{ output: ['/nonexistent/a.csv'] }, 'its folder does not exist'],
])('%j is refused before any work: %s', async (args, why) => {
  expect((await refusalOf(() => chooseReports(REPORTERS, args))).text).toContain(why);
});

test('a folder and a device are refused as files', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'out.csv');
  await mkdir(path);
  expect((await refusalOf(() => chooseReports(REPORTERS, { output: [path] }))).text).toContain('it is a folder');
  if (process.platform === 'win32') return;
  const device = join(folder.path, 'null.csv');
  await symlink('/dev/null', device);
  expect((await refusalOf(() => chooseReports(REPORTERS, { output: [device] }))).text).toContain('not a plain file');
});

test('a file is written whole, without colour or width, and nothing else is left', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'out.csv');
  const stdout = sink(80);
  const stderr = sink();
  await writeReports(await chooseReports(REPORTERS, { output: [path] }), 'scan', capturedIo({ stdout, stderr }));
  expect(await readFile(path, 'utf8')).toBe('csv scan {"width":null,"colour":false}\n');
  expect(await readdir(folder.path)).toEqual(['out.csv']);
  expect(stdout.text).toBe('');
  expect(stderr.text).toContain(`Wrote ${path} (csv).`);
});

test.skipIf(process.platform === 'win32')('an existing file keeps its mode, and a link its place', async () => {
  await using folder = await temporaryFolder();
  const real = join(folder.path, 'real.csv');
  const link = join(folder.path, 'link.csv');
  await writeFile(real, 'old', { mode: 0o600 });
  await symlink(real, link);
  await writeReports(await chooseReports(REPORTERS, { output: [link] }), 'new', capturedIo());
  expect((await lstat(link)).isSymbolicLink()).toBe(true);
  expect((await stat(real)).mode & 0o777).toBe(0o600);
  expect(await readFile(real, 'utf8')).toContain('csv new');
});

test('a report that breaks leaves the old file as it was, and is a bug', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'out.csv');
  await writeFile(path, 'old');
  const broken: Reporter<string> = {
    ...reporter('csv', ['.csv']),
    *render() {
      yield 'half';
      throw new TypeError('oops');
    },
  };
  const choice = { ...AS_IT_IS, printed: null, files: [{ path, reporter: broken }] };
  await expect(writeReports(choice, 'scan', capturedIo())).rejects.toThrow(TypeError);
  expect(await readFile(path, 'utf8')).toBe('old');
  expect(await readdir(folder.path)).toEqual(['out.csv']);
});

const printed = async (stdout: ReturnType<typeof sink>, colour: boolean) => {
  await writeReports(await chooseReports(REPORTERS, {}), 'scan', capturedIo({ stdout, colour }));
  return stdout.text;
};

test('colour and width are for a terminal, and colour can be switched off there', async () => {
  expect(await printed(sink(100), true)).toBe('table scan {"width":100,"colour":true,"ascii":false}\n');
  expect(await printed(sink(100), false)).toBe('table scan {"width":100,"colour":false,"ascii":false}\n');
  expect(await printed(sink(), true)).toBe('table scan {"width":null,"colour":false,"ascii":false}\n');
});

test('a long report goes out in pieces and in order, and ends early when nobody reads on', async () => {
  let rendered = 0;
  const long: Reporter<string> = {
    ...reporter('table', []),
    *render() {
      for (; rendered < 100_000; rendered += 1) yield `line ${rendered}\n`;
    },
  };
  const stdout = sink();
  await writeReports({ ...AS_IT_IS, printed: long, files: [] }, '', capturedIo({ stdout }));
  expect(stdout.text.split('\n')).toHaveLength(100_001);
  expect(stdout.text.startsWith('line 0\nline 1\n')).toBe(true);
  rendered = 0;
  const gone = sink();
  gone.destroy();
  await writeReports({ ...AS_IT_IS, printed: long, files: [] }, '', capturedIo({ stdout: gone }));
  expect(rendered).toBeLessThan(100_000);
});
