import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { bench, terminal, writesTo } from './command-support.ts';
import { KERNEL, RULESET } from './support.ts';

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

  test.each([undefined, '2'])('with --dry-run nobody is asked, at a terminal neither (typed: %j)', async (answer) => {
    await using at = await bench(2, [KERNEL]);
    const words = ['apply', at.planFile, '--dry-run', '--format', 'lines'];
    const { exitCode, stdout, stderr } = await at.run(words, answer === undefined ? {} : terminal(answer));
    expect(exitCode).toBe(0);
    expect(stdout).toContain('apply (dry run): 2 steps on 2 hosts: 2 would-change');
    expect(stderr).not.toContain('--confirm');
    expect(at.vcenter.calls.writes).toEqual([]);
    await expect(readFile(`${at.planFile}.journal`)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test.each(['apply', 'rollback'])('%s with --dry-run and --confirm calls nobody', async (command) => {
    await using at = await bench(1, [KERNEL]);
    const { exitCode, stderr } = await at.run([command, at.planFile, '--dry-run', '--confirm']);
    expect(exitCode).toBe(2);
    expect(stderr).toBe('USAGE: --dry-run and --confirm contradict each other: leave out the one that is not meant.\n');
    expect(at.vcenter.calls.count()).toBe(0);
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
