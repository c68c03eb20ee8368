import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { progressOn } from '../../src/cli/shared/progress.ts';
import { sink } from './captured-io.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A terminal, what it shows now, and a clock that goes when it is told to. */
function watched(given: { readonly columns?: number; readonly ascii?: boolean; readonly quiet?: boolean } = {}) {
  const stderr = sink(given.columns ?? 80);
  let now = 0;
  const progress = progressOn({ stderr, quiet: given.quiet ?? false, ascii: given.ascii ?? false }, () => now);
  return {
    progress,
    stderr,
    pass: (ms: number): void => {
      for (let left = ms; left > 0; left -= 100) {
        now += 100;
        vi.advanceTimersByTime(100);
      }
    },
    screen: (): readonly string[] => screenOf(stderr.text),
  };
}

/** What is left on a terminal that understands "so many lines up" and "clear from here on". */
function screenOf(text: string): readonly string[] {
  const lines: string[] = [];
  // oxlint-disable-next-line no-control-regex -- what a terminal obeys
  for (const part of text.split(/(\u001b\[\d+A\u001b\[0J)/)) {
    // oxlint-disable-next-line no-control-regex -- what a terminal obeys
    const up = /^\u001b\[(\d+)A/.exec(part);
    if (up !== null) lines.splice(lines.length - Number(up[1]));
    else lines.push(...part.split('\n').slice(0, -1));
  }
  return lines;
}

const VC = 'https://vc01.example.com/sdk';

test('work of a moment shows nothing', () => {
  const { progress, stderr, pass } = watched();
  progress.target(VC, { kind: 'connecting' });
  pass(200);
  progress.stop();
  pass(2000);
  expect(stderr.text).toBe('');
});

test('from the first second on: connecting, inventory, hosts with their rate and the time that is left', () => {
  const { progress, pass, screen } = watched();
  progress.target(VC, { kind: 'connecting' });
  pass(900);
  expect(screen()).toEqual(['vc01.example.com  connecting  0 s']);
  pass(1500);
  expect(screen()).toEqual(['vc01.example.com  connecting  2 s']);
  progress.target(VC, { kind: 'inventory' });
  pass(1000);
  expect(screen()).toEqual(['vc01.example.com  reading the inventory  1 s']);
  progress.target(VC, { kind: 'hosts', total: 800 });
  pass(400);
  expect(screen()).toEqual(['vc01.example.com  [░░░░░░░░░░░░░░░░░░░░]  0/800']);
  progress.step(200, VC);
  pass(1600);
  expect(screen()).toEqual(['vc01.example.com  [█████░░░░░░░░░░░░░░░]  200/800  100/s  6 s left']);
  progress.stop();
  expect(screen()).toEqual([]);
});

test('several targets have a line each, which goes when the target has come to its end', () => {
  const { progress, pass, screen } = watched({ ascii: true });
  progress.target(VC, { kind: 'connecting' });
  progress.target('https://vc02.lab/sdk', { kind: 'hosts', total: 4 });
  progress.step(1, 'https://vc02.lab/sdk');
  pass(600);
  expect(screen()).toEqual(['vc01.example.com  connecting  0 s', 'vc02.lab          [#####---------------]  1/4']);
  progress.target(VC, { kind: 'ended' });
  pass(400);
  expect(screen()).toEqual(['vc02.lab  [#####---------------]  1/4  1.0/s  3 s left']);
});

test('what is written in between is not taken away with the lines', () => {
  const { progress, stderr, pass, screen } = watched();
  progress.start(10, 'reading hosts');
  pass(600);
  progress.clear();
  stderr.write('warning: something\n');
  progress.step();
  pass(600);
  progress.stop();
  expect(screen()).toEqual(['warning: something']);
});

test('lines fit the terminal, hostile names come out harmless, and not every target of many has a line', () => {
  const { progress, stderr, pass, screen } = watched({ columns: 40 });
  for (let index = 0; index < 30; index += 1) {
    progress.target(`bad\u001b[31m${index} ${'x'.repeat(60)}`, { kind: 'hosts', total: 9 });
  }
  pass(1000);
  expect(screen()).toHaveLength(13);
  expect(screen().at(-1)).toBe('and 18 more');
  expect(Math.max(...screen().map((line) => line.length))).toBeLessThan(40);
  expect(stderr.text).not.toContain('\u001b[31m');
});

test('nobody is told a rate of nothing, or how long work lasts that has not begun', () => {
  const { progress, pass, screen } = watched({ ascii: true });
  progress.start(0, 'connecting to vc01');
  pass(1000);
  expect(screen()).toEqual(['connecting to vc01  connecting  1 s']);
  progress.start(3, 'applying');
  pass(5000);
  expect(screen()).toEqual(['applying  [--------------------]  0/3']);
  progress.step(3);
  pass(1000);
  expect(screen()).toEqual(['applying  [####################]  3/3  0.5/s']);
});

test.each([
  ['without a terminal', sink(), false],
  ['with --quiet', sink(80), true],
])('%s there is none, however long it takes', (_where, stderr, quiet) => {
  let now = 0;
  const progress = progressOn({ stderr, quiet }, () => now);
  progress.start(10, 'reading hosts');
  progress.target(VC, { kind: 'connecting' });
  now = 60_000;
  vi.advanceTimersByTime(60_000);
  progress.stop();
  expect(stderr.text).toBe('');
});
