import { expect, test } from 'vitest';
import { estateText, phasesOf, rollable, rolled } from './rolling.ts';

const THREE = ['name: a, vms: [{ name: web }]', 'name: b, vms: [{ name: db }]', 'name: c'];
const WHOLE = ['EnterMaintenanceMode_Task', 'RebootHost_Task', 'ExitMaintenanceMode_Task'];

test('every host of a cluster is emptied, rebooted, compared and brought back, one after another', async () => {
  await using world = await rollable(estateText([{ hosts: THREE }]));
  const run = await world.roll();
  expect(run.ends).toEqual({ a: 'done', b: 'done', c: 'done' });
  expect(phasesOf(run, 'a')).toEqual([
    'recording',
    'asking DRS',
    'entering maintenance',
    'rebooting',
    'returning',
    'comparing',
    'leaving maintenance',
    'settling',
  ]);
  for (const host of ['a', 'b', 'c']) {
    expect(run.writesOn(host)).toEqual(WHOLE);
    expect(run.simulator.hostNamed(host)).toMatchObject({ inMaintenanceMode: false, connection: 'connected' });
    expect(run.simulator.hostNamed(host).kernel.get('iovDisableIR')?.runtime).toBe('FALSE');
  }
  expect(world.mostOut()).toBe(1);
});

test('clusters are rolled side by side, as many as are allowed', async () => {
  const clusters = ['C1', 'C2', 'C3'].map((name) => ({ name, hosts: [`name: ${name}-a`, `name: ${name}-b`] }));
  await using world = await rollable(estateText(clusters));
  const run = await world.roll({ clustersAtATime: 2 });
  expect(new Set(Object.values(run.ends))).toEqual(new Set(['done']));
  expect(world.mostOut()).toBe(1);
  const phases = run.events.flatMap((event) =>
    event.kind === 'phase' && event.phase === 'recording' ? [event.host.name] : [],
  );
  expect(phases.slice(0, 2)).toEqual(['C1-a', 'C2-a']);
  expect(phases.indexOf('C3-a')).toBeGreaterThan(1);
});

test('the reboot is never forced, maintenance mode has a time-out, and vSAN is told what to do wherever it is', async () => {
  await using world = await rollable(
    estateText([
      { name: 'V', settings: 'vsan: true', hosts: ['name: v1', 'name: v2'] },
      { name: 'P', hosts: ['name: p1', 'name: p2'] },
    ]),
  );
  const run = await world.roll();
  expect(run.ends).toEqual({ v1: 'done', v2: 'done', p1: 'done', p2: 'done' });
  const of = (method: string, host: string): Readonly<Record<string, string>> =>
    run.simulator.calls.writes.find((write) => write.method === method && write.host === host)?.arguments ?? {};
  expect(of('RebootHost_Task', 'v1')).toEqual({ force: 'false' });
  expect(of('EnterMaintenanceMode_Task', 'v1')).toEqual({
    timeout: '5',
    evacuatePoweredOffVms: 'false',
    maintenanceSpec: 'vsanMode=objectAction=ensureObjectAccessibility',
  });
  expect(of('EnterMaintenanceMode_Task', 'p1')).toEqual({ timeout: '5', evacuatePoweredOffVms: 'false' });
});

test('the next host waits until vSAN is up to date', async () => {
  let early = 0;
  await using world = await rollable(
    estateText([{ settings: 'vsan: true', hosts: ['name: a', 'name: b'] }]).replace('resync: 6', 'resync: 60'),
    {
      onCall: ({ method, host }) => {
        if (method !== 'EnterMaintenanceMode_Task' || host !== 'b') return;
        early += world.simulator.hostNamed('b').cluster.resyncing;
      },
    },
  );
  expect((await world.roll()).ends).toEqual({ a: 'done', b: 'done' });
  expect(early).toBe(0);
});

test.each([
  ['drs: false', 'drs-not-automated'],
  ['drs: partiallyAutomated', 'drs-not-automated'],
  ['drs: manual', 'drs-not-automated'],
  ['vsan: stretched', 'vsan-stretched'],
])('a cluster with %s is refused as a whole', async (settings, reason) => {
  const run = await rolled(estateText([{ settings, hosts: THREE }]));
  expect(run.ends).toEqual({ a: `not tried ${reason}`, b: `not tried ${reason}`, c: `not tried ${reason}` });
  expect(run.simulator.calls.writes).toEqual([]);
});

