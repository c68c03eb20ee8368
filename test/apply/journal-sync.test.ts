import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { simulatedVcenter } from '../support/simulated-vcenter.ts';
import { applied, KERNEL, planOf, RULESET, SERVICE, temporaryFolder, told, wrongEstate } from './support.ts';

/** Notes when bytes are given to a file and when they are brought to the disk, by whichever handle. */
async function watchedFiles(events: string[]): Promise<void> {
  const probe = await open(new URL(import.meta.url), 'r');
  const prototype = Object.getPrototypeOf(probe) as typeof probe;
  await probe.close();
  const [write, datasync] = [noting('written', prototype.write), noting('synced', prototype.datasync)];
  const watched = [
    vi.spyOn(prototype, 'write').mockImplementation(write),
    vi.spyOn(prototype, 'datasync').mockImplementation(datasync),
  ];
  onTestFinished(() => watched.forEach((each) => each.mockRestore()));

  function noting<Method extends (...args: never[]) => Promise<unknown>>(what: string, method: Method): Method {
    return async function noted(this: unknown, ...args: Parameters<Method>) {
      const result = await method.apply(this, args);
      events.push(what);
      return result;
    } as unknown as Method;
  }
}

test('what the journal says of a write is on the disk before the write is sent, and so is every other record', async () => {
  await using folder = await temporaryFolder();
  const events: string[] = [];
  await watchedFiles(events);
  const writes = new Set(['EnableRuleset', 'StartService', 'UpdateServicePolicy']);
  await using vcenter = await simulatedVcenter(wrongEstate(3), {
    onCall: ({ method }) => {
      if (writes.has(method)) events.push('sent');
    },
  });
  const journal = join(folder.path, 'j');
  const plan = planOf(vcenter, [KERNEL, RULESET, SERVICE]);
  const outcomes = await applied(vcenter, { plan, journal, options: { concurrency: 1 } });
  expect(new Set(told(outcomes).map((line) => line.split(' ')[1]))).toEqual(new Set(['done']));
  expect(events.filter((event) => event === 'sent').length).toBeGreaterThanOrEqual(9);
  // No write leaves while a record is only with the system, and none is left so at the end.
  const story = events.join(' ');
  expect(story).not.toMatch(/written sent/);
  expect(story).not.toMatch(/written written/);
  expect(events.at(-1)).toBe('synced');
  const records = (await readFile(journal, 'utf8')).trimEnd().split('\n').length;
  expect(events.filter((event) => event === 'synced')).toHaveLength(records);
});
