import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { readJournal } from '../../src/apply/journal.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { sink } from '../cli/captured-io.ts';
import { ACCOUNT } from '../support/simulated-vcenter.ts';
import { bench } from './command-support.ts';
import { ALL_KINDS, KERNEL, RULESET, settingsOf } from './support.ts';

/** A terminal at which somebody types, one line for each question. */
function terminal(...lines: readonly string[]) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const stderr = sink(100);
  const questions = { asked: 0 };
  const { write } = stderr;
  stderr.write = ((text: string, done: () => void) => {
    if (/[:?] $/.test(text)) {
      const line = lines[questions.asked] ?? '';
      questions.asked += 1;
      setImmediate(() => stdin.write(`${line}\r`));
    }
    return write.call(stderr, text, 'utf8', done);
  }) as typeof stderr.write;
  return { stdin, stderr };
}

/** `HOST METHOD` of every write to a host; events are kept by vCenter itself. */
function writesTo({ calls }: Simulator): readonly string[] {
  return calls.writes.filter(({ host }) => host !== null).map(({ host, method }) => `${host} ${method}`);
}

describe('without a word nothing is written', () => {
  test('a dry run reads every host and tells what would happen', async () => {
    await using at = await bench(2, [KERNEL, RULESET]);
    const { exitCode, stdout, stderr } = await at.run(['apply', at.planFile, '--format', 'lines']);
    expect(stdout.split('\n')).toEqual([
      'esx-01: iovDisableIR = TRUE -> iovDisableIR = FALSE: would-change',
      'esx-01: ruleset vic-engine disabled -> ruleset vic-engine enabled: would-change',
      'esx-02: iovDisableIR = TRUE -> iovDisableIR = FALSE: would-change',
      'esx-02: ruleset vic-engine disabled -> ruleset vic-engine enabled: would-change',
      'apply (dry run): 4 steps on 2 hosts: 4 would-change',
      '',
    ]);
    expect(stderr).toContain('Nothing was written. To write: add --confirm.');
    expect(exitCode).toBe(0);
    expect(at.vcenter.calls.writes).toEqual([]);
    expect(at.vcenter.openSessions).toBe(0);
    await expect(readFile(`${at.planFile}.journal`)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test.each(['', 'yes', 'y', '1', '3', ' '])('at a terminal %j is no answer to the number of hosts', async (answer) => {
    await using at = await bench(2, [KERNEL]);
    const { exitCode } = await at.run(['apply', at.planFile], terminal(answer));
    expect(at.vcenter.calls.writes).toEqual([]);
    expect(exitCode).toBe(0);
  });

  test('at a terminal the number of hosts is the word', async () => {
    await using at = await bench(2, [KERNEL]);
    const { exitCode, stdout } = await at.run(['apply', at.planFile], terminal('2'));
    expect(writesTo(at.vcenter)).toHaveLength(2);
    expect(stdout).toContain('2 steps on 2 hosts: 2 done');
    expect(exitCode).toBe(0);
  });
});

describe('what must never be written', () => {
  test('an edited plan', async () => {
    await using at = await bench(1, [KERNEL]);
    await writeFile(at.planFile, (await readFile(at.planFile, 'utf8')).replace('"FALSE"', '"TRUE"'));
    const { exitCode, stderr } = await at.run(['apply', at.planFile, '--confirm']);
    expect(stderr).toMatch(/^PLAN_CHANGED: /);
    expect(exitCode).toBe(2);
    expect(at.vcenter.calls.count()).toBe(0);
  });

  test('a plan that is not the approved one', async () => {
    await using at = await bench(1, [KERNEL]);
    const refused = await at.run(['apply', at.planFile, '--confirm', '--approved-hash', 'b'.repeat(64)]);
    expect(refused.stderr).toMatch(/^PLAN_NOT_APPROVED: /);
    expect(at.vcenter.calls.count()).toBe(0);
    const approved = await at.run(['apply', at.planFile, '--confirm', '--approved-hash', at.plan.hash.toUpperCase()]);
    expect(approved.exitCode).toBe(0);
  });

  test('a plan of another vCenter', async () => {
    await using one = await bench(1, [KERNEL]);
    await using other = await bench(1, [KERNEL], 'another');
    const { exitCode, stderr } = await other.run(['apply', one.planFile, '--confirm']);
    expect(stderr).toMatch(/^TARGET_DIFFERS: /);
    expect(exitCode).toBe(2);
    expect(other.vcenter.calls.writes).toEqual([]);
  });

  test('anything without a journal', async () => {
    await using at = await bench(1, [KERNEL]);
    const { exitCode, stderr } = await at.run(['apply', at.planFile, '--confirm', '--journal', '/proc/none/j']);
    expect(stderr).toMatch(/^JOURNAL_NOT_WRITTEN: /m);
    expect(exitCode).toBe(2);
    expect(at.vcenter.calls.writes).toEqual([]);
  });

  test('anything under a journal that was changed, or that of another plan', async () => {
    await using at = await bench(1, [KERNEL]);
    await using other = await bench(1, [RULESET]);
    await other.run(['apply', other.planFile, '--confirm']);
    const foreign = await at.run(['apply', at.planFile, '--confirm', '--journal', `${other.planFile}.journal`]);
    expect(foreign.stderr).toMatch(/^JOURNAL_FOREIGN: /);
    await at.run(['apply', at.planFile, '--confirm', '--max-failures', '1']);
    const text = await readFile(`${at.planFile}.journal`, 'utf8');
    await writeFile(`${at.planFile}.journal`, text.replace('"account":"', '"account":"x'));
    const { length } = at.vcenter.calls.writes;
    const changed = await at.run(['apply', at.planFile, '--confirm']);
    expect(changed.stderr).toMatch(/^JOURNAL_TAMPERED: /);
    expect(at.vcenter.calls.writes).toHaveLength(length);
  });

  test('by two at once', async () => {
    await using at = await bench(3, [KERNEL, RULESET]);
    at.vcenter.disturb({ kind: 'slow', milliseconds: 100, times: null, method: 'EnableRuleset' });
    const words = ['apply', at.planFile, '--confirm'];
    const ended = await Promise.all([at.run(words), at.run([...words, '--journal', `${at.planFile}.other`])]);
    expect(ended.some(({ stderr }) => stderr.includes('\nAPPLY_RUNNING: '))).toBe(true);
    const written = writesTo(at.vcenter);
    expect(written).toEqual([...new Set(written)]);
  });
});

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
    expect(stderr).toContain('The other hosts wait for a word');
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
