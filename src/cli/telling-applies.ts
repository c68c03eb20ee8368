import { resolve } from 'node:path';
import { type ReadJournal, readRuns } from '../apply/journal/read-runs.ts';
import { chooseRuns } from '../apply/journal/runs.ts';
import type { Applies } from '../model/applies.ts';
import { tool } from '../shipped/installation.ts';
import { exitCodeOfAnswer } from './exit-code.ts';
import { type Io, note, warn } from './io.ts';
import { knownJournals } from './journal-register.ts';
import type { ReportChoice } from './report-choice.ts';
import { writeReports } from './reports.ts';
import { journalRegister } from './state-folder.ts';

export interface AppliesArguments {
  readonly journals?: readonly string[] | undefined;
  readonly details?: boolean | undefined;
  readonly change?: string | undefined;
  readonly host?: readonly string[] | undefined;
  readonly since?: string | undefined;
}

/** Tells the runs in the journals that were named, or in all that are known. Resolves to the exit code. */
export async function tellApplies(args: AppliesArguments, choice: ReportChoice<Applies>, io: Io): Promise<number> {
  const { journals: named = [], details } = args;
  const paths = named.length > 0 ? [...new Set(named.map((path) => resolve(path)))] : await registered(io);
  const read: ReadJournal[] = [];
  // One after the other: they may be large.
  for (const path of paths) read.push(await readRuns(path));
  const document = documentOf(read, { ...args, details: details ?? named.length === 1 });
  await writeReports(choice, document, io);
  return exitCodeOfAnswer(document.journals.every(({ state }) => state === 'intact'));
}

async function registered(io: Io): Promise<readonly string[]> {
  const { paths, strangeLines } = await knownJournals(io);
  const register = journalRegister(io);
  if (strangeLines > 0) await warn(io, `${register}: ${strangeLines} lines name no journal`);
  if (paths.length === 0)
    await note(io, `No journal is listed in ${register}. One that is named is read: add its path.`);
  return paths;
}

function documentOf(read: readonly ReadJournal[], args: AppliesArguments & { readonly details: boolean }): Applies {
  const { change = null, host = null, since = null, details } = args;
  const choice = { change, hosts: host, since };
  return {
    tool: tool(),
    readAt: new Date().toISOString(),
    choice,
    details,
    journals: read.map(({ report }) => report),
    runs: chooseRuns(
      read.flatMap(({ runs }) => runs),
      choice,
    ),
  };
}
