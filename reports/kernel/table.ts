import type { Reporter } from '../../src/model/reporter.ts';
import type { KernelListing, ScannedHost } from '../../src/model/scan.ts';
import { cell, type Cell, type Grid, type GridColumn, escapeControlCharacters, harmlessOr } from '../text/cells.ts';
import { drawGrid, type Layout, roomiest } from '../text/grid.ts';
import { byLowerCaseName, kernelLine, kernelTexts, type KernelTexts } from '../text/kernel-values.ts';
import { bearsGrid, type Page, pageFor } from '../text/page.ts';
import { incompleteLines, namedApart, targetErrors, titleText } from '../text/title.ts';
import { counted, plain, prose, strong } from '../text/wrap.ts';
import { problemIn } from './lines.ts';

/** For people on a terminal: a row a host by name, and how many hosts have which values. */
export const table: Reporter<KernelListing> = {
  name: 'table',
  description: 'For people: a row a host, by name, and how many have which values.',
  extensions: ['.txt'],
  *render(listing, options) {
    const page = pageFor(options);
    const { hosts } = namedApart({ hosts: byLowerCaseName(listing.hosts) });
    yield incompleteLines(listing.targets, page);
    yield titleText(listing, page);
    yield targetErrors(listing.targets, page);
    yield '\n';
    yield* rowsText(hosts, listing.setting, page);
    yield* countsText(hosts, listing.setting, page);
  },
};

function* rowsText(hosts: readonly ScannedHost[], setting: string, page: Page): Iterable<string> {
  if (hosts.length === 0) return;
  if (bearsGrid(page, hosts.length)) yield `${drawGrid(roomiest(layoutsFor(hosts, setting), page.width), page)}\n`;
  else for (const host of hosts) yield prose([plain(kernelLine(host, setting))], page);
  yield '\n';
}

/** How many hosts hold which three values, the commonest first. */
function* countsText(hosts: readonly ScannedHost[], setting: string, page: Page): Iterable<string> {
  yield prose([strong(escapeControlCharacters(setting)), plain(`on ${counted(hosts.length, 'host')}`)], page);
  const counts = new Map<string, number>();
  for (const { kernel } of hosts) {
    const { default: byDefault, configured, runtime } = kernelTexts(kernel.get(setting));
    const values = `Def:${byDefault} Con:${configured} Run:${runtime}`;
    counts.set(values, (counts.get(values) ?? 0) + 1);
  }
  const digits = String(hosts.length).length;
  for (const [values, count] of [...counts].sort(([, left], [, right]) => right - left)) {
    yield prose([plain(`  ${String(count).padStart(digits)}  ${values}`)], page);
  }
}

interface Column extends GridColumn {
  readonly cellOf: (host: ScannedHost, setting: string) => Cell;
}

const NAME: Column = { title: 'Host', comfort: 18, cellOf: ({ name }) => cell(harmlessOr(name, '?')) };
const MODEL: Column = { title: 'Model', comfort: 16, cellOf: ({ model }) => cell(harmlessOr(model, '?')) };
const BUILD: Column = { title: 'Build', comfort: 8, cellOf: ({ build }) => cell(harmlessOr(build, '?')) };
const RELEASE: Column = { title: 'Release', comfort: 12, cellOf: ({ release }) => cell(harmlessOr(release, '?')) };
const REMARK: Column = { title: 'Remark', comfort: 18, cellOf: remarkCell };
const VALUES: readonly Column[] = [
  valueColumn('Default', ({ default: byDefault }) => byDefault),
  valueColumn('Configured', ({ configured }) => configured),
  valueColumn('Runtime', ({ runtime }) => runtime),
];

const LAYOUTS: readonly { readonly columns: readonly Column[]; readonly from: number }[] = [
  { columns: [NAME, MODEL, BUILD, RELEASE, ...VALUES, REMARK], from: 140 },
  { columns: [NAME, BUILD, ...VALUES, REMARK], from: 92 },
  { columns: [NAME, ...VALUES, REMARK], from: 76 },
  { columns: [NAME, ...VALUES], from: 0 },
];

/** From roomy to narrow. */
function layoutsFor(hosts: readonly ScannedHost[], setting: string): Layout[] {
  return LAYOUTS.map(({ columns, from }) => ({ from, grid: gridOf(columns, hosts, setting) }));
}

function gridOf(columns: readonly Column[], hosts: readonly ScannedHost[], setting: string): Grid {
  const rows = hosts.map((host) => columns.map(({ cellOf }) => cellOf(host, setting)));
  return { head: columns, sections: [{ heading: null, rows }] };
}

function valueColumn(title: string, of: (texts: KernelTexts) => string): Column {
  return {
    title,
    comfort: title.length,
    cellOf: ({ kernel }, setting) => {
      const text = of(kernelTexts(kernel.get(setting)));
      return cell(text, text === '?' ? 'unsure' : 'plain');
    },
  };
}

/** A host that holds one value now and another after a reboot is what a listing is looked at for. */
function remarkCell({ kernel }: ScannedHost, setting: string): Cell {
  const reading = kernel.get(setting);
  const problem = problemIn(reading);
  if (problem !== null) return cell(escapeControlCharacters(problemWords(problem.code)), 'unsure');
  const { configured, runtime } = kernelTexts(reading);
  return configured === runtime ? cell('') : cell(`${configured} after reboot`, 'careful');
}

/** What is longer in words than a column is wide stands in the lines and in JSON. */
function problemWords(code: string): string {
  return code === 'absent' ? 'not on this release' : code.replaceAll('-', ' ');
}
