import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { sink } from '../../cli/captured-io.ts';
import { bench } from '../command-support.ts';
import { KERNEL, RULESET } from '../support.ts';

const REBOOT = ['--reboot', '--reboot-poll', '1'];

test('a dry run with --reboot tells which hosts would be rebooted, and that it is experimental', async () => {
  await using at = await bench(2, [KERNEL]);
  const { exitCode, stdout, stderr } = await at.run(['apply', at.planFile, ...REBOOT, '--format', 'lines']);
  expect(stderr).toContain('warning: --reboot is EXPERIMENTAL');
  expect(stdout).toContain('esx-01: reboot: would-reboot: Its turn would be number 1 in C1.');
  expect(stdout).toContain('esx-02: reboot: would-reboot: Its turn would be number 2 in C1.');
  expect(stdout).toContain('rolling reboot (experimental): 2 hosts: 2 would-reboot');
  expect(exitCode).toBe(0);
  expect(at.vcenter.calls.writes).toEqual([]);
});

test('apply --confirm --reboot sets, reboots one host after the other, and proves that the setting holds', async () => {
  await using at = await bench(2, [KERNEL]);
  const { exitCode, stderr } = await at.run(['apply', at.planFile, '--confirm', ...REBOOT]);
  expect(stderr).toContain('rolling reboot: 2 done');
  expect(stderr).toMatch(/\d\d:\d\d:\d\dZ esx-01: rebooting/);
  expect(exitCode).toBe(0);
  for (const host of at.vcenter.hosts) {
    expect(host.kernel.get('iovDisableIR')).toMatchObject({ configured: 'FALSE', runtime: 'FALSE' });
    expect(host.inMaintenanceMode).toBe(false);
  }
  const rebooted = at.vcenter.calls.writes.filter(({ method }) => method === 'RebootHost_Task');
  expect(rebooted.map(({ host }) => host)).toEqual(['esx-01', 'esx-02']);
  const journal = await readFile(`${at.planFile}.journal`, 'utf8');
  expect(journal.match(/"kind":"reboot-intent"/g)).toHaveLength(2);
  const again = await at.run(['apply', at.planFile, '--confirm', ...REBOOT]);
  expect(again.exitCode).toBe(0);
  expect(at.vcenter.calls.writes.filter(({ method }) => method === 'RebootHost_Task')).toHaveLength(2);
});

test('a host that comes back worse makes the exit code 1, and is named as left in maintenance mode', async () => {
  await using at = await bench(2, [KERNEL]);
  at.vcenter.disturbHost('esx-01', { reboot: { keepsRuntime: true } });
  const { exitCode, stderr } = await at.run(['apply', at.planFile, '--confirm', ...REBOOT]);
  expect(stderr).toContain('esx-01: failed (not-taking-effect)');
  expect(stderr).toContain('rolling reboot: 1 failed, 1 not tried; left in maintenance mode: esx-01');
  expect(exitCode).toBe(1);
});

test('a host whose step was not done is not rebooted', async () => {
  await using at = await bench(1, [KERNEL]);
  at.vcenter.disturbHost('esx-01', { ineffective: ['system.settings.kernel.set', 'UpdateOptions'] });
  const { exitCode, stderr } = await at.run(['apply', at.planFile, '--confirm', ...REBOOT]);
  expect(stderr).toContain('No host is to be rebooted.');
  expect(exitCode).toBe(1);
  expect(at.vcenter.calls.count('RebootHost_Task')).toBe(0);
});

test('a plan without steps that need a reboot reboots nothing', async () => {
  await using at = await bench(1, [RULESET]);
  const { exitCode } = await at.run(['apply', at.planFile, '--confirm', ...REBOOT]);
  expect(exitCode).toBe(0);
  expect(at.vcenter.calls.count('EnterMaintenanceMode_Task')).toBe(0);
});

test.each([
  [['--window', '22:00-05:00'], '--window and --time-zone go together'],
  [['--window', 'tonight', '--time-zone', 'UTC'], 'is no window of time'],
  [['--window', '22:00-05:00', '--time-zone', 'Mars/Base'], 'is no time zone'],
])('%j is refused before anything is contacted', async (flags, sentence) => {
  await using at = await bench(1, [KERNEL]);
  const { exitCode, stderr } = await at.run(['apply', at.planFile, '--confirm', '--reboot', ...flags]);
  expect(stderr).toContain(sentence);
  expect(exitCode).toBe(2);
  expect(at.vcenter.calls.count()).toBe(0);
});

test('a flag of the rolling reboot means nothing without --reboot, and is refused', async () => {
  await using at = await bench(1, [KERNEL]);
  const { exitCode, stderr } = await at.run(['apply', at.planFile, '--allow-vm-downtime']);
  expect(stderr).toContain('without --reboot');
  expect(exitCode).toBe(2);
});

test('on a terminal each host that is on its way has one line, and what ended stays', async () => {
  await using at = await bench(1, [KERNEL]);
  const stderr = sink(60);
  await at.run(['apply', at.planFile, '--confirm', ...REBOOT], { stderr });
  expect(stderr.text).toContain('\u001b[1A\u001b[0J  esx-01: rebooting');
  expect(stderr.text).toMatch(/Z esx-01: done: It was rebooted/);
});

test('the help calls it experimental', async () => {
  await using at = await bench(1, [KERNEL]);
  const { stdout } = await at.run(['apply', '--help']);
  expect(stdout).toMatch(/Rolling reboot \(EXPERIMENTAL/);
});
