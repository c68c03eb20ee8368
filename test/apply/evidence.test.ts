import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { readJournal } from '../../src/apply/journal/journal.ts';
import { faultsOf } from './apply-schema.ts';
import { type Bench, bench, writesTo } from './command-support.ts';
import { KERNEL, RULESET } from './support.ts';

const REBOOT = ['--reboot', '--reboot-poll', '1'];

interface Kept {
  readonly names: readonly string[];
  readonly evidence: Readonly<Record<string, unknown>> & {
    readonly error: { readonly code: string } | null;
    readonly journal: { readonly records: number; readonly lastHash: string | null };
    readonly reboots: readonly Readonly<Record<string, unknown>>[];
  };
  /** `HOST OUTCOME` of the steps, and of the reboots, after the run; null while it is under way. */
  readonly after: { readonly steps: readonly string[]; readonly reboots: readonly string[] } | null;
}

type Records = readonly { readonly hostName: string; readonly outcome: string }[] | null;

const briefly = (records: Records): readonly string[] =>
  (records ?? []).map(({ hostName, outcome }) => `${hostName} ${outcome}`);

/** Reads the one evidence folder of a bench; every file must have its right sum, every report hold to its schema. */
async function kept({ folder }: Bench): Promise<Kept> {
  const into = join(folder, 'evidence');
  const [run = ''] = await readdir(into);
  const texts = new Map<string, string>();
  for (const line of (await readFile(join(into, run, 'SHA256SUMS'), 'utf8')).trim().split('\n')) {
    const [sum, name = ''] = line.split('  ');
    const text = await readFile(join(into, run, name), 'utf8');
    expect([name, createHash('sha256').update(text).digest('hex')]).toEqual([name, sum]);
    if (name === 'before.json' || name === 'after.json') expect(faultsOf(text)).toEqual([]);
    texts.set(name, text);
  }
  const after = JSON.parse(texts.get('after.json') ?? 'null') as { steps: Records; reboots: Records } | null;
  return {
    names: [...texts.keys()],
    evidence: JSON.parse(texts.get('evidence.json') ?? 'null') as Kept['evidence'],
    after: after === null ? null : { steps: briefly(after.steps), reboots: briefly(after.reboots) },
  };
}

const inFolder = ({ folder }: Bench): readonly string[] => ['--evidence', join(folder, 'evidence')];

