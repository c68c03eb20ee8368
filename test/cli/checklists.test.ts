import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chooseScanOutput, type ScanOutputArguments, writeScanOutput } from '../../src/cli/shared/scan-output.ts';
import { WHOLE_VIEW } from '../../src/model/scan-view.ts';
import type { Scan, ScannedHost } from '../../src/model/scan.ts';
import { findingsOf, host8, READINESS_9, scanOf, STIG_8 } from '../evidence/fixture.ts';
import { statusesIn } from '../evidence/read-checklists.ts';
import { capturedIo, sink } from './captured-io.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checklists-'));
});
afterAll(() => rm(folder, { recursive: true }));

function scanWith(hosts: readonly ScannedHost[], parts: Partial<Scan> = {}): Scan {
  const findings = hosts.flatMap((host) => findingsOf(host, 'pass'));
  return scanOf({ hosts, findings, ...parts });
}

const ONE = scanWith([host8({ name: 'esx-01' })]);

/** What a command that renders a scan does with these flags. */
async function written(args: ScanOutputArguments, scan: Scan): Promise<{ stdout: string; stderr: string }> {
  const [stdout, stderr] = [sink(), sink()];
  await writeScanOutput(await chooseScanOutput(args, WHOLE_VIEW), scan, capturedIo({ stdout, stderr }));
  return { stdout: stdout.text, stderr: stderr.text };
}

function newFolder(): Promise<string> {
  return mkdtemp(join(folder, 'out-'));
}

test.each([
  ['cklb', 'host.cklb'],
  ['ckl', 'host.ckl'],
  ['hdf', 'host.hdf.json'],
])('%s into a file, by its ending', async (format, name) => {
  const path = join(await newFolder(), name);
  const { stdout, stderr } = await written({ output: [path] }, ONE);
  expect(stdout).toBe('');
  expect(stderr).toBe(`Wrote ${path}, 1 checklist: 0 open, 2 not a finding, 0 not applicable, 3 not reviewed.\n`);
  expect(statusesIn(format, await readFile(path, 'utf8'))).toMatchObject({ 'ESXI-80-000001': 'not_a_finding' });
});

test('a folder gets a file a host: of cklb where there is a STIG, else of hdf; a host of another release has none', async () => {
  const out = join(await newFolder(), 'new');
  const hosts = [
    host8({ name: 'esx-01', moid: 'host-1' }),
    host8({ name: 'esx-09', moid: 'host-9', version: '9.0.1' }),
    host8({ name: 'esx-06', moid: 'host-6', version: '6.7.0' }),
    host8({ name: '../x', moid: 'host-7' }),
  ];
  const scan = scanWith(hosts, { frameworks: [STIG_8, READINESS_9] });
  const { stderr } = await written({ output: [`${out}/`] }, scan);
  expect((await readdir(out)).toSorted()).toEqual(['__x.cklb', 'esx-01.cklb', 'esx-09.hdf.json']);
  expect(stderr).toContain('3 checklists: ');
  expect(stderr).toContain('; 1 host has none, being of another release.');
  const asHdf = await newFolder();
  await written({ output: [asHdf], format: 'hdf' }, scan);
  expect((await readdir(asHdf)).toSorted()).toEqual(['__x.hdf.json', 'esx-01.hdf.json', 'esx-09.hdf.json']);
  const asCkl = await newFolder();
  expect((await written({ output: [asCkl], format: 'ckl' }, scan)).stderr).toContain('2 hosts have none');
  expect((await readdir(asCkl)).toSorted()).toEqual(['__x.ckl', 'esx-01.ckl']);
});

test('no host and a thousand hosts, two of them of one name', async () => {
  const none = await newFolder();
  expect((await written({ output: [none] }, scanWith([]))).stderr).toContain('0 checklists: 0 open');
  expect(await readdir(none)).toEqual([]);
  const hosts = Array.from({ length: 1_000 }, (_, index) =>
    host8({ name: `esx-${index % 999}`, moid: `host-${index}`, id: `vc/host-${index}` }),
  );
  const many = await newFolder();
  expect((await written({ output: [many] }, scanWith(hosts))).stderr).toContain(
    '1000 checklists: 0 open, 2000 not a finding',
  );
  const files = await readdir(many);
  expect(files).toHaveLength(1_000);
  expect(files.filter((name) => /^esx-0-[0-9a-f]{8}\.cklb$/.test(name))).toHaveLength(2);
});

test('the only host is printed, and nothing beside it', async () => {
  const { stdout, stderr } = await written({ format: 'ckl' }, ONE);
  expect(stdout).toMatch(/^<\?xml[\s\S]*<\/CHECKLIST>\n$/);
  expect(stderr).toMatch(/^Printed, 1 checklist: /);
});

