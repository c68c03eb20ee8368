import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeLock } from '../../src/files/lock.ts';
import { EsxcheckError } from '../../src/model/errors.ts';
import { changeSiteCatalog, readSiteCatalog } from '../../src/site-catalog/file.ts';
import { learn, measurementsIn } from '../../src/site-catalog/site-catalog.ts';
import { canary, learnt } from './samples.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'esxcheck-site-'));
});
afterEach(() => rm(folder, { recursive: true }));

const AT = '2026-11-30T09:00:00.000Z';
const at = (name: string): string => join(folder, name);

function learnInto(path: string, ...hosts: readonly string[]) {
  const entries = hosts.map((name) => learnt(canary({ name })));
  return changeSiteCatalog(path, (records) => learn(records, entries, AT));
}

async function hostsIn(path: string): Promise<readonly string[]> {
  return measurementsIn(await readSiteCatalog(path)).map(({ host }) => host);
}

test('a file that is not there is empty; learning makes it, for its owner alone, and leaves nothing beside it', async () => {
  const path = at('deep/er/catalog.jsonl');
  expect(await readSiteCatalog(path)).toEqual([]);
  await learnInto(path, 'esx-01');
  expect(await hostsIn(path)).toEqual(['esx-01']);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readdir(at('deep/er'))).toEqual(['catalog.jsonl']);
});

test('a link is followed, and nothing is written where nothing changes', async () => {
  await learnInto(at('real.jsonl'), 'esx-01');
  await symlink(at('real.jsonl'), at('link.jsonl'));
  await learnInto(at('link.jsonl'), 'esx-02');
  expect(await hostsIn(at('real.jsonl'))).toEqual(['esx-01', 'esx-02']);
  const before = await stat(at('real.jsonl'));
  await learnInto(at('link.jsonl'), 'esx-02');
  expect((await stat(at('real.jsonl'))).ino).toBe(before.ino);
});

test('a broken file is not written over', async () => {
  await learnInto(at('c'), 'esx-01');
  const text = (await readFile(at('c'), 'utf8')).replace('esx-01', 'esx-99');
  await writeFile(at('c'), text);
  await expect(learnInto(at('c'), 'esx-02')).rejects.toMatchObject({ code: 'CATALOG_CHANGED' });
  expect(await readFile(at('c'), 'utf8')).toBe(text);
  expect(await readdir(folder)).toEqual(['c']);
});

test.each([
  ['a folder', () => Promise.resolve(folder)],
  ['a device', () => Promise.resolve('/dev/zero')],
  [
    'bytes',
    async () => {
      await writeFile(at('bytes'), Buffer.from([0xff, 0xfe, 0x00]));
      return at('bytes');
    },
  ],
])('%s is refused', async (_what, path) => {
  await expect(readSiteCatalog(await path())).rejects.toMatchObject({ code: 'FILE_NOT_READ' });
});

test('a lock that is held is waited for, and in the end told', async () => {
  const path = at('c');
  await learnInto(path, 'esx-01');
  const lock = await takeLock(folder, `catalog ${path}`, () => new EsxcheckError('HELD', 'held'));
  const none = changeSiteCatalog(path, (records) => ({ records }), 300);
  await expect(none).rejects.toMatchObject({ code: 'CATALOG_BUSY' });
  const later = learnInto(path, 'esx-02');
  setTimeout(() => void lock.release(), 300);
  await later;
  expect(await hostsIn(path)).toEqual(['esx-01', 'esx-02']);
});

test('many that learn at once lose nothing', async () => {
  const names = Array.from({ length: 12 }, (_, index) => `esx-${index}`);
  await Promise.all(names.map((name) => learnInto(at('c'), name)));
  expect([...(await hostsIn(at('c')))].sort()).toEqual([...names].sort());
  expect(await readdir(folder)).toEqual(['c']);
});

test('two processes that learn at once lose nothing', async () => {
  const source = (name: string): string => `
import { changeSiteCatalog } from ${JSON.stringify(join(process.cwd(), 'src/site-catalog/file.ts'))};
import { learn } from ${JSON.stringify(join(process.cwd(), 'src/site-catalog/site-catalog.ts'))};
for (let turn = 0; turn < 8; turn += 1) {
  const entry = { kind: 'learnt', build: '9', version: '8.0.3', host: ${JSON.stringify(name)} + turn, day: '2026-11-30',
    machine: { vendor: 'HPE', model: 'x', imageVendor: null }, defaults: new Map([['a', '1']]), image: null, snapshot: 'ab'.repeat(32) };
  await changeSiteCatalog(${JSON.stringify(at('c'))}, (records) => learn(records, [entry], '2026-11-30T09:00:00.000Z'));
}`;
  const children = ['one-', 'two-'].map((name) =>
    spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', source(name)], { stdio: 'inherit' }),
  );
  const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0] as number));
  expect(codes).toEqual([0, 0]);
  expect(await hostsIn(at('c'))).toHaveLength(16);
}, 60_000);

test.skipIf(process.getuid?.() === 0)('a folder that may not be written is told', async () => {
  await chmod(folder, 0o500);
  await expect(learnInto(at('c'), 'esx-01')).rejects.toMatchObject({ code: 'LOCK_NOT_TAKEN' });
  await chmod(folder, 0o700);
});
