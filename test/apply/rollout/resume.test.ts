import { expect, test } from 'vitest';
import type { RolloutEvent } from '../../../src/apply/rollout/events.ts';
import type { RolloutPhase } from '../../../src/model/rollout.ts';
import { estateText, QUICK, rollable } from './rolling.ts';

const HOSTS = ['name: a, vms: [{ name: web }]', 'name: b'];
const REBOOTS = (writes: readonly string[]): number => writes.filter((method) => method === 'RebootHost_Task').length;

const refuse = (): Promise<void> => Promise.reject(new Error('disk full'));

/** An AbortSignal that fires when a host enters a phase. */
function whenIn(phase: RolloutPhase, host = 'a'): { signal: AbortSignal; onEvent: (event: RolloutEvent) => void } {
  const controller = new AbortController();
  const onEvent = (event: RolloutEvent): void => {
    if (event.kind === 'phase' && event.phase === phase && event.host.name === host) controller.abort();
  };
  return { signal: controller.signal, onEvent };
}

test('interrupted while entering maintenance mode, the task is cancelled and nothing is rebooted', async () => {
  await using world = await rollable(estateText([{ hosts: ['name: a, trouble: { maintenance: stalls }', 'name: b'] }]));
  const run = await world.roll(whenIn('entering maintenance'));
  expect(run.ends).toEqual({ a: 'failed interrupted', b: 'not tried interrupted' });
  expect(run.writesOn('a')).toEqual(['EnterMaintenanceMode_Task']);
  expect(run.simulator.calls.writes.map(({ method }) => method)).toContain('CancelTask');
  expect(run.simulator.hostNamed('a').inMaintenanceMode).toBe(false);
});

test.each(['rebooting', 'returning', 'comparing', 'leaving maintenance'] as const)(
  'interrupted while %s, the host is brought to its end and no other is begun',
  async (phase) => {
    await using world = await rollable(estateText([{ hosts: HOSTS }]));
    const run = await world.roll(whenIn(phase));
    expect(run.ends).toEqual({ a: 'done', b: 'not tried interrupted' });
    expect(run.simulator.hostNamed('a').inMaintenanceMode).toBe(false);
  },
);

test.each([
  'recording',
  'asking DRS',
  'entering maintenance',
  'rebooting',
  'returning',
  'comparing',
  'leaving maintenance',
  'settling',
] as const)('abandoned while %s, the next run follows it up and reboots each host once in all', async (phase) => {
  await using world = await rollable(estateText([{ hosts: HOSTS }]));
  const { signal, onEvent } = whenIn(phase);
  const first = await world.roll({ abandon: signal, onEvent });
  expect(first.ends['b']).toBe('not tried interrupted');
  expect(first.ends['a']).toMatch(/interrupted$/);
  const second = await world.roll();
  expect(second.ends).toEqual({ a: 'done', b: 'done' });
  expect(REBOOTS(second.writesOn('a'))).toBe(1);
  expect(REBOOTS(second.writesOn('b'))).toBe(1);
  expect(second.simulator.hostNamed('a').inMaintenanceMode).toBe(false);
  const third = await world.roll();
  expect(third.ends).toEqual({ a: 'done', b: 'done' });
  expect(REBOOTS(third.writesOn('a'))).toBe(1);
});

test('a host whose setting did not take effect is never rebooted again by the same plan', async () => {
  const hosts = ['name: a, trouble: { reboot: { keepsRuntime: true } }', 'name: b'];
  await using world = await rollable(estateText([{ hosts }]));
  for (const _ of [1, 2, 3]) {
    const run = await world.roll();
    expect(run.ends['a']).toBe('failed not-taking-effect');
    expect(REBOOTS(run.writesOn('a'))).toBe(1);
  }
});

test('a host that was repaired after it came back worse is brought back by the next run, without a reboot', async () => {
  const hosts = ['name: a, trouble: { reboot: { loses: [datastore] } }', 'name: b'];
  await using world = await rollable(estateText([{ hosts }]));
  expect((await world.roll()).ends['a']).toBe('failed worse');
  const host = world.simulator.hostNamed('a');
  host.devices = host.spec.devices;
  const run = await world.roll();
  expect(run.ends).toEqual({ a: 'done', b: 'done' });
  expect(REBOOTS(run.writesOn('a'))).toBe(1);
  expect(host.inMaintenanceMode).toBe(false);
});

test('a refused reboot may be tried again by the next run', async () => {
  await using world = await rollable(estateText([{ hosts: HOSTS }]));
  const { simulator } = world;
  let refuse = true;
  const first = await world.roll({
    onEvent: (event) => {
      if (!refuse || event.kind !== 'phase' || event.phase !== 'rebooting') return;
      refuse = false;
      // Taken out of maintenance mode by somebody else in the last moment: the server refuses with InvalidState.
      simulator.hostNamed('a').inMaintenanceMode = false;
    },
  });
  expect(first.ends['a']).toBe('failed reboot-refused');
  simulator.hostNamed('a').inMaintenanceMode = false;
  const second = await world.roll();
  expect(second.ends).toEqual({ a: 'done', b: 'done' });
});

test('outside the window nothing is started, and what began is finished', async () => {
  const { parseWindow } = await import('../../../src/apply/rollout/window.ts');
  let now = Date.UTC(2026, 10, 23, 21, 59);
  const controller = new AbortController();
  await using world = await rollable(estateText([{ hosts: ['name: a', 'name: b', 'name: c'] }]), {
    onCall: ({ method, host }) => {
      // The window closes while the second host is out.
      if (method === 'RebootHost_Task' && host === 'b') now = Date.UTC(2026, 10, 24, 5, 0);
    },
  });
  const shifted = (): number => now + (Date.now() - start);
  const start = Date.now();
  const run = await world.roll({
    window: parseWindow('22:00-05:00', 'UTC'),
    now: shifted,
    signal: controller.signal,
    waits: { ...QUICK, returnMs: 86_400_000, rebootTaskMs: 86_400_000 },
    onEvent: (event) => {
      if (event.kind !== 'window') return;
      // Closed for the first time: wait until it opens. For the second time: people give up.
      if (event.open || now < Date.UTC(2026, 10, 23, 22)) now = Math.max(now, Date.UTC(2026, 10, 23, 22));
      else controller.abort();
    },
  });
  expect(run.events.flatMap((event) => (event.kind === 'window' ? [event.open] : []))).toEqual([false, true, false]);
  expect(run.ends).toEqual({ a: 'done', b: 'done', c: 'not tried interrupted' });
});

test('a journal that cannot be written ends the run before the call is sent', async () => {
  await using world = await rollable(estateText([{ hosts: HOSTS }]));
  const journal = { records: [], append: refuse };
  await expect(world.roll({ journal })).rejects.toThrow('disk full');
  expect(world.simulator.calls.writes).toEqual([]);
});