test.each([
  ['vms: [{ name: gpu, passthrough: true }]', 'vms-cannot-move', 'gpu (has a device of the host)'],
  ['vms: [{ name: db, localDisk: true }]', 'vms-cannot-move', 'db (on the local datastore local)'],
  ['vms: [{ name: lic, automation: disabled }]', 'vms-cannot-move', 'lic (DRS is off for it)'],
  ['trouble: { drs: refuses }', 'failed drs-refuses', 'cannot be moved'],
  ['trouble: { stateless: true }', 'would-not-last', 'stateless'],
  ['trouble: { bootDevice: lost }', 'would-not-last', 'lost'],
  ['trouble: { stagedPatch: true }', 'patch-staged', 'next boot'],
  ['trouble: { esxcli: fault }', 'unread', 'could not be read'],
  ['trouble: { noPermission: [config.network] }', 'unread', 'config.network may not be read'],
  ['trouble: { noPermission: [vm] }', 'unread', 'virtual machines'],
  ["kernel: { iovDisableIR: { configured: 'TRUE', runtime: 'TRUE' } }", 'not-configured', 'would not help'],
  ["kernel: { iovDisableIR: { configured: 'FALSE', runtime: 'FALSE' } }", 'already-so', 'in effect'],
])('a host with %s is not touched, and the others are', async (what, reason, detail) => {
  const yaml = estateText([{ hosts: [`name: a, ${what}`, 'name: b'] }]);
  const run = await rolled(yaml, { maxFailures: 2 });
  expect(run.ends).toEqual({ a: reason.startsWith('failed') ? reason : `not tried ${reason}`, b: 'done' });
  expect(run.outcomes[0]?.detail).toContain(detail);
  expect(run.writesOn('a')).toEqual([]);
});

test('VMs that vCenter itself looks after, and those that are switched off, hold nothing up', async () => {
  const run = await rolled(
    estateText([
      {
        hosts: [
          'name: a, vms: [{ name: vCLS-1, agent: true }, { name: old, passthrough: true, poweredOn: false }]',
          'name: b',
        ],
      },
    ]),
  );
  expect(run.ends).toEqual({ a: 'done', b: 'done' });
});

test('a configuration profile that owns the hosts keeps them from being rebooted', async () => {
  const run = await rolled(estateText([{ settings: 'configManagerEnabled: true', hosts: ['name: a', 'name: b'] }]));
  expect(run.ends).toEqual({ a: 'not tried owned-by-profile', b: 'not tried owned-by-profile' });
});

test('nothing is started in a cluster with another host out of service, or without HA', async () => {
  for (const [trouble, reason] of [
    ['name: z, maintenance: true', 'host-out-of-service'],
    ['name: z, connection: notResponding', 'host-out-of-service'],
    ['name: z, connection: disconnected', 'host-out-of-service'],
  ] as const) {
    await using world = await rollable(estateText([{ hosts: ['name: a', trouble] }]));
    const run = await world.roll({}, ['a']);
    expect(run.ends).toEqual({ a: `not tried ${reason}` });
    expect(run.simulator.calls.writes).toEqual([]);
  }
  await using world = await rollable(estateText([{ hosts: ['name: a', 'name: z'] }]));
  world.simulator.hostNamed('z').ha = 'initializationError';
  expect((await world.roll({}, ['a'])).ends).toEqual({ a: 'not tried ha-degraded' });
});

test('a host that somebody else put into maintenance mode is left alone, and so is its cluster', async () => {
  const run = await rolled(estateText([{ hosts: ['name: a, maintenance: true', 'name: b'] }]));
  expect(run.ends).toEqual({ a: 'not tried in-maintenance', b: 'not tried host-out-of-service' });
  expect(run.simulator.calls.writes).toEqual([]);
});

test('a standalone host is rebooted only when VM downtime is allowed, and without asking DRS', async () => {
  const yaml = estateText([{ hosts: ['name: a'] }], ['name: alone', 'name: alone-too']);
  expect((await rolled(yaml)).ends).toMatchObject({ alone: 'not tried standalone' });
  const run = await rolled(yaml, { allowVmDowntime: true });
  expect(run.ends).toEqual({ a: 'done', alone: 'done', 'alone-too': 'done' });
  expect(phasesOf(run, 'alone')).not.toContain('asking DRS');
});

test('a canary does one host of each model, and the others wait for a word', async () => {
  const run = await rolled(
    estateText([{ hosts: ['name: a', 'name: b', 'name: c, model: Other', 'name: d, model: Other'] }]),
    { canary: true },
  );
  expect(run.ends).toEqual({ a: 'done', b: 'not tried awaits-word', c: 'done', d: 'not tried awaits-word' });
});
