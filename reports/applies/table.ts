import type { Applies, JournaledRun } from '../../src/model/applies.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { type Cell, cell, type Grid, escapeControlCharacters } from '../text/cells.ts';
import { drawGrid } from '../text/grid.ts';
import { bearsGrid, type Page, pageFor } from '../text/page.ts';
import { dayAndTime } from '../text/title.ts';
import { list, plain, prose, strong } from '../text/wrap.ts';
import {
  journalRemarks,
  outcomeWords,
  planWords,
  reachWords,
  rebootLine,
  runLine,
  stateWords,
  stepLine,
  sumWords,
} from './words.ts';

/** For people: a row a run, newest first; with details what each run did; what is wrong with journals. */
export const table: Reporter<Applies> = {
  name: 'table',
  description: 'For people: a row a run, newest first, with details each step.',
  extensions: ['.txt'],
  *render(applies, options) {
    const page = pageFor(options);
    const { tool, runs, details } = applies;
    const title = `${escapeControlCharacters(tool.name)} ${escapeControlCharacters(tool.version)} · what was applied and rolled back`;
    yield prose([strong(title)], page);
    yield* rowsText(runs, page);
    if (details) for (const run of runs) yield runText(run, page);
    yield remarks('Sent, and what came of it is not known: look at the hosts', openLines(runs), page);
    yield remarks('Journals to look at', journalRemarks(applies), page);
    yield `\n${prose([plain(sumWords(applies))], page)}`;
  },
};

function* rowsText(runs: readonly JournaledRun[], page: Page): Iterable<string> {
  if (runs.length === 0) return;
  yield '\n';
  if (bearsGrid(page, runs.length)) yield `${drawGrid(gridOf(runs), page)}\n`;
  else for (const run of runs) yield prose([plain(runLine(run))], page);
}

function gridOf(runs: readonly JournaledRun[]): Grid {
  return {
    head: [
      { title: 'When (UTC)', comfort: 19 },
      { title: 'What', comfort: 12 },
      { title: 'Change', comfort: 8 },
      { title: 'By, at, in', comfort: 20 },
      { title: 'Outcome', comfort: 20 },
    ],
    // A section each, so that they are ruled off: a run takes several lines.
    sections: runs.map((run) => ({ heading: null, rows: [rowOf(run)] })),
  };
}

function rowOf(run: JournaledRun): readonly Cell[] {
  const { startedAt, endedAt, direction, change, isClosed } = run;
  const state = { text: stateWords(run), tone: isClosed ? 'plain' : 'careful' } as const;
  return [
    [[plain(dayAndTime(startedAt))], [plain(dayAndTime(endedAt))]],
    [[plain(direction)], [state], [plain(`plan ${planWords(run)}`)]],
    cell(change === null ? '-' : escapeControlCharacters(change)),
    whereabouts(run),
    [[plain(outcomeWords(run))], [plain(reachWords(run))]],
  ];
}

function whereabouts({ account, target, journal, number }: JournaledRun): Cell {
  const texts = [account, target.url, target.identity, `${journal} run ${number}`];
  return texts.map((text) => [plain(escapeControlCharacters(text))]);
}

/** What one run did, under its own heading. */
function runText(run: JournaledRun, page: Page): string {
  const heading = `${dayAndTime(run.startedAt)} ${run.direction}, ${escapeControlCharacters(run.journal)} run ${run.number}`;
  const lines = [...run.steps.map((step) => stepLine(step, run)), ...run.reboots.map((one) => rebootLine(one, run))];
  return list(
    heading,
    (lines.length === 0 ? ['nothing was sent'] : lines).map((line) => [plain(line)]),
    page,
  );
}

function openLines(runs: readonly JournaledRun[]): readonly string[] {
  return runs.filter(({ open }) => open > 0).map(runLine);
}

function remarks(heading: string, lines: readonly string[], page: Page): string {
  return list(
    heading,
    lines.map((line) => [plain(line)]),
    page,
  );
}
