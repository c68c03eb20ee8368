import { expect, test } from 'vitest';
import type { RolloutOptions } from '../../../src/apply/rollout/options.ts';
import { estateText, phasesOf, QUICK, rollable, rolled, type Rolled } from './rolling.ts';

const ENTERED = ['EnterMaintenanceMode_Task', 'RebootHost_Task'];

/** Rolls a cluster of three whose first host has a trouble. */
function withTrouble(trouble: string, options: Partial<RolloutOptions> = {}): Promise<Rolled> {
  const hosts = [`name: a, trouble: { ${trouble} }`, 'name: b', 'name: c'];
  return rolled(estateText([{ hosts }]), options);
}

const REST = { b: 'not tried host-out-of-service', c: 'not tried host-out-of-service' };

test.each([
  ['loses: [datastore]', 'datastore shared-02 is missing'],
  ['loses: [path]', '3 storage paths instead of 4'],
  ['loses: [uplink]', 'the link of uplink vmnic1 is missing'],
  ['loses: [vmk]', 'the address vmk1 10.21'],
  ['redAlarm: true', 'the alarm Host hardware power status is red'],
])('a host that comes back worse (%s) stays in maintenance mode, and its cluster stops', async (what, worse) => {
  const run = await withTrouble(`reboot: { ${what} }`);
  expect(run.ends).toEqual({ a: 'failed worse', ...REST });
  expect(run.outcomes[0]?.detail).toContain(worse);
  expect(run.writesOn('a')).toEqual(ENTERED);
  expect(run.simulator.hostNamed('a').inMaintenanceMode).toBe(true);
  expect(run.outcomes[0]?.inMaintenance).toBe(true);
});

test('a red alarm that was there before is no reason to stay', async () => {
  const hosts = ['name: a, redAlarms: [Host storage status]', 'name: b'];
  expect((await rolled(estateText([{ hosts }]))).ends).toEqual({ a: 'done', b: 'done' });
});

test('what recovers in time is not held against the host', async () => {
  await using world = await rollable(
    estateText([{ hosts: ['name: a, trouble: { reboot: { loses: [uplink] } }', 'name: b'] }]),
  );
  const { simulator } = world;
  const run = await world.roll({
    waits: { ...QUICK, compareMs: 5000 },
    onEvent: (event) => {
      if (event.kind !== 'phase' || event.phase !== 'comparing' || event.host.name !== 'a') return;
      setImmediate(() => {
        const host = simulator.hostNamed('a');
        host.devices = host.spec.devices;
      });
    },
  });
  expect(run.ends).toEqual({ a: 'done', b: 'done' });
});

test('a host that is late is waited for', async () => {
  const run = await withTrouble('reboot: { comes: late }');
  expect(run.ends).toEqual({ a: 'done', b: 'done', c: 'done' });
});

test('a host that never comes back stops its cluster, whatever the budget, and not the others', async () => {
  const run = await rolled(
    estateText([
      { name: 'C1', hosts: ['name: a, trouble: { reboot: { comes: never } }', 'name: b'] },
      { name: 'C2', hosts: ['name: x', 'name: y'] },
    ]),
    { maxFailures: 5, waits: { ...QUICK, returnMs: 300 } },
  );
  expect(run.ends).toEqual({
    a: 'failed did-not-come-back',
    b: 'not tried host-out-of-service',
    x: 'done',
    y: 'done',
  });
  expect(run.writesOn('a')).toEqual(ENTERED);
  expect(run.events.filter(({ kind }) => kind === 'stopped')).toMatchObject([{ cluster: 'C1' }]);
});

test('a host that comes back under another certificate is asked back once, and left to people', async () => {
  const run = await withTrouble('reboot: { otherCertificate: true }');
  expect(run.ends).toEqual({ a: 'failed certificate-changed', ...REST });
  expect(run.writesOn('a')).toEqual([...ENTERED, 'ReconnectHost_Task']);
});

test('a reboot that did not take place is not proven, and the host is not rebooted again', async () => {
  const run = await withTrouble('reboot: { task: lies }', { waits: { ...QUICK, returnMs: 200 } });
  expect(run.ends).toEqual({ a: 'indeterminate no-proof', ...REST });
  expect(run.writesOn('a')).toEqual(ENTERED);
});

test.each(['clockBack', 'staleBootTime'])(
  'a boot time that is no newer (%s): an uptime that is shorter than before proves the boot',
  async (trouble) => {
    const began = Date.now();
    const run = await withTrouble(`reboot: { ${trouble}: true }`, { waits: { ...QUICK, returnMs: 30_000 } });
    expect(run.ends).toEqual({ a: 'done', b: 'done', c: 'done' });
    expect(Date.now() - began).toBeLessThan(15_000);
  },
);

test.each(['clockBack', 'staleBootTime'])(
  'a boot time that is no newer (%s) and no uptime: nothing is proven',
  async (trouble) => {
    const run = await withTrouble(`reboot: { ${trouble}: true, esxcliDead: true }`, {
      waits: { ...QUICK, returnMs: 200 },
    });
    expect(run.ends).toEqual({ a: 'indeterminate no-proof', ...REST });
    expect(run.writesOn('a')).toEqual(ENTERED);
  },
);

