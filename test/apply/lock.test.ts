import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeLock } from '../../src/files/lock.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'esxcheck-lock-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Another process that takes the lock and keeps it. */
async function holder() {
  const source = `import { takeLock } from ${JSON.stringify(join(process.cwd(), 'src/files/lock.ts'))};
await takeLock(${JSON.stringify(folder)}, 'vc-1'); console.log('held'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

test('a second run at the same target is refused until the first has ended', async () => {
  const first = await takeLock(folder, 'vc-1');
  await expect(takeLock(folder, 'vc-1')).rejects.toMatchObject({ code: 'APPLY_RUNNING' });
  await first.release();
  await using again = await takeLock(folder, 'vc-1');
  expect(again).toBeDefined();
});

test('another target is not held', async () => {
  await using first = await takeLock(folder, 'vc-1');
  await using second = await takeLock(folder, 'vc-2');
  expect([first, second]).toHaveLength(2);
});

test('nothing stays behind', async () => {
  {
    await using first = await takeLock(folder, 'vc-1');
    await expect(takeLock(folder, 'vc-1')).rejects.toThrow(/being written to/);
    expect(first).toBeDefined();
  }
  expect(await readdir(folder)).toEqual([]);
});

test('the lock of a running process holds; once that is killed, it is taken over', async () => {
  const child = await holder();
  await expect(takeLock(folder, 'vc-1')).rejects.toMatchObject({ code: 'APPLY_RUNNING' });
  child.kill('SIGKILL');
  await once(child, 'exit');
  await using lock = await takeLock(folder, 'vc-1');
  expect(await readdir(folder)).toHaveLength(1);
  expect(lock).toBeDefined();
});

test.skipIf(process.platform !== 'linux')(
  'a later process with the number of a dead one does not hold it',
  async () => {
    await using lock = await takeLock(folder, 'vc-1');
    const [name = ''] = await readdir(folder);
    const mine = JSON.parse(await readFile(join(folder, name), 'utf8')) as { startedAt: string };
    await lock.release();
    await writeFile(join(folder, name), JSON.stringify({ ...mine, startedAt: 'another boot 1' }));
    await using taken = await takeLock(folder, 'vc-1');
    expect(taken).toBeDefined();
  },
);

test('a lock of another machine, or one that cannot be read, is respected', async () => {
  await (await takeLock(folder, 'vc-1')).release();
  const lock = await takeLock(folder, 'vc-1');
  const [name = ''] = await readdir(folder);
  await lock.release();
  for (const text of [JSON.stringify({ machine: 'elsewhere', pid: 1, startedAt: null }), 'garbage', '{}']) {
    await writeFile(join(folder, name), text);
    await expect(takeLock(folder, 'vc-1')).rejects.toMatchObject({ code: 'APPLY_RUNNING' });
  }
});

test('of many that start at once at most one gets it', async () => {
  const taken = await Promise.allSettled(Array.from({ length: 20 }, () => takeLock(folder, 'vc-1')));
  expect(taken.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1);
});

test('where no lock can be kept, that is said', async () => {
  await expect(takeLock('/dev/null/locks', 'vc-1')).rejects.toMatchObject({ code: 'LOCK_NOT_TAKEN' });
});
