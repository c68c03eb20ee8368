import { escapeControlCharacters } from '../../src/model/control-characters.ts';
import type { Plan, PlanHost } from '../../src/model/plan.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { cell, type Cell, type GridColumn } from '../text/cells.ts';
import { drawGrid, type Layout, roomiest } from '../text/grid.ts';
import { bearsGrid, type Page, pageFor } from '../text/page.ts';
import { momentText } from '../text/title.ts';
import { list, plain, prose, someOf, strong } from '../text/wrap.ts';
import { countsText, LEFT_OUT_WORDS, rebootText, stateText, stepText, subjectText } from './action-words.ts';
import { foldLeftOut, foldSteps, hostsApart, type SameStep } from './fold.ts';

/** For people on a terminal: a row for the same change on all its hosts, then what was left out and why. */
export const table: Reporter<Plan> = {
  name: 'table',
  description: 'For people: the same change on many hosts in one row, then what was left out.',
  extensions: ['.txt'],
  *render(given, options) {
    const plan = hostsApart(given);
    const page = pageFor(options);
    const { tool, target, createdAt, hash } = plan;
    const title = strong(`Plan of ${escapeControlCharacters(tool.name)} ${escapeControlCharacters(tool.version)}`);
    yield prose([title, plain(`· ${escapeControlCharacters(target.url)} · ${momentText(createdAt)}`)], page);
    yield prose([plain(`Hash ${escapeControlCharacters(hash)}`)], page);
    yield* stepsText(foldSteps(plan), page);
    yield exposures(plan, page);
    yield leftOutText(plan, page);
    yield `\n${prose([strong(countsText(plan))], page)}`;
  },
};

interface Column extends GridColumn {
  readonly cellOf: (same: SameStep) => Cell;
}

/** More names in a cell do not help; the JSON and the Markdown hold them all. */
const NAMES = 8;

const HOSTS: Column = { title: 'Host', comfort: 14, cellOf: ({ hosts }) => cell(namesText(hosts)) };
const CHANGE: Column = { title: 'Change', comfort: 12, cellOf: ({ step }) => cell(subjectText(step.action)) };
const BEFORE: Column = { title: 'Before', comfort: 8, cellOf: ({ step }) => cell(stateText(step.before)) };
const AFTER: Column = { title: 'After', comfort: 8, cellOf: ({ step }) => cell(stateText(step.action), 'strong') };
const REBOOT: Column = { title: 'Reboot', comfort: 6, cellOf: ({ step }) => cell(rebootText(step)) };
const RULE: Column = { title: 'Rule', comfort: 16, cellOf: ({ step }) => cell(escapeControlCharacters(step.why.rule)) };

const LAYOUTS = [
  { columns: [HOSTS, CHANGE, BEFORE, AFTER, REBOOT, RULE], from: 100 },
  { columns: [HOSTS, CHANGE, BEFORE, AFTER, REBOOT], from: 0 },
];

function* stepsText(same: readonly SameStep[], page: Page): Iterable<string> {
  if (same.length === 0) return;
  if (!bearsGrid(page, same.length)) {
    yield '\n';
    for (const each of same) yield prose([strong(namesText(each.hosts)), plain(lineOf(each))], page);
    return;
  }
  const layouts: Layout[] = LAYOUTS.map(({ columns, from }) => {
    const rows = same.map((each) => columns.map(({ cellOf }) => cellOf(each)));
    return { from, grid: { head: columns, sections: [{ heading: null, rows }] } };
  });
  yield `\n${drawGrid(roomiest(layouts, page.width), page)}\n`;
}

function lineOf({ step }: SameStep): string {
  if (step.rebootOnly !== undefined) return `-> ${stepText(step)}`;
  const reboot = step.needsReboot ? ', needs a reboot' : '';
  return `-> ${subjectText(step.action)}: ${stateText(step.before)} to ${stateText(step.action)}${reboot}`;
}

/** What changes who may talk to whom is said once more, in words. */
function exposures({ steps }: Plan, page: Page): string {
  const texts = new Set(
    steps.flatMap(({ exposure, action }) =>
      exposure === null ? [] : [`${subjectText(action)}: ${escapeControlCharacters(exposure)}`],
    ),
  );
  return list(
    'Opens and closes',
    [...texts].map((text) => [plain(text)]),
    page,
  );
}

/** `esx-01, esx-02 could not be read (RULE): why`. */
function leftOutText(plan: Plan, page: Page): string {
  const items = foldLeftOut(plan).map(({ leftOut, hosts }) => [
    strong(namesText(hosts)),
    {
      text: LEFT_OUT_WORDS[leftOut.reason][hosts.length === 1 ? 0 : 1],
      tone: leftOut.reason === 'unknown' ? ('unsure' as const) : ('careful' as const),
    },
    plain(`(${escapeControlCharacters(leftOut.rule)}): ${escapeControlCharacters(leftOut.detail)}`),
  ]);
  return list('Left out', items, page);
}

function namesText(hosts: readonly PlanHost[]): string {
  return someOf(
    hosts.map(({ name }) => (name === '' ? '?' : escapeControlCharacters(name))),
    NAMES,
  );
}