test('esxcli that does not answer after the reboot proves nothing', async () => {
  const run = await withTrouble('reboot: { esxcliDead: true }', { waits: { ...QUICK, returnMs: 200 } });
  expect(run.ends).toEqual({ a: 'indeterminate no-proof', ...REST });
  expect(run.outcomes[0]?.detail).toContain('esxcli does not answer');
});

test('a setting that does not take effect is told, and the host stays in maintenance mode', async () => {
  const run = await withTrouble('reboot: { keepsRuntime: true }');
  expect(run.ends).toEqual({ a: 'failed not-taking-effect', ...REST });
  expect(run.outcomes[0]?.detail).toContain('iovDisableIR (TRUE instead of FALSE)');
  expect(run.writesOn('a')).toEqual(ENTERED);
});

test('a reboot task that fails leaves the host in maintenance mode', async () => {
  const run = await withTrouble('reboot: { task: fails }');
  expect(run.ends).toEqual({ a: 'failed reboot-failed', ...REST });
  expect(run.writesOn('a')).toEqual(ENTERED);
});

test('maintenance mode that stalls ends by its time-out, and the host is not rebooted', async () => {
  const run = await withTrouble('maintenance: stalls', { waits: { ...QUICK, maintenanceMs: 1000 }, maxFailures: 2 });
  expect(run.ends).toEqual({ a: 'failed maintenance-timed-out', b: 'done', c: 'done' });
  expect(run.writesOn('a').filter((method) => method !== 'CancelTask')).toEqual(['EnterMaintenanceMode_Task']);
});

test('maintenance mode that fails counts against the budget', async () => {
  const run = await withTrouble('maintenance: fails');
  expect(run.ends).toEqual({
    a: 'failed maintenance-refused',
    b: 'not tried failure-budget',
    c: 'not tried failure-budget',
  });
});

test.each(['exit: fails', 'exit: stalls'])('a healthy host with %s is left to people', async (trouble) => {
  const run = await withTrouble(trouble, { waits: { ...QUICK, leaveMs: 1000 } });
  expect(run.ends['a']).toMatch(/^(failed exit-failed|indeterminate exit-unknown)$/);
  expect(run.ends).toMatchObject(REST);
  expect(run.writesOn('a')).toEqual([...ENTERED, 'ExitMaintenanceMode_Task']);
});

test('HA that does not connect again stops the cluster', async () => {
  const run = await withTrouble('reboot: { loses: [ha] }', { waits: { ...QUICK, haMs: 200 }, maxFailures: 2 });
  expect(run.ends).toEqual({ a: 'failed ha-not-connected', b: 'not tried ha-degraded', c: 'not tried ha-degraded' });
  expect(run.outcomes[0]?.inMaintenance).toBe(false);
});

test('another task that holds the host is waited for, and nothing is sent twice for it', async () => {
  await using world = await rollable(estateText([{ hosts: ['name: a', 'name: b'] }]));
  for (const method of ['EnterMaintenanceMode_Task', 'RebootHost_Task', 'ExitMaintenanceMode_Task']) {
    world.simulator.disturb({ kind: 'busy', method, host: 'a', times: 3 });
  }
  const run = await world.roll();
  expect(run.ends).toEqual({ a: 'done', b: 'done' });
  expect(run.writesOn('a')).toEqual(['EnterMaintenanceMode_Task', 'RebootHost_Task', 'ExitMaintenanceMode_Task']);
});

test.each(['drop', 'garbage'] as const)(
  'a call whose answer is lost (%s) is followed by looking, never by a second call',
  async (kind) => {
    await using world = await rollable(estateText([{ hosts: ['name: a', 'name: b'] }]));
    for (const method of ['EnterMaintenanceMode_Task', 'RebootHost_Task', 'ExitMaintenanceMode_Task']) {
      world.simulator.disturb({ kind, method, host: 'a', times: 1 });
    }
    const run = await world.roll();
    expect(run.ends).toEqual({ a: 'done', b: 'done' });
    expect(run.writesOn('a')).toEqual(['EnterMaintenanceMode_Task', 'RebootHost_Task', 'ExitMaintenanceMode_Task']);
  },
);

test('a rollout outlives a vCenter that does not answer for a while, and the end of its session', async () => {
  await using world = await rollable(estateText([{ hosts: ['name: a', 'name: b'] }]));
  let disturbed = false;
  // Each look is tried again by the session, with pauses: several seconds in all.
  const patient = { ...QUICK, returnMs: 25_000, rebootTaskMs: 25_000, leaveMs: 25_000, haMs: 25_000 };
  const run = await world.roll({
    waits: patient,
    onEvent: (event) => {
      if (disturbed || event.kind !== 'phase' || event.phase !== 'returning') return;
      disturbed = true;
      world.simulator.disturb({ kind: 'drop', method: 'RetrievePropertiesEx', times: 6 }, { kind: 'expire', after: 8 });
    },
  });
  expect(run.ends).toEqual({ a: 'done', b: 'done' });
  expect(run.events.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['lost', 'found']));
  expect(run.simulator.logins).toBeGreaterThan(1);
});

test('a task that vCenter forgot is no obstacle', async () => {
  const yaml = estateText([{ hosts: ['name: a', 'name: b'] }]).replace(
    '{ maintenance',
    '{ taskRetention: 0, maintenance',
  );
  const run = await rolled(yaml);
  expect(run.ends).toEqual({ a: 'done', b: 'done' });
  expect(phasesOf(run, 'a')).toContain('settling');
});
