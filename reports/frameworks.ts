import { type Control, COVERAGES, type Framework } from '../src/model/framework.ts';
import type { Reporter } from '../src/model/reporter.ts';
import { type CsvColumn, csvText } from './csv/write.ts';
import { coverageText } from './scan/summary/frameworks.ts';
import { pageFor, type Page } from './text/page.ts';
import { labelled, plain, prose, strong } from './text/wrap.ts';

type Frameworks = readonly Framework[];

const list: Reporter<Frameworks> = {
  name: 'table',
  description: 'A paragraph a framework: what it is, for which hosts, how far it is read.',
  extensions: ['.txt'],
  *render(frameworks, options) {
    const page = pageFor(options);
    for (const framework of frameworks) yield headText(framework, page);
  },
};

const whole: Reporter<Frameworks> = {
  name: 'table',
  description: 'Every control: how it is checked, and what a person must look at.',
  extensions: ['.txt'],
  *render(frameworks, options) {
    const page = pageFor(options);
    for (const framework of frameworks) {
      yield `${headText(framework, page)}\n`;
      for (const control of framework.controls) yield controlText(control, page);
    }
  },
};

function headText({ name, title, version, releases, note, ...framework }: Framework, page: Page): string {
  const releaseText = `for hosts of ${releases.join(' and ')}`;
  const first = prose([strong(name), plain(`${title}, ${version}, ${releaseText}`)], page);
  const coverage = coverageText({ name, title, version, releases, note, ...framework });
  const lines = [coverage, ...(note === null ? [] : [note])];
  return first + lines.map((line) => labelled({ text: '  ', tone: 'plain' }, [plain(line)], page)).join('');
}

function controlText({ id, vulnId, priority, title, coverage, rules, look }: Control, page: Page): string {
  const numbers = vulnId === null ? id : `${id} ${vulnId}`;
  const how = [coverage === 'rule' ? '' : `${coverage}:`, ...rules].filter((text) => text !== '').join(' ');
  const lines = [how, ...(look === null ? [] : [look])];
  return (
    prose([strong(numbers), { text: `${priority},`, tone: 'faint' }, plain(title)], page) +
    lines.map((line) => labelled({ text: '    ', tone: 'plain' }, [plain(line)], page)).join('')
  );
}

const json: Reporter<Frameworks> = {
  name: 'json',
  description: 'Everything, for machines.',
  extensions: ['.json'],
  render: (frameworks) => {
    const told = frameworks.map((framework) => ({ ...framework, coverage: countsOf(framework) }));
    return [`${JSON.stringify({ schema: 'esxcheck.frameworks/1', frameworks: told }, null, 2)}\n`];
  },
};

function countsOf({ controls }: Framework): Readonly<Record<string, number>> {
  return Object.fromEntries(
    COVERAGES.map((coverage) => [coverage, controls.filter((control) => control.coverage === coverage).length]),
  );
}

interface ControlRow {
  readonly framework: Framework;
  readonly control: Control;
}

const COLUMNS: readonly CsvColumn<ControlRow>[] = [
  { name: 'framework', valueOf: ({ framework }) => framework.name },
  { name: 'control', valueOf: ({ control }) => control.id },
  { name: 'vuln_id', valueOf: ({ control }) => control.vulnId },
  { name: 'rule_id', valueOf: ({ control }) => control.ruleId },
  { name: 'priority', valueOf: ({ control }) => control.priority },
  { name: 'cci', valueOf: ({ control }) => control.cci.join(' ') },
  { name: 'nist', valueOf: ({ control }) => control.nist.join('; ') },
  { name: 'pci', valueOf: ({ control }) => control.pci.join(' ') },
  { name: 'title', valueOf: ({ control }) => control.title },
  { name: 'wanted', valueOf: ({ control }) => control.wanted },
  { name: 'coverage', valueOf: ({ control }) => control.coverage },
  { name: 'rules', valueOf: ({ control }) => control.rules.join(' ') },
  { name: 'look', valueOf: ({ control }) => control.look },
  { name: 'not_applicable', valueOf: ({ control }) => control.notApplicable },
];

const csv: Reporter<Frameworks> = {
  name: 'csv',
  description: 'A row a control, for spreadsheets.',
  extensions: ['.csv'],
  render: (frameworks) =>
    csvText(
      COLUMNS,
      frameworks.flatMap((framework) => framework.controls.map((control) => ({ framework, control }))),
    ),
};

/** Renderings of a list of frameworks; the first is the default. */
export const FRAMEWORK_LIST_REPORTERS: readonly Reporter<Frameworks>[] = [list, json, csv];

/** Renderings of frameworks with every control; the first is the default. */
export const FRAMEWORK_REPORTERS: readonly Reporter<Frameworks>[] = [whole, json, csv];
