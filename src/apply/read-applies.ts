import type { JournalReport, JournaledRun, JournalState } from '../model/applies.ts';
import { EsxcheckError } from '../model/errors.ts';
import { readJournalText } from './journal.ts';
import type { JournalRecord } from './journal-record.ts';
import { runsOf } from './journal-runs.ts';
import { judgeRecord } from './journal-schema.ts';
import type { JournalText } from './journal-text.ts';

/** One journal: whether it holds, and the runs in it where it does. */
export interface ReadJournal {
  readonly report: JournalReport;
  readonly runs: readonly JournaledRun[];
}

/** Reads a journal; one that is missing, cannot be read or was changed is told as such, and tells no runs; it throws bugs alone. */
export async function readRuns(path: string): Promise<ReadJournal> {
  try {
    return soundRuns(path, await readJournalText(path));
  } catch (error) {
    if (!(error instanceof EsxcheckError)) throw error;
    return broken(path, stateFor(error), error);
  }
}

/** The chain holds; now for what is in it. */
function soundRuns(path: string, { records, tornBytes }: JournalText): ReadJournal {
  const judged = records.map((record) => ({ record, judgement: judgeRecord(record) }));
  const wrong = judged.find(({ judgement }) => judgement === 'wrong')?.record ?? unopened(records);
  if (wrong !== undefined) throw invalid(path, wrong.number);
  const known = judged.filter(({ judgement }) => judgement === 'known').map(({ record }) => record);
  const runs = runsOf(path, known);
  const unknownRecords = records.length - known.length;
  return { report: { path, state: 'intact', problem: null, runs: runs.length, tornBytes, unknownRecords }, runs };
}

/** A record that stands before the first run; a line that was torn at the very beginning is no such. */
function unopened(records: readonly JournalRecord[]): JournalRecord | undefined {
  const first = records.find(({ entry }) => entry.kind !== 'torn');
  return first?.entry.kind === 'opened' ? undefined : first;
}

function invalid(path: string, line: number): EsxcheckError {
  const sentence = `The journal ${JSON.stringify(path)} holds in line ${line} what esxcheck does not write.`;
  return new EsxcheckError('JOURNAL_INVALID', sentence);
}

function stateFor({ code, cause }: EsxcheckError): JournalState {
  if (code === 'JOURNAL_TAMPERED') return 'tampered';
  if (code === 'JOURNAL_INVALID') return 'invalid';
  if (code === 'NO_JOURNAL') return 'foreign';
  return (cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT' ? 'missing' : 'unreadable';
}

function broken(path: string, state: JournalState, { code, message }: EsxcheckError): ReadJournal {
  const problem =
    state === 'missing'
      ? { code: 'JOURNAL_MISSING', message: `There is no journal ${JSON.stringify(path)}.` }
      : { code, message };
  return { report: { path, state, problem, runs: 0, tornBytes: 0, unknownRecords: 0 }, runs: [] };
}
