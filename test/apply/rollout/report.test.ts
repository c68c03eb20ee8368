import { expect, test } from 'vitest';
import { bench, terminal } from '../command-support.ts';
import { KERNEL } from '../support.ts';

const REBOOT = ['--reboot', '--reboot-poll', '1', '--format', 'json'];

interface Told {
  readonly dryRun: boolean;
  readonly rebootSummary: Readonly<Record<string, number>> | null;
  readonly reboots: readonly Readonly<Record<string, unknown>>[] | null;
}

const told = (stdout: string): Told => JSON.parse(stdout) as Told;
/** `HOST OUTCOME REASON` of each reboot. */
const ends = (stdout: string): readonly string[] =>
  (told(stdout).reboots ?? []).map(({ hostName, outcome, reason }) =>
    [hostName, outcome, reason ?? ''].join(' ').trim(),
  );

test.concurrent('without --reboot a report tells of no reboots', async () => {
  await using at = await bench(1, [KERNEL]);
  const { stdout } = await at.run(['apply', at.planFile, '--format', 'json']);
  expect(told(stdout)).toMatchObject({ rebootSummary: null, reboots: null });
  await at.run(['apply', at.planFile, '--confirm']);
  const undone = await at.run(['rollback', at.planFile, '--confirm', '--format', 'json']);
  expect(told(undone.stdout)).toMatchObject({ direction: 'rollback', summary: { done: 1 }, reboots: null });
});

test.concurrent('a dry run tells the order, and after the real run that nothing is left to do', async () => {
  await using at = await bench(2, [KERNEL]);
  const dry = await at.run(['apply', at.planFile, ...REBOOT]);
  expect(told(dry.stdout)).toMatchObject({
    dryRun: true,
    reboots: [
      { hostName: 'esx-01', outcome: 'would-reboot', lane: 'C1', order: 1, inMaintenance: null },
      { hostName: 'esx-02', outcome: 'would-reboot', lane: 'C1', order: 2 },
    ],
  });
  const real = await at.run(['apply', at.planFile, '--confirm', ...REBOOT]);
  expect(real.stderr).toContain('esx-02: reboot: would-reboot');
  expect(told(real.stdout)).toMatchObject({
    dryRun: false,
    rebootSummary: { done: 2, failed: 0 },
    reboots: [{ hostName: 'esx-01', outcome: 'done', reason: null, inMaintenance: false, lane: null }, {}],
  });
  expect(real.exitCode).toBe(0);
  expect(ends((await at.run(['apply', at.planFile, ...REBOOT])).stdout)).toEqual(['esx-01 done', 'esx-02 done']);
});

test.concurrent('a refused cluster is in the dry run, whose exit code is 0, and in the real run, whose exit code is 1', async () => {
  await using at = await bench(1, [KERNEL]);
  at.vcenter.configureCluster('C1', { drs: false });
  const dry = await at.run(['apply', at.planFile, ...REBOOT]);
  expect(ends(dry.stdout)).toEqual(['esx-01 not-tried drs-not-automated']);
  expect(dry.exitCode).toBe(0);
  const real = await at.run(['apply', at.planFile, '--confirm', ...REBOOT]);
  expect(ends(real.stdout)).toEqual(['esx-01 not-tried drs-not-automated']);
  expect(real.exitCode).toBe(1);
});

test.concurrent('hosts that wait for a word after the canaries do not make the exit code 1', async () => {
  await using at = await bench(2, [KERNEL]);
  await at.run(['apply', at.planFile, '--confirm']);
  const { exitCode, stdout } = await at.run(['apply', at.planFile, '--confirm', '--canary', ...REBOOT]);
  expect(ends(stdout)).toEqual(['esx-01 done', 'esx-02 not-tried awaits-word']);
  expect(exitCode).toBe(0);
});

test.concurrent('what failed is told as left in maintenance mode, and the next dry run would follow it up', async () => {
  await using at = await bench(2, [KERNEL]);
  at.vcenter.disturbHost('esx-01', { reboot: { keepsRuntime: true } });
  const { exitCode, stdout } = await at.run(['apply', at.planFile, '--confirm', ...REBOOT]);
  expect(ends(stdout)).toEqual(['esx-01 failed not-taking-effect', 'esx-02 not-tried host-out-of-service']);
  expect(told(stdout).reboots?.[0]).toMatchObject({ inMaintenance: true });
  expect(exitCode).toBe(1);
  const dry = await at.run(['apply', at.planFile, ...REBOOT]);
  expect(ends(dry.stdout)).toEqual(['esx-01 would-follow-up', 'esx-02 would-reboot']);
});

test.concurrent('at a terminal hosts that are only to be rebooted are hosts to be asked about', async () => {
  await using at = await bench(1, [KERNEL]);
  await at.run(['apply', at.planFile, '--confirm']);
  const word = terminal('1');
  const { exitCode } = await at.run(['apply', at.planFile, '--reboot', '--reboot-poll', '1'], word);
  expect(word.stderr.text).toContain('number of hosts that will be changed or rebooted');
  expect(word.stderr.text).toContain('rolling reboot (experimental): 1 host: 1 would reboot');
  expect(at.vcenter.calls.count('RebootHost_Task')).toBe(1);
  expect(exitCode).toBe(0);
});
