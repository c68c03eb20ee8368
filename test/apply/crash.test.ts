import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readJournal } from '../../src/apply/journal/journal.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { choiceFrom, chosen, sampled } from '../support/sample.ts';
import { connectionTo, simulatedVcenter } from '../support/simulated-vcenter.ts';
import type { Doom } from './crash-child.ts';
import { applied, KERNEL, planOf, RULESET, temporaryFolder, told, wrongEstate } from './support.ts';

const CHILD = join(import.meta.dirname, 'crash-child.ts');

interface Run {
  readonly vcenter: Simulator;
  readonly plan: Plan;
  readonly folder: string;
}

/** Starts another process that applies the plan and dies at the record. */
async function start({ vcenter, plan, folder }: Run, doom: Partial<Doom>): Promise<ChildProcess> {
  const planFile = join(folder, 'plan.json');
  await writeFile(planFile, JSON.stringify(plan));
  const words: Doom = {
    connection: connectionTo(vcenter),
    planFile,
    journal: join(folder, 'j'),
    concurrency: 1,
    record: 0,
    moment: 'after',
    ...doom,
  };
  return spawn(process.execPath, ['--import', 'tsx', CHILD, JSON.stringify(words)], { stdio: 'inherit' });
}

async function killed(child: ChildProcess): Promise<void> {
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
}

/** Every step was written once and once only, and a run after the crash says that all of them are done. */
async function expectAllOnce({ vcenter, plan, folder }: Run): Promise<void> {
  const outcomes = await applied(vcenter, { plan, journal: join(folder, 'j') });
  expect(told(outcomes)).toEqual(plan.steps.map(({ host }) => `${host.name} done`));
  const written = vcenter.calls.writes.map(({ host, method }) => `${host} ${method}`);
  expect(written.toSorted()).toEqual(
    plan.steps
      .map(({ host, action }) => {
        return `${host.name} ${action.kind === 'ruleset' ? 'EnableRuleset' : 'system.settings.kernel.set'}`;
      })
      .toSorted(),
  );
  for (const host of vcenter.hosts) expect(host.kernel.get('iovDisableIR')?.configured).toBe('FALSE');
}

/** The record that opens the run, and two for each of two steps on two hosts. */
const RECORDS = Array.from({ length: 9 }, (_, index) => index + 1);
const MOMENTS: readonly Pick<Doom, 'record' | 'moment'>[] = [
  ...RECORDS.flatMap((record) => [{ record, moment: 'before' } as const, { record, moment: 'after' } as const]),
  { record: 1, moment: 'within' },
  { record: 2, moment: 'within' },
  { record: 3, moment: 'within' },
];

describe.each(chosen(MOMENTS, ({ moment }) => [moment], choiceFrom(process.env, 3)))(
  'killed $moment record $record',
  (doom) => {
    test('a run is taken up by the next one: every change is made, none twice', async () => {
      await using folder = await temporaryFolder();
      await using vcenter = await simulatedVcenter(wrongEstate(2));
      const run = { vcenter, plan: planOf(vcenter, [KERNEL, RULESET]), folder: folder.path };
      await killed(await start(run, doom));
      await expectAllOnce(run);
    });
  },
);

test.each(sampled([1, 2, 3, 4], 2))(
  'killed while write %i is on its way, a run is taken up by the next one',
  async (fatal) => {
    await using folder = await temporaryFolder();
    let child: ChildProcess | null = null;
    let writes = 0;
    await using vcenter = await simulatedVcenter(wrongEstate(2), {
      onCall: ({ method }) => {
        const isLast = method === 'EnableRuleset' ? (writes += 1) === fatal / 2 : false;
        if (isLast) child?.kill('SIGKILL');
      },
    });
    // Odd numbers: the answer to a kernel setting is held back, and the process is killed while it waits.
    if (fatal % 2 === 1) {
      const host = fatal === 1 ? 'esx-01' : 'esx-02';
      vcenter.disturb({ kind: 'hang', method: 'ExecuteSoap', host, after: 1 });
    }
    const run = { vcenter, plan: planOf(vcenter, [KERNEL, RULESET]), folder: folder.path };
    child = await start(run, {});
    const ended = killed(child);
    if (fatal % 2 === 1) {
      await expect.poll(() => vcenter.calls.writes.length, { timeout: 20_000 }).toBe(fatal);
      child.kill('SIGKILL');
    }
    await ended;
    await expectAllOnce(run);
  },
);

test.each(sampled([4, 11, 23], 1))(
  'killed at record %i with many hosts in flight, no change is lost or made twice',
  async (record) => {
    await using folder = await temporaryFolder();
    await using vcenter = await simulatedVcenter(wrongEstate(12));
    const run = { vcenter, plan: planOf(vcenter, [KERNEL, RULESET]), folder: folder.path };
    await killed(await start(run, { record, moment: 'after', concurrency: 6 }));
    await expectAllOnce(run);
    expect((await readJournal(join(folder.path, 'j'))).length).toBeGreaterThan(record);
  },
);
