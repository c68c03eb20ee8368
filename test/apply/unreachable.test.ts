import { describe, expect, test } from 'vitest';
import type { TroubleInput } from '../../src/simulator/estate/trouble.ts';
import { sampled } from '../support/sample.ts';
import { bench } from './command-support.ts';
import { KERNEL } from './support.ts';

const HOSTS = 35;
/** The vCenter goes away at that call and stays away. */
const stops = (method: string, after = 0): TroubleInput => ({ kind: 'stop', method, after });

/** How often a text says so. */
function times(text: string, words: RegExp | string): number {
  return text.split(words).length - 1;
}

/** Moments at which the dry run loses its vCenter: reading the hosts, their settings, and what stands against a change. */
const MOMENTS: Readonly<Record<string, TroubleInput>> = {
  'the first host is read': stops('RetrievePropertiesEx'),
  'the first setting is read': stops('ExecuteSoap'),
  'some settings are read': stops('ExecuteSoap', 20),
  'obstacles are looked for': stops('RetrievePropertiesEx', 1),
};

describe.each(sampled(Object.entries(MOMENTS), 2))('a vCenter that is gone when %s', (_when, trouble) => {
  test.each([[[]], [['--confirm']]])('is told once, and nothing is written: %j', async (flags) => {
    await using at = await bench(HOSTS, [KERNEL]);
    at.vcenter.disturb(trouble);
    const { exitCode, stdout, stderr } = await at.run(['apply', at.planFile, ...flags]);
    expect(exitCode).toBe(2);
    expect(stdout).toContain('Not tried, ');
    expect([times(stdout, 'cannot be reached any more'), times(stderr, 'cannot be reached any more')]).toEqual([1, 1]);
    expect(stdout + stderr).not.toMatch(/refuses the connection.*refuses the connection/s);
    expect(stdout).not.toContain('unread');
    expect(at.vcenter.calls.writes).toEqual([]);
  });
});

test('in JSON every step is not tried, for the one reason', async () => {
  await using at = await bench(HOSTS, [KERNEL]);
  at.vcenter.disturb(stops('RetrievePropertiesEx'));
  const { stdout } = await at.run(['apply', at.planFile, '--format', 'json']);
  const { steps } = JSON.parse(stdout) as {
    readonly steps: readonly { readonly outcome: string; readonly reason: string }[];
  };
  expect(new Set(steps.map(({ outcome, reason }) => `${outcome} ${reason}`))).toEqual(
    new Set(['not-tried connection-lost']),
  );
  expect(steps).toHaveLength(HOSTS);
});

test('a vCenter that goes away while it is written to: what was sent is told, the rest is not tried, once', async () => {
  await using at = await bench(HOSTS, [KERNEL]);
  let isApplying = false;
  at.vcenter.calls.writes.push = (...writes) => {
    if (!isApplying) at.vcenter.disturb(stops('RetrievePropertiesEx'));
    isApplying = true;
    return Array.prototype.push.apply(at.vcenter.calls.writes, writes);
  };
  const { exitCode, stdout } = await at.run(['apply', at.planFile, '--confirm', '--format', 'json']);
  const { steps } = JSON.parse(stdout) as {
    readonly steps: readonly { readonly outcome: string; readonly reason: string | null }[];
  };
  expect(exitCode).toBe(1);
  expect(steps).toHaveLength(HOSTS);
  expect(steps.filter(({ reason }) => reason === 'unread')).toEqual([]);
  const untried = steps.filter(({ reason }) => reason === 'connection-lost');
  expect(untried.length).toBeGreaterThan(HOSTS - 10);
});

test('a rollback tells it in the same way', async () => {
  await using at = await bench(HOSTS, [KERNEL]);
  expect((await at.run(['apply', at.planFile, '--confirm'])).exitCode).toBe(0);
  at.vcenter.disturb(stops('RetrievePropertiesEx'));
  const { exitCode, stdout, stderr } = await at.run(['rollback', at.planFile, '--confirm']);
  expect([exitCode, times(stdout, 'cannot be reached any more'), times(stderr, 'cannot be reached any more')]).toEqual([
    2, 1, 1,
  ]);
});

test('verify says INCOMPLETE, and not which host could not be read, 35 times', async () => {
  await using at = await bench(HOSTS, [KERNEL]);
  const plan = `${at.folder}/made.json`;
  await at.run(['plan', '--rule', 'hpe/gen8-interrupt-remapping', '--output', plan]);
  // The inventory is read; the properties of the hosts are not.
  at.vcenter.disturb(stops('RetrievePropertiesEx', 1));
  const { exitCode, stderr } = await at.run(['verify', plan]);
  expect(exitCode).toBe(3);
  expect(times(stderr, 'INCOMPLETE: ')).toBe(1);
  expect(stderr.split('\n').length).toBeLessThan(6);
});
