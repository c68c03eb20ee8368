import { expect, test } from 'vitest';
import { rebootedSince } from '../../../src/apply/rollout/preflight.ts';
import type { SimulatedHost } from '../../../src/simulator/world/host.ts';
import { estateText, rollable } from './rolling.ts';

const HOUR = 3_600_000;
const ESTATE = estateText([{ hosts: ['name: a', 'name: b'] }]);

const iso = (moment: number): string => new Date(moment).toISOString();

/** Rolls host a by a plan that was made an hour ago and saw the boot that the host had then; `since` is what became of it. */
async function rolledAfter(since: (host: SimulatedHost) => void, readAt = Date.now() - HOUR) {
  await using world = await rollable(ESTATE);
  const host = world.simulator.hostNamed('a');
  const bootTime = iso(host.bootTime);
  since(host);
  const run = await world.roll({}, ['a'], { bootTime, readAt: iso(readAt) });
  return { end: run.ends['a'], detail: run.outcomes[0]?.detail, writes: run.writesOn('a') };
}

test('a host that has not booted since, and whose setting waits for it, is rebooted', async () => {
  const { end, writes } = await rolledAfter(() => undefined);
  expect(end).toBe('done');
  expect(writes).toEqual(['EnterMaintenanceMode_Task', 'RebootHost_Task', 'ExitMaintenanceMode_Task']);
});

function booted(host: SimulatedHost): void {
  host.upSince = Date.now() - 60_000;
  host.bootTime = host.upSince;
}

function change(host: SimulatedHost, values: { readonly runtime?: string; readonly configured?: string }): void {
  const setting = host.kernel.get('iovDisableIR');
  if (setting === undefined) throw new Error('the host has the setting');
  Object.assign(setting, values);
}

test('one that has booted since and has the setting in effect needs none', async () => {
  const { end, writes } = await rolledAfter((host) => {
    booted(host);
    change(host, { runtime: 'FALSE' });
  });
  expect([end, writes]).toEqual(['not tried already-so', []]);
});

test('one that has booted since in vain is not rebooted again', async () => {
  const { end, detail, writes } = await rolledAfter(booted);
  expect([end, writes]).toEqual(['not tried not-taking-effect', []]);
  expect(detail).toContain('It has booted since the plan');
});

test('nor where vCenter still tells the old boot time: the uptime of the host gives it away', async () => {
  const { end, writes } = await rolledAfter((host) => {
    host.upSince = Date.now() - 60_000;
  });
  expect([end, writes]).toEqual(['not tried not-taking-effect', []]);
});

test('a boot time that is earlier than the plan saw it, and a plan from the future, prove nothing', async () => {
  const earlier = await rolledAfter((host) => {
    host.bootTime -= 24 * HOUR;
  });
  expect([earlier.end, earlier.writes]).toEqual(['not tried unread', []]);
  const future = await rolledAfter(() => undefined, Date.now() + HOUR);
  expect([future.end, future.writes]).toEqual(['not tried unread', []]);
});

test('what is configured is looked at again: another value is not rebooted into', async () => {
  const { end, writes } = await rolledAfter((host) => {
    change(host, { configured: 'TRUE' });
  });
  expect([end, writes]).toEqual(['not tried not-configured', []]);
});

test('without an uptime, or with a text for a time, it cannot be told', () => {
  const now = Date.parse('2026-11-30T12:00:00Z');
  const planned = { bootTime: '2026-11-01T00:00:00Z', readAt: '2026-11-30T11:00:00Z' };
  const bootTime = Date.parse(planned.bootTime);
  const reading = { bootTime, uptimeMs: now - bootTime, now };
  expect(rebootedSince(planned, reading)).toBeNull();
  expect(rebootedSince(planned, { ...reading, uptimeMs: null })).toMatchObject({ reason: 'unread' });
  expect(rebootedSince({ ...planned, bootTime: 'soon' }, reading)).toMatchObject({ reason: 'unread' });
  expect(rebootedSince(planned, { ...reading, uptimeMs: 0 })).toMatchObject({ reason: 'not-taking-effect' });
});
