import { grouped } from '../../src/model/group-by.ts';
import type { Outcome, OutcomeKind } from '../../src/model/outcome.ts';
import { stateText, subjectText } from '../plan/action-words.ts';
import { type Cell, cell, escapeControlCharacters, type GridColumn, harmlessOr } from '../text/cells.ts';
import { drawGrid, type Layout, roomiest } from '../text/grid.ts';
import { bearsGrid, type Page } from '../text/page.ts';
import type { Tone } from '../text/paint.ts';
import { plain, prose, someOf, strong } from '../text/wrap.ts';
import { outcomeWords } from './lines.ts';

/** Outcomes that differ in nothing but the host. */
interface SameOutcome {
  readonly first: Outcome;
  readonly hosts: readonly string[];
}

/** Steps and what became of them: a row for all hosts of which the same is to be said; the order is kept. */
export function* outcomesSection(outcomes: readonly Outcome[], page: Page): Iterable<string> {
  if (outcomes.length === 0) return;
  const rows = fold(outcomes);
  if (!bearsGrid(page, rows.length)) {
    for (const row of rows) yield prose([strong(namesText(row)), plain(lineOf(row))], page);
    yield '\n';
    return;
  }
  const layouts: Layout[] = LAYOUTS.map(({ columns, from }) => ({
    from,
    grid: {
      head: columns,
      sections: [{ heading: null, rows: rows.map((row) => columns.map(({ cellOf }) => cellOf(row))) }],
    },
  }));
  yield `${drawGrid(roomiest(layouts, page.width), page)}\n\n`;
}

function fold(outcomes: readonly Outcome[]): readonly SameOutcome[] {
  const groups = grouped(outcomes, ({ step, kind, reason, detail, observed }) =>
    JSON.stringify([step.action, step.before, step.needsReboot, kind, reason, detail, observed]),
  );
  return [...groups.values()].map((group) => ({
    first: group[0],
    hosts: group.map(({ step }) => harmlessOr(step.host.name, '?')),
  }));
}

interface Column extends GridColumn {
  readonly cellOf: (same: SameOutcome) => Cell;
}

const HOSTS: Column = { title: 'Host', comfort: 16, cellOf: (same) => cell(namesText(same)) };
const CHANGE: Column = { title: 'Change', comfort: 14, cellOf: ({ first }) => cell(subjectText(first.step.action)) };
const BEFORE: Column = { title: 'Before', comfort: 8, cellOf: ({ first }) => cell(stateText(first.step.before)) };
const AFTER: Column = { title: 'After', comfort: 8, cellOf: ({ first }) => cell(stateText(first.step.action)) };
const REBOOT: Column = { title: 'Reboot', comfort: 6, cellOf: ({ first }) => cell(rebootText(first)) };
const OUTCOME: Column = {
  title: 'Outcome',
  comfort: 12,
  cellOf: ({ first }) => cell(outcomeWords(first.kind), TONES[first.kind]),
};
const WHY: Column = { title: 'Why', comfort: 30, cellOf: ({ first }) => cell(whyText(first)) };

const STEP: Column = {
  title: 'Change',
  comfort: 16,
  cellOf: ({ first: { step } }) => [
    ...cell(subjectText(step.action)),
    ...cell(`${stateText(step.before)} -> ${stateText(step.action)}`),
    ...(step.needsReboot ? cell('reboot needed') : []),
  ],
};
const END: Column = { title: 'Outcome', comfort: 20, cellOf: (same) => [...OUTCOME.cellOf(same), ...reasonOf(same)] };

/** A paragraph of its own, where there is anything to say. */
function reasonOf({ first }: SameOutcome): Cell {
  const why = whyText(first);
  return why === '' ? [] : cell(why);
}

const LAYOUTS = [
  { columns: [HOSTS, CHANGE, BEFORE, AFTER, REBOOT, OUTCOME, WHY], from: 110 },
  { columns: [HOSTS, STEP, END], from: 0 },
];

const TONES: Readonly<Record<OutcomeKind, Tone>> = {
  indeterminate: 'unsure',
  failed: 'bad',
  'no-effect': 'bad',
  refused: 'careful',
  'not-tried': 'careful',
  'would-change': 'plain',
  done: 'good',
  'already-so': 'good',
};

function rebootText({ step }: Outcome): string {
  return step.needsReboot ? 'needed' : 'no';
}

/** Where the host holds neither of the two values, the third one is what people want to know. */
function whyText({ step, kind, detail, observed }: Outcome): string {
  const known = [step.action, step.before].map((action) => JSON.stringify(action));
  const isThird = observed !== null && !known.includes(JSON.stringify(observed));
  const now = isThird ? `${detail === '' ? '' : ' '}Now: ${stateText(observed)}.` : '';
  const unread = observed === null && kind === 'would-change' ? ' Its value was not read.' : '';
  return `${escapeControlCharacters(detail)}${now}${unread}`;
}

function lineOf({ first }: SameOutcome): string {
  const { step, kind } = first;
  const reboot = step.needsReboot ? ', needs a reboot' : '';
  const why = whyText(first);
  const change = `${subjectText(step.action)}, ${stateText(step.before)} to ${stateText(step.action)}${reboot}`;
  return `-> ${change}: ${outcomeWords(kind)}${why === '' ? '' : `: ${why}`}`;
}

/** Those that somebody has to look at are named as far as a screen goes; JSON and lines name all. */
const NAMES: Readonly<Partial<Record<OutcomeKind, number>>> = {
  done: 8,
  'already-so': 8,
  'would-change': 8,
  'not-tried': 8,
};
const NAMES_TO_LOOK_AT = 40;

function namesText({ first, hosts }: SameOutcome): string {
  return someOf(hosts, NAMES[first.kind] ?? NAMES_TO_LOOK_AT);
}
