import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readJournal } from '../../src/apply/journal/journal.ts';
import { ACCOUNT } from '../support/simulated-vcenter.ts';
import { bench, terminal, writesTo } from './command-support.ts';
import { ALL_KINDS, KERNEL, RULESET, settingsOf } from './support.ts';

test('an apply tells the host why, and the journal by whom', async () => {
  await using at = await bench(1, [KERNEL, RULESET]);
  const { exitCode } = await at.run(['apply', at.planFile, '--confirm', '--change', 'CHG123']);
  expect(exitCode).toBe(0);
  const event = at.vcenter.calls.writes.find(({ method }) => method === 'LogUserEvent');
  expect(event?.arguments['msg']).toMatch(
    /^esxcheck \S+ apply: iovDisableIR = FALSE; ruleset vic-engine enabled\. Change CHG123\. Plan [0-9a-f]{16}\.$/,
  );
  const records = await readJournal(`${at.planFile}.journal`);
  expect(records[0]?.entry).toMatchObject({
    kind: 'opened',
    account: 'administrator@vsphere.local',
    change: 'CHG123',
    planHash: at.plan.hash,
  });
  expect(records.at(-1)?.entry).toEqual({ kind: 'closed', direction: 'apply', counts: { done: 2 } });
});

test('evidence of a run is kept, with a sum of every file', async () => {
  await using at = await bench(1, [KERNEL]);
  const into = join(at.folder, 'evidence');
  await at.run(['apply', at.planFile, '--confirm', '--change', 'CHG123', '--evidence', into]);
  const [run = ''] = await readdir(into);
  expect(run).toMatch(/^\d{8}T\d{9}Z-apply-[0-9a-f]{16}$/);
  const sums = (await readFile(join(into, run, 'SHA256SUMS'), 'utf8')).trim().split('\n');
  for (const line of sums) {
    const [sum, name = ''] = line.split('  ');
    const bytes = await readFile(join(into, run, name));
    expect([name, createHash('sha256').update(bytes).digest('hex')]).toEqual([name, sum]);
    expect(bytes.toString()).not.toContain(ACCOUNT.password.padEnd(5, '"'));
  }
  expect(sums).toHaveLength(5);
  const before = JSON.parse(await readFile(join(into, run, 'before.json'), 'utf8')) as {
    steps: { observed: object }[];
  };
  expect(before.steps[0]?.observed).toMatchObject({ value: 'TRUE' });
});

test('without a place for the evidence nothing is written', async () => {
  await using at = await bench(1, [KERNEL]);
  const { exitCode, stderr } = await at.run([
    'apply',
    at.planFile,
    '--confirm',
    '--evidence',
    join(at.planFile, 'below-a-file'),
  ]);
  expect(stderr).toMatch(/^EVIDENCE_NOT_WRITTEN: /m);
  expect(exitCode).toBe(2);
  expect(at.vcenter.calls.writes).toEqual([]);
});

test('an event that the server refuses is a warning, not a failure', async () => {
  await using at = await bench(1, [KERNEL]);
  at.vcenter.disturb({ kind: 'fault', method: 'LogUserEvent' });
  const { exitCode, stderr } = await at.run(['apply', at.planFile, '--confirm']);
  expect(stderr).toMatch(/^warning: esx-01: the change could not be put into its event log/m);
  expect(exitCode).toBe(0);
});

test('a rollback undoes what was done, newest first, and nothing else', async () => {
  await using at = await bench(3, ALL_KINDS);
  const before = at.vcenter.hosts.map(settingsOf);
  const some = await at.run(['apply', at.planFile, '--confirm', '--only', 'ESX-02', '--only', 'esx-?1']);
  expect(some.exitCode).toBe(0);
  const dry = await at.run(['rollback', at.planFile, '--format', 'lines']);
  expect(dry.stdout).toContain('rollback (dry run): 10 steps on 2 hosts: 10 would-change');
  const { length } = at.vcenter.calls.writes;
  const { exitCode, stdout } = await at.run(['rollback', at.planFile, '--confirm', '--format', 'lines']);
  expect(stdout).toContain('rollback: 10 steps on 2 hosts: 10 done');
  expect(exitCode).toBe(0);
  expect(at.vcenter.hosts.map(settingsOf)).toEqual(before);
  const undone = at.vcenter.calls.writes.slice(length).filter(({ host }) => host === 'esx-01');
  expect(undone.map(({ method }) => method).slice(0, 3)).toEqual([
    'UpdateOptions',
    'UpdateServicePolicy',
    'StopService',
  ]);
  const again = await at.run(['rollback', at.planFile, '--confirm', '--format', 'lines']);
  expect(again.stdout).toBe('rollback: 0 steps on 0 hosts\n');
});

test('a rollback without the journal of an apply does nothing', async () => {
  await using at = await bench(1, [KERNEL]);
  const { exitCode, stderr } = await at.run(['rollback', at.planFile, '--confirm']);
  expect(stderr).toMatch(/^JOURNAL_MISSING: /);
  expect(exitCode).toBe(2);
});

describe('canaries', () => {
  test('one host of each model is done, and the others wait for a word', async () => {
    await using at = await bench(3, [KERNEL]);
    const { exitCode, stdout, stderr } = await at.run([
      'apply',
      at.planFile,
      '--confirm',
      '--canary',
      '--format',
      'lines',
    ]);
    expect(stdout).toContain('apply: 3 steps on 3 hosts: 2 not-tried, 1 done');
    expect(stderr).toContain('The other hosts are awaiting confirmation');
    expect(exitCode).toBe(0);
    expect(writesTo(at.vcenter)).toEqual(['esx-01 system.settings.kernel.set']);
  });

  test('at a terminal the word is asked for', async () => {
    await using at = await bench(3, [KERNEL]);
    const { stdout } = await at.run(['apply', at.planFile, '--canary'], terminal('3', 'yes'));
    expect(stdout).toContain('3 steps on 3 hosts: 3 done');
  });
});

test('a host that is not in the plan is a typing mistake', async () => {
  await using at = await bench(1, [KERNEL]);
  const { exitCode, stderr } = await at.run(['apply', at.planFile, '--confirm', '--only', 'esx-99']);
  expect(stderr).toMatch(/^USAGE: --only "esx-99" matches no host of the plan/);
  expect(exitCode).toBe(2);
});
