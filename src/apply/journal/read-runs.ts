import { z } from 'zod';
import type { JournaledRun, JournalReport, JournalState } from '../../model/applies.ts';
import { EsxcheckError } from '../../model/errors.ts';
import { OUTCOMES } from '../../model/outcome.ts';
import type { RolloutOutcome } from '../../model/rollout.ts';
import { action } from '../../plan/plan-schema.ts';
import type { JournalEntry, JournalRecord, JournalText } from './format.ts';
import { readJournalText } from './journal.ts';
import { runsOf } from './list-runs.ts';

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

const ROLLED: readonly RolloutOutcome['kind'][] = ['done', 'failed', 'indeterminate', 'not tried'];

const direction = z.enum(['apply', 'rollback']);
const text = z.string();
const told = text.nullable();
const named = { host: text, hostName: text };
const readAs = z.literal('stored-value').optional();
const stepOf = { direction, step: text };

/** Of each kind what is read out of it; newer versions may write more. */
const ENTRIES: Readonly<Record<JournalEntry['kind'], z.ZodType>> = {
  opened: z.object({
    direction,
    planHash: text,
    target: z.object({ url: text, identity: text }),
    tool: z.object({ name: text, version: text }),
    account: text,
    change: told,
  }),
  intent: z.object({ ...stepOf, ...named, action, observed: action, readAs, bootTime: told }),
  result: z.object({
    ...stepOf,
    host: text,
    outcome: z.enum(OUTCOMES),
    reason: told,
    detail: text,
    observed: action.nullable(),
  }),
  deferred: z.object({ ...stepOf, detail: text }),
  answered: z.object({ ...stepOf, tookEffect: z.boolean() }),
  backup: z.object({ host: text, file: text, sha256: text }),
  event: z.object({ host: text, logged: z.boolean(), detail: text }),
  torn: z.object({ bytes: z.number() }),
  closed: z.object({ direction, counts: z.record(text, z.int().nonnegative()) }),
  'maintenance-intent': z.object(named),
  'reboot-intent': z.object(named),
  'reboot-refused': z.object({ host: text, detail: text }),
  'exit-intent': z.object({ host: text }),
  rolled: z.object({
    host: text,
    outcome: z.enum(ROLLED),
    reason: told,
    detail: text,
    inMaintenance: z.boolean().nullable(),
  }),
};

const moment = z.iso.datetime();

/**
 * `known`: as this version writes them. `unknown`: of a kind that it does not know. `wrong`: what no version wrote. The
 * chain alone cannot tell, since whoever makes up records can chain them, too.
 */
export function judgeRecord({ at, entry }: JournalRecord): 'known' | 'unknown' | 'wrong' {
  const kind: unknown = entry?.kind;
  if (typeof kind !== 'string' || !moment.safeParse(at).success) return 'wrong';
  if (!Object.hasOwn(ENTRIES, kind)) return 'unknown';
  return ENTRIES[kind as JournalEntry['kind']].safeParse(entry).success ? 'known' : 'wrong';
}