test('evidence of a rolling reboot has what each host had before and after, when, and the end of the journal', async () => {
  await using at = await bench(1, [KERNEL]);
  await at.run(['apply', at.planFile, '--confirm', ...REBOOT, ...inFolder(at)]);
  const { names, evidence, after } = await kept(at);
  expect(names).toEqual(['plan.json', 'before.json', 'after.json', 'journal.jsonl', 'evidence.json']);
  expect(after).toEqual({ steps: ['esx-01 done'], reboots: ['esx-01 done'] });
  const last = (await readJournal(`${at.planFile}.journal`)).at(-1);
  expect(evidence.journal).toEqual({
    path: `${at.planFile}.journal`,
    isWhole: true,
    records: last?.number,
    lastAt: last?.at,
    lastHash: last?.hash,
  });
  expect(evidence).toMatchObject({ error: null, account: 'administrator@vsphere.local', rules: at.plan.rules });
  const [reboot = {}] = evidence.reboots;
  expect(reboot).toMatchObject({ hostName: 'esx-01', outcome: 'done', reason: null, inMaintenance: false });
  const times = ['maintenanceAt', 'rebootAt', 'exitAt', 'endedAt'].map((key) => String(reboot[key]));
  for (const time of times) expect(time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  expect(times).toEqual(times.toSorted());
  const { bootTime: earlier, ...before } = reboot['before'] as { readonly bootTime: string };
  const { bootTime: later, ...since } = reboot['after'] as { readonly bootTime: string };
  expect(since).toEqual(before);
  expect(before).toMatchObject({ datastores: expect.any(Array) as unknown, paths: expect.any(Number) as unknown });
  expect(Date.parse(later)).toBeGreaterThan(Date.parse(earlier));
});

test('a rollout that stops half-way leaves whole evidence, with what the failed host lost', async () => {
  await using at = await bench(2, [KERNEL]);
  at.vcenter.disturbHost('esx-01', { reboot: { keepsRuntime: true } });
  const { exitCode } = await at.run(['apply', at.planFile, '--confirm', ...REBOOT, ...inFolder(at)]);
  const { evidence, after } = await kept(at);
  expect(after?.reboots).toEqual(['esx-01 failed', 'esx-02 not-tried']);
  expect(evidence.reboots).toMatchObject([{ outcome: 'failed', reason: 'not-taking-effect', exitAt: null }]);
  expect(exitCode).toBe(1);
});

describe('interrupted', () => {
  test('while a host reboots, it is brought to its end, and the evidence is whole', async () => {
    const interruption = new AbortController();
    await using at = await bench(2, [KERNEL], undefined, {
      onCall: ({ method }) => {
        if (method === 'RebootHost_Task') interruption.abort();
      },
    });
    const words = ['apply', at.planFile, '--confirm', ...REBOOT, ...inFolder(at), '--format', 'json'];
    const { exitCode, stdout } = await at.run(words, { signal: interruption.signal });
    expect((await kept(at)).after?.reboots).toEqual(['esx-01 done', 'esx-02 not-tried']);
    expect(stdout).toContain('"reason":"interrupted"');
    expect(exitCode).toBe(130);
  });

  test('before the reboots began, the hosts that were not rebooted are told', async () => {
    const interruption = new AbortController();
    await using at = await bench(1, [KERNEL], undefined, {
      onCall: ({ method }) => {
        if (method === 'LogUserEvent') interruption.abort();
      },
    });
    const words = ['apply', at.planFile, '--confirm', ...REBOOT, ...inFolder(at)];
    const { exitCode } = await at.run(words, { signal: interruption.signal });
    expect((await kept(at)).after).toEqual({ steps: ['esx-01 done'], reboots: ['esx-01 not-tried'] });
    expect(at.vcenter.calls.count('RebootHost_Task')).toBe(0);
    expect(exitCode).toBe(130);
  });
});

/** From a call of this method on nothing more can be put into any journal; whole files can still be written. */
async function fullAt(method: string, hosts = 2, changes = [KERNEL]): Promise<Bench> {
  const at = await bench(hosts, changes, undefined, {
    onCall: (call) => {
      if (call.method !== method) return;
      const full = Object.assign(new Error('no space'), { code: 'ENOSPC', syscall: 'write' });
      vi.spyOn(handle, 'write').mockRejectedValue(full);
    },
  });
  const file = await open(at.planFile);
  const handle = Object.getPrototypeOf(file) as typeof file;
  await file.close();
  return { ...at, [Symbol.asyncDispose]: () => (vi.restoreAllMocks(), at[Symbol.asyncDispose]()) };
}

describe('a journal that cannot be written any further', () => {
  test('in the middle of a rollout: the report and the evidence say what is known', async () => {
    await using at = await fullAt('RebootHost_Task');
    const words = ['apply', at.planFile, '--confirm', ...REBOOT, ...inFolder(at), '--format', 'json'];
    const { exitCode, stdout, stderr } = await at.run(words);
    expect(stderr).toMatch(/^JOURNAL_NOT_WRITTEN: .*the disk is full/m);
    expect(exitCode).toBe(2);
    const { evidence, after } = await kept(at);
    expect(after).toEqual({
      steps: ['esx-01 done', 'esx-02 done'],
      reboots: ['esx-01 indeterminate', 'esx-02 not-tried'],
    });
    expect(evidence.error?.code).toBe('JOURNAL_NOT_WRITTEN');
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'JOURNAL_NOT_WRITTEN' }, rebootSummary: { done: 0 } });
  });

  test('after the first write: what was sent and not read is never told as done or as not tried', async () => {
    await using at = await fullAt('EnableRuleset', 1, [KERNEL, RULESET]);
    const { exitCode, stdout } = await at.run([
      'apply',
      at.planFile,
      '--confirm',
      ...inFolder(at),
      '--format',
      'lines',
    ]);
    expect(exitCode).toBe(2);
    expect((await kept(at)).after?.steps).toEqual(['esx-01 done', 'esx-01 indeterminate']);
    expect(stdout).toMatch(/^broken off: JOURNAL_NOT_WRITTEN: /m);
  });

  test('from the beginning: nothing was tried', async () => {
    await using at = await bench(1, [KERNEL]);
    const { exitCode } = await at.run(['apply', at.planFile, '--confirm', '--journal', '/none/j', ...inFolder(at)]);
    const { names, after } = await kept(at);
    expect(names).not.toContain('journal.jsonl');
    expect(after?.steps).toEqual(['esx-01 not-tried']);
    expect(exitCode).toBe(2);
  });
});

test('before the first write the evidence holds what was read, so that a killed run leaves it behind', async () => {
  const readings: Promise<Kept>[] = [];
  await using at = await bench(1, [KERNEL], undefined, {
    onCall: () => {
      if (writesTo(at.vcenter).length > 0 && readings.length === 0) readings.push(kept(at));
    },
  });
  at.vcenter.disturb({ kind: 'slow', milliseconds: 40, times: null });
  await at.run(['apply', at.planFile, '--confirm', ...inFolder(at)]);
  expect(await Promise.all(readings)).toMatchObject([
    { names: ['plan.json', 'before.json', 'evidence.json'], after: null, evidence: { finishedAt: null } },
  ]);
});

test('the report is printed also when the evidence cannot be written in the end', async () => {
  await using at = await bench(1, [KERNEL], undefined, {
    onCall: ({ method }) => {
      if (method === 'LogUserEvent') rmSync(join(at.folder, 'evidence'), { recursive: true });
    },
  });
  const { exitCode, stdout, stderr } = await at.run(['apply', at.planFile, '--confirm', ...inFolder(at)]);
  expect(stdout).toContain('1 step on 1 host: 1 done');
  expect(stderr).toMatch(/^FILE_NOT_WRITTEN: /m);
  expect(exitCode).toBe(2);
});
