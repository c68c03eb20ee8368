import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openJournal, readJournal } from '../../../src/apply/journal/journal.ts';
import { RebootEvents } from '../../../src/cli/reboot-events.ts';
import type { Undertaking } from '../../../src/cli/undertaking.ts';
import type { Simulator } from '../../../src/simulator/simulator.ts';
import { capturedIo, sink } from '../../cli/captured-io.ts';
import { bench } from '../command-support.ts';
import { KERNEL, openedEntry, sessionAt } from '../support.ts';

const REBOOT = ['--confirm', '--reboot', '--reboot-poll', '1'];
const COMPLETION = ' Change CHG123\\. Plan [0-9a-f]{16}\\.$';

/** Messages about reboots that were put into the event logs, after the name of the host. */
function reboots({ calls, hosts }: Simulator): readonly string[] {
  return calls.writes.flatMap(({ method, arguments: { entity, msg } }) => {
    const name = hosts.find(({ moid }) => moid === entity)?.spec.name;
    return method === 'LogUserEvent' && msg?.includes(' reboot: ') === true ? [`${name}: ${msg}`] : [];
  });
}

/** Of the journal: those after the reboots, which are the last of each host. */
async function events(path: string): Promise<readonly unknown[]> {
  const records = await readJournal(path);
  const closed = records.findIndex(({ entry }) => entry.kind === 'closed');
  return records.slice(closed).flatMap(({ entry }) => (entry.kind === 'event' ? [entry.logged] : []));
}

test.concurrent('a host that came through is told why, and one that is left in maintenance mode that it is', async () => {
  await using at = await bench(3, [KERNEL]);
  at.vcenter.disturbHost('esx-02', { reboot: { keepsRuntime: true } });
  await at.run(['apply', at.planFile, ...REBOOT, '--change', 'CHG123']);
  const [through, left, ...others] = reboots(at.vcenter);
  expect(through).toMatch(new RegExp(`^esx-01: esxcheck \\S+ reboot: done: It was rebooted, .*\\.${COMPLETION}`));
  expect(left).toMatch(
    new RegExp(
      `^esx-02: esxcheck \\S+ reboot: failed \\(not-taking-effect\\): .* \\[in maintenance mode\\]\\.${COMPLETION}`,
    ),
  );
  expect(others).toEqual([]);
  expect(await events(`${at.planFile}.journal`)).toEqual([true, true]);
});

test.concurrent('a host that was not touched is told nothing', async () => {
  await using at = await bench(1, [KERNEL]);
  at.vcenter.disturbHost('esx-01', { drs: 'refuses' });
  const { exitCode } = await at.run(['apply', at.planFile, ...REBOOT]);
  expect(exitCode).toBe(1);
  expect(reboots(at.vcenter)).toEqual([]);
});

test.concurrent('however long the change is named, the event stays short and ends with the plan', async () => {
  await using at = await bench(1, [KERNEL]);
  await at.run(['apply', at.planFile, ...REBOOT, '--change', `CHG\u001b[31m${'9'.repeat(3000)}`]);
  const [message = ''] = reboots(at.vcenter);
  expect(message).toMatch(/^esx-01: esxcheck \S+ reboot: done: .*9\. Plan [0-9a-f]{16}\.$/);
  expect(message.length).toBeLessThanOrEqual(1010);
});

test.concurrent('an event that the server refuses is a warning, in the journal, and stops nothing', async () => {
  await using at = await bench(1, [KERNEL]);
  at.vcenter.disturb({ kind: 'fault', method: 'LogUserEvent', times: null });
  const { exitCode, stderr } = await at.run(['apply', at.planFile, ...REBOOT]);
  expect(stderr).toMatch(/^warning: esx-01: the reboot could not be put into its event log/m);
  expect(exitCode).toBe(0);
  expect(await events(`${at.planFile}.journal`)).toEqual([false]);
});

test('an event that is never answered keeps no other host waiting', async () => {
  const rebooted: number[] = [];
  await using at = await bench(2, [KERNEL], undefined, {
    onCall: ({ method }) => {
      if (method === 'LogUserEvent' || method === 'EnterMaintenanceMode_Task') rebooted.push(Date.now());
    },
  });
  // Not those of the steps, but those of the reboots.
  at.vcenter.disturb({ kind: 'hang', method: 'LogUserEvent', after: 2, times: null });
  const { exitCode, stderr } = await at.run(['apply', at.planFile, ...REBOOT]);
  const [, , , event = 0, next = 0] = rebooted;
  // The call itself is waited for five seconds.
  expect(next - event).toBeLessThan(4000);
  expect(next).toBeGreaterThan(0);
  expect(stderr).toMatch(/^warning: esx-01: the reboot could not be put .* did not answer/m);
  expect(exitCode).toBe(0);
});

test.concurrent('while vCenter does not answer no event is sent, and the journal says so', async () => {
  await using at = await bench(1, [KERNEL]);
  await using journal = await openJournal(join(at.folder, 'j'), at.plan);
  await journal.append(openedEntry(at.plan));
  await using session = await sessionAt(at.vcenter);
  const io = capturedIo({ stderr: sink() });
  const undertaking = { session, plan: at.plan, args: {}, io } as unknown as Undertaking;
  const told = new RebootEvents(undertaking, journal);
  const [step] = at.plan.steps;
  if (step === undefined) throw new Error('no step');
  const outcome = {
    host: step.host,
    kind: 'failed',
    reason: 'did-not-come-back',
    detail: 'Gone.',
    inMaintenance: null,
  } as const;
  told.note({ kind: 'lost', detail: 'no answer' });
  told.note({ kind: 'ended', outcome });
  await told.settled();
  expect(reboots(at.vcenter)).toEqual([]);
  told.note({ kind: 'found' });
  told.note({ kind: 'ended', outcome });
  await told.settled();
  expect(reboots(at.vcenter)).toHaveLength(1);
  const words = journal.records.flatMap(({ entry }) =>
    entry.kind === 'event' ? [`${entry.logged} ${entry.detail}`] : [],
  );
  expect(words).toEqual(['false vCenter does not answer', 'true ']);
});
