import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { runInProcess } from '../support/in-process.ts';
import { ACCOUNT, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { temporaryFolder } from '../target/surroundings.ts';

const ESTATE = `
durations: { maintenance: 6, task: 2, shutdown: 2, boot: 6, ha: 6, resync: 6 }
defaults: { vendor: HP, model: ProLiant DL380p Gen8 }
datacenters:
  - name: DC
    clusters:
      - name: C1
        hosts:
          - { name: waits, kernel: { iovDisableIR: { default: 'TRUE', configured: 'FALSE', runtime: 'TRUE' } } }
          - { name: wrong, kernel: { iovDisableIR: 'TRUE' } }
          - { name: right, kernel: { iovDisableIR: 'FALSE' } }
          - { name: gone, connection: disconnected }
`;

let vcenter: Simulator;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  folder = await temporaryFolder();
  vcenter = await simulatedVcenter(ESTATE);
});
afterAll(async () => {
  await vcenter.close();
  await folder[Symbol.asyncDispose]();
});

function run(words: readonly string[]) {
  const target = ['--target', `${vcenter.host}:${vcenter.port}`, '--user', ACCOUNT.user];
  const env = { ESXCHECK_PASSWORD: ACCOUNT.password, HOME: folder.path, XDG_STATE_HOME: folder.path };
  const all = [...words, ...target, '--thumbprint', vcenter.certificate.sha256];
  return runInProcess(all, { cwd: folder.path, env });
}

function offline(words: readonly string[]) {
  return runInProcess(words, { cwd: folder.path, env: { HOME: folder.path } });
}

const plan = () => run(['plan', '--reboot-pending', '--output', 'reboots.json']);

test('hosts that only wait for a reboot are planned, with the boot that was seen; all others are accounted for', async () => {
  const { exitCode, stderr } = await plan();
  const made = JSON.parse(await readFile(join(folder.path, 'reboots.json'), 'utf8')) as Plan;
  expect(made.steps.map(({ host, action, before, needsReboot }) => [host.name, action, before, needsReboot])).toEqual([
    [
      'waits',
      ...['action', 'before'].map(() => ({ kind: 'kernelSetting', name: 'iovDisableIR', value: 'FALSE' })),
      true,
    ],
  ]);
  expect(made.steps[0]?.rebootOnly?.bootTime).toMatch(/^\d{4}-/);
  expect(made.parameters).toMatchObject({ 'reboot-pending': 'yes' });
  const left = made.leftOut.filter(({ rule }) => rule === 'hpe/gen8-interrupt-remapping');
  expect(left.map(({ host, reason }) => [host.name, reason])).toEqual([
    ['gone', 'unknown'],
    ['wrong', 'manual'],
  ]);
  expect(stderr).toContain('Next: esxcheck apply reboots.json --reboot --target');
  expect(exitCode).toBe(3);
});

test.each([['--pin'], ['--deny'], ['--vch-network', '10.0.0.0/8']])(
  '%s would write, and is refused beside it',
  async (...flags) => {
    const { exitCode, stderr } = await run(['plan', '--reboot-pending', '--pack', 'hpe', '--pack', 'vic', ...flags]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(`and ${flags[0] ?? ''} would write`)]);
  },
);

test('what is printed for other tools sets nothing', async () => {
  await plan();
  for (const format of ['esxcli', 'powercli']) {
    const { stdout } = await offline(['plan', '--from', 'reboots.json', '--export', format]);
    expect(stdout).toContain('only a reboot is left');
    expect(stdout).not.toMatch(/kernel[. ]set\b|ShouldProcess\(\$planned/);
  }
  const table = await offline(['plan', '--from', 'reboots.json']);
  expect(table.stdout).toMatch(/only/);
});

test('apply writes no setting: without --reboot nothing at all, with it the one host is rebooted', async () => {
  await plan();
  const idle = await run(['apply', 'reboots.json', '--confirm']);
  // A cell wraps it.
  expect(idle.stdout).toContain('only a reboot is');
  expect(vcenter.calls.writes).toEqual([]);
  const { exitCode, stderr } = await run(['apply', 'reboots.json', '--confirm', '--reboot', '--reboot-poll', '1']);
  // Another host of the cluster is out of service: the rolling reboot does not begin.
  expect(stderr).toContain('host-out-of-service');
  expect([exitCode, vcenter.calls.writes]).toEqual([1, []]);
  vcenter.hostNamed('gone').connection = 'connected';
  const again = await run(['apply', 'reboots.json', '--confirm', '--reboot', '--reboot-poll', '1']);
  expect(again.stderr).toContain('rolling reboot: 1 done');
  const writes = vcenter.calls.writes.map(({ method, host }) => `${host}: ${method}`);
  expect(writes.filter((each) => each !== 'null: LogUserEvent')).toEqual(
    ['EnterMaintenanceMode_Task', 'RebootHost_Task', 'ExitMaintenanceMode_Task'].map((method) => `waits: ${method}`),
  );
});
