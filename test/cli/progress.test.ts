import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { progressOn } from '../../src/cli/shared/progress.ts';
import { sink } from './captured-io.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Lets a second pass, and the bar be loaded. */
async function aWhile(): Promise<void> {
  await vi.advanceTimersByTimeAsync(1500);
  await vi.dynamicImportSettled();
}

test('work of less than a second shows nothing', async () => {
  const stderr = sink(80);
  const progress = progressOn({ stderr, quiet: false });
  progress.start(10, 'reading hosts');
  progress.step();
  await vi.advanceTimersByTimeAsync(900);
  progress.stop();
  await aWhile();
  expect(stderr.text).toBe('');
});

test('longer work shows what is done of how much, and takes it away at the end', async () => {
  const stderr = Object.assign(sink(80), { cursorTo: vi.fn(), clearLine: vi.fn() });
  const progress = progressOn({ stderr, quiet: false });
  progress.start(10, 'reading\u001b[31m hosts');
  progress.step(3);
  await aWhile();
  progress.stop();
  expect(stderr.text).toContain('reading\\u001b[31m hosts');
  expect(stderr.text).toContain('3/10');
});

test.each([
  ['without a terminal', sink(), false],
  ['with --quiet', sink(80), true],
])('%s there is none, however long it takes', async (_where, stderr, quiet) => {
  const progress = progressOn({ stderr, quiet });
  progress.start(10, 'reading hosts');
  await aWhile();
  progress.stop();
  expect(stderr.text).toBe('');
});
