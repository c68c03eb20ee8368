import { csvText } from '../../../../reports/csv/write.ts';
import { cell, type Grid } from '../../../../reports/text/cells.ts';
import { drawGrid } from '../../../../reports/text/grid.ts';
import { bearsGrid, pageFor } from '../../../../reports/text/page.ts';
import { counted } from '../../../../reports/text/wrap.ts';
import { listFacts, type PublishedFact } from '../../../checks/published-facts.ts';
import type { Reporter } from '../../../model/reporter.ts';
import type { ReportArguments } from '../../common-options.ts';
import type { Io } from '../../shared/console.ts';
import { EXIT } from '../../shared/exit-code.ts';
import { chooseReports, writeReports } from '../../shared/report-output.ts';
import { line } from './reports.ts';

/** What rules can speak of. */
export async function run(args: ReportArguments, io: Io): Promise<number> {
  const reports = await chooseReports(FACT_REPORTERS, args);
  await writeReports(reports, listFacts(), io);
  return EXIT.done;
}

type Facts = readonly PublishedFact[];

const table: Reporter<Facts> = {
  name: 'table',
  description: 'For people: a row for each fact.',
  extensions: ['.txt'],
  *render(facts, options) {
    const page = pageFor(options);
    if (bearsGrid(page, facts.length)) yield `${drawGrid(gridOf(facts), page)}\n`;
    else yield* facts.map(lineOf);
    yield line(`${counted(facts.length, 'fact')}. An example of a rule may name every one of them.`);
  },
};

const lines: Reporter<Facts> = {
  name: 'lines',
  description: 'NAME (TYPE; WHERE) -> DESCRIPTION, one line for each fact, to grep.',
  extensions: ['.lines', '.log'],
  render: (facts) => facts.map(lineOf),
};

const csv: Reporter<Facts> = {
  name: 'csv',
  description: 'One row for each fact, for spreadsheets.',
  extensions: ['.csv'],
  render: (facts) =>
    csvText(
      [
        { name: 'fact', valueOf: ({ name }) => name },
        { name: 'type', valueOf: ({ type }) => type },
        { name: 'where', valueOf: placesOf },
        { name: 'description', valueOf: ({ description }) => description },
      ],
      facts,
    ),
};

const json: Reporter<Facts> = {
  name: 'json',
  description: 'One document, esxcheck.facts/1, for machines.',
  extensions: ['.json'],
  render: (facts) => [`${JSON.stringify({ schema: 'esxcheck.facts/1', facts }, null, 2)}\n`],
};

/** Renderings of the list of facts; the first is the default. */
export const FACT_REPORTERS: readonly Reporter<Facts>[] = [table, lines, csv, json];

function gridOf(facts: Facts): Grid {
  const head = [
    { title: 'Fact', comfort: 20 },
    { title: 'Type', comfort: 12 },
    { title: 'Named in', comfort: 12 },
    { title: 'What it is', comfort: 24 },
  ];
  const rows = facts.map((fact) => [fact.name, fact.type, placesOf(fact), fact.description].map((text) => cell(text)));
  return { head, sections: [{ heading: null, rows }] };
}

function lineOf(fact: PublishedFact): string {
  return line(`${fact.name} (${fact.type}; ${placesOf(fact)}) -> ${fact.description}`);
}

/** The keys of a rule file under which it may be named. */
function placesOf({ use, checks }: PublishedFact): string {
  return [...(use === 'condition' ? ['appliesTo', 'when'] : []), ...checks].join(', ');
}
