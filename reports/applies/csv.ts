import type { Applies, JournaledHost, JournaledRun, JournalReport } from '../../src/model/applies.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { type CsvColumn, csvText } from '../csv/write.ts';
import { actionText, rebootWords } from './words.ts';

/** What one record speaks of: a step or a reboot of a run, a run without either, or a journal that does not hold. */
interface Row {
  readonly kind: 'step' | 'reboot' | 'run' | 'journal';
  readonly journal: string;
  readonly run: JournaledRun | null;
  readonly host: JournaledHost | null;
  readonly step: string | null;
  readonly before: string | null;
  readonly after: string | null;
  readonly sentAt: string | null;
  readonly endedAt: string | null;
  readonly outcome: string | null;
  readonly reason: string | null;
  readonly detail: string | null;
  readonly laterAt: string | null;
  readonly laterOutcome: string | null;
}

const COLUMNS: readonly CsvColumn<Row>[] = [
  { name: 'kind', valueOf: ({ kind }) => kind },
  { name: 'journal', valueOf: ({ journal }) => journal },
  { name: 'run', valueOf: ({ run }) => run?.number ?? null },
  { name: 'run_started_at', valueOf: ({ run }) => run?.startedAt ?? null },
  { name: 'run_ended_at', valueOf: ({ run }) => run?.endedAt ?? null },
  { name: 'run_closed', valueOf: ({ run }) => run?.isClosed ?? null },
  { name: 'direction', valueOf: ({ run }) => run?.direction ?? null },
  { name: 'target', valueOf: ({ run }) => run?.target.url ?? null },
  { name: 'identity', valueOf: ({ run }) => run?.target.identity ?? null },
  { name: 'account', valueOf: ({ run }) => run?.account ?? null },
  { name: 'change', valueOf: ({ run }) => run?.change ?? null },
  { name: 'plan', valueOf: ({ run }) => run?.planHash ?? null },
  { name: 'host', valueOf: ({ host }) => host?.name ?? null },
  { name: 'host_id', valueOf: ({ host }) => host?.id ?? null },
  { name: 'step', valueOf: ({ step }) => step },
  { name: 'before', valueOf: ({ before }) => before },
  { name: 'after', valueOf: ({ after }) => after },
  { name: 'sent_at', valueOf: ({ sentAt }) => sentAt },
  { name: 'ended_at', valueOf: ({ endedAt }) => endedAt },
  { name: 'outcome', valueOf: ({ outcome }) => outcome },
  { name: 'reason', valueOf: ({ reason }) => reason },
  { name: 'detail', valueOf: ({ detail }) => detail },
  { name: 'later_at', valueOf: ({ laterAt }) => laterAt },
  { name: 'later_outcome', valueOf: ({ laterOutcome }) => laterOutcome },
];

/** A record a step and a reboot; runs without either and journals that do not hold have one of their own. */
export const csv: Reporter<Applies> = {
  name: 'csv',
  description: 'One row a step and a reboot, for spreadsheets.',
  extensions: ['.csv'],
  render: (applies) => csvText(COLUMNS, rowsOf(applies)),
};

function* rowsOf({ runs, journals }: Applies): Iterable<Row> {
  for (const run of runs) {
    if (run.steps.length + run.reboots.length === 0) yield { ...EMPTY, kind: 'run', journal: run.journal, run };
    yield* stepRows(run);
    yield* rebootRows(run);
  }
  yield* journals.flatMap(journalRow);
}

function stepRows(run: JournaledRun): readonly Row[] {
  return run.steps.map(({ before, action, settled, observed: _observed, ...step }) => ({
    kind: 'step',
    journal: run.journal,
    run,
    ...step,
    before: actionText(before),
    after: actionText(action),
    laterAt: settled?.at ?? null,
    laterOutcome: settled?.outcome ?? null,
  }));
}

function rebootRows(run: JournaledRun): readonly Row[] {
  return run.reboots.map((reboot) => ({
    ...EMPTY,
    kind: 'reboot',
    journal: run.journal,
    run,
    host: reboot.host,
    after: rebootWords(reboot),
    sentAt: reboot.sentAt,
    endedAt: reboot.endedAt,
    outcome: reboot.outcome,
    reason: reboot.reason,
    detail: reboot.detail,
    laterAt: reboot.settled?.at ?? null,
    laterOutcome: reboot.settled?.outcome ?? null,
  }));
}

function journalRow({ path, state, problem }: JournalReport): readonly Row[] {
  if (problem === null) return [];
  return [{ ...EMPTY, kind: 'journal', journal: path, outcome: state, reason: problem.code, detail: problem.message }];
}

const EMPTY: Omit<Row, 'kind' | 'journal'> = {
  run: null,
  host: null,
  step: null,
  before: null,
  after: null,
  sentAt: null,
  endedAt: null,
  outcome: null,
  reason: null,
  detail: null,
  laterAt: null,
  laterOutcome: null,
};
