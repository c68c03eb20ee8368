import { appendFile, readFile } from 'node:fs/promises';
import { applyPlan } from '../../src/apply/host-runs.ts';
import { type Journal, openJournal } from '../../src/apply/journal/journal.ts';
import { openSession } from '../../src/connect/session.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { Connection } from '../../src/target/connections.ts';
import { FAST, openedEntry } from './support.ts';

/** What a run that is to die is told, as JSON in its only argument. */
export interface Doom {
  readonly connection: Connection;
  readonly planFile: string;
  readonly journal: string;
  readonly concurrency: number;
  /** Number of the record at which it dies, counted from 1; 0 for none. */
  readonly record: number;
  /** Before anything of the record is on the disk, in the middle of it, or right after. */
  readonly moment: 'before' | 'within' | 'after';
}

function die(): Promise<never> {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => {});
}

function doomed(journal: Journal, { record, moment }: Doom): Journal {
  let number = 0;
  const append: Journal['append'] = async (entry) => {
    number += 1;
    const isLast = number === record;
    if (isLast && moment === 'before') await die();
    if (isLast && moment === 'within') {
      await appendFile(journal.path, `{"number":${journal.records.length + 1},"at":"20`);
      await die();
    }
    await journal.append(entry);
    if (isLast && moment === 'after') await die();
  };
  return {
    path: journal.path,
    append,
    get records() {
      return journal.records;
    },
    past: (direction) => journal.past(direction),
  };
}

const [, , argument = '{}'] = process.argv;
const doom = JSON.parse(argument) as Doom;
const plan = JSON.parse(await readFile(doom.planFile, 'utf8')) as Plan;
await using opened = await openJournal(doom.journal, plan);
const journal = doomed(opened, doom);
await journal.append(openedEntry(plan));
await using session = await openSession(doom.connection.endpoint, doom.connection.credentials, { writes: true });
await applyPlan(session, plan, { journal, pace: FAST, concurrency: doom.concurrency });
