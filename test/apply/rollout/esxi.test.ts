import { expect, test } from 'vitest';
import { QUICK, rollable } from './rolling.ts';

test('a lone ESXi host that is contacted directly comes through, although its server goes away with it', async () => {
  const yaml = `kind: esxi
durations: { maintenance: 6, task: 2, shutdown: 2, boot: 200 }
host: { name: lone, kernel: { iovDisableIR: { configured: 'FALSE', runtime: 'TRUE' } } }`;
  await using world = await rollable(yaml);
  expect((await world.roll()).ends).toEqual({ lone: 'not tried standalone' });
  const run = await world.roll({ allowVmDowntime: true, waits: { ...QUICK, returnMs: 20_000 } });
  expect(run.ends).toEqual({ lone: 'done' });
  expect(run.writesOn('lone')).toEqual(['EnterMaintenanceMode_Task', 'RebootHost_Task', 'ExitMaintenanceMode_Task']);
});