test('other reports are written beside, and before what a checklist may be refused for', async () => {
  const out = await newFolder();
  const output = [join(out, 'scan.csv'), join(out, 'two.cklb')];
  const two = scanWith([host8({ name: 'a', moid: 'host-1' }), host8({ name: 'b', moid: 'host-2' })]);
  await expect(written({ output }, two)).rejects.toMatchObject({ code: 'CHECKLIST_SEVERAL_HOSTS' });
  expect(await readdir(out)).toEqual(['scan.csv']);
});

test.each([
  ['FRAMEWORK_NOT_JUDGED', 'x.cklb', scanOf({ hosts: [], findings: [], frameworks: [] })],
  ['FRAMEWORK_NOT_JUDGED', 'x.hdf.json', { ...ONE, frameworks: undefined }],
  ['FRAMEWORK_NOT_JUDGED', 'new/', { ...ONE, frameworks: undefined }],
  ['CHECKLIST_WITHOUT_BENCHMARK', 'x.cklb', { ...ONE, frameworks: [READINESS_9] }],
  ['CHECKLIST_WITHOUT_BENCHMARK', 'x.ckl', { ...ONE, frameworks: [READINESS_9] }],
  ['CHECKLIST_NO_HOST', 'x.cklb', scanWith([])],
  ['CHECKLIST_NO_HOST', 'x.cklb', scanWith([host8({ name: 'old', version: '6.7.0' })])],
] as const)('%s for %s', async (code, name, scan) => {
  const out = await newFolder();
  await expect(
    written({ output: [join(out, name.replace('/', '')) + (name.endsWith('/') ? '/' : '')] }, scan),
  ).rejects.toMatchObject({
    code,
    details: expect.arrayContaining([expect.any(String)]) as string[],
  });
  expect(await readdir(out)).toEqual([]);
});

function chosen(args: ScanOutputArguments, view = WHOLE_VIEW) {
  return chooseScanOutput(args, view);
}

test('what the command line cannot mean', async () => {
  const out = await newFolder();
  const usage = { code: 'USAGE' };
  await expect(chosen({ output: [`${out}/`, `${out}/`] })).rejects.toMatchObject(usage);
  await expect(chosen({ checklistTemplate: 'x.cklb' })).rejects.toMatchObject(usage);
  await expect(chosen({ output: ['x.cklb'] }, { ...WHOLE_VIEW, only: ['fail'] })).rejects.toMatchObject(usage);
  await expect(chosen({ output: ['x.foo'] })).rejects.toMatchObject({
    details: [expect.stringContaining('.cklb, .ckl, .hdf.json')],
  });
  await expect(chosen({ format: 'ckbl' })).rejects.toMatchObject({
    details: [expect.stringMatching(/cklb?\?/), expect.anything()],
  });
  await expect(chosen({ output: [join(out, 'no', 'x.cklb')] })).rejects.toMatchObject({ code: 'FILE_NOT_WRITTEN' });
  await writeFile(join(out, 'file'), '');
  await expect(written({ output: [`${out}/file/`] }, ONE)).rejects.toMatchObject({ code: 'FILE_NOT_WRITTEN' });
});

test('a template: read from a file, its words and decisions kept, its troubles told', async () => {
  const out = await newFolder();
  const [first, second] = [join(out, 'first.ckl'), join(out, 'second.cklb')];
  await written({ output: [first] }, ONE);
  const theirs = (await readFile(first, 'utf8'))
    .replace('<STATUS>NotAFinding', '<STATUS>Open')
    .replace('<COMMENTS>', '<COMMENTS>seen')
    .replaceAll('r958382', 'r1');
  await writeFile(first, theirs);
  const { stderr } = await written({ output: [second], checklistTemplate: first }, ONE);
  expect(stderr).toMatch(/^warning: 1 rule is of the template .*\nWrote .*1 checklist: 1 open, 0 not a finding/);
  const text = await readFile(second, 'utf8');
  expect(statusesIn('cklb', text)).toMatchObject({ 'ESXI-80-000001': 'open', 'ESXI-80-000002': 'not_reviewed' });
  expect(text).toContain('"comments":"seen"');
  await mkdir(join(out, 'folder'));
  await expect(written({ output: [second], checklistTemplate: join(out, 'folder') }, ONE)).rejects.toMatchObject({
    code: 'FILE_NOT_READ',
    message: expect.stringMatching(/folder" cannot be read: it is a folder\.$/) as string,
  });
  await expect(written({ output: [second], checklistTemplate: join(out, 'none') }, ONE)).rejects.toMatchObject({
    code: 'FILE_NOT_READ',
  });
});
