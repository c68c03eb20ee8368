import { grouped } from '../src/model/group-by.ts';
import type { Audit, DoubtfulFinding } from '../src/model/history.ts';
import type { Reporter } from '../src/model/reporter.ts';
import { type CsvColumn, csvText } from './csv/write.ts';
import { jsonDocument, listMember, member } from './json/write.ts';
import { escapeControlCharacters, harmlessOr } from './text/cells.ts';
import { type Page, pageFor } from './text/page.ts';
import { counted, list, plain, prose, someOf, type Span, strong } from './text/wrap.ts';

const NAMED = 5;

const table: Reporter<Audit> = {
  name: 'table',
  description: 'For people: by rule and by what went wrong, hosts of which the same is to be said together.',
  extensions: ['.txt'],
  *render(audit, options) {
    const page = pageFor(options);
    yield* headText(audit, page);
    const byRule = grouped(audit.findings, ({ rule, verdict, doubt }) =>
      JSON.stringify([rule, verdict, doubt]),
    ).values();
    for (const findings of byRule) yield ruleText(findings, page);
    if (audit.findings.length > 0) yield list('What to do', DEEDS, page);
  },
};

function* headText({ scansInDoubt, findings }: Audit, page: Page): Iterable<string> {
  const hosts = new Set(findings.map(({ host }) => host)).size;
  const scans = `${counted(scansInDoubt, 'scan')} judged by a release before 1.0.1`;
  const what =
    findings.length === 0
      ? `No finding may have been reported wrongly: ${scans}.`
      : `${counted(findings.length, 'finding')} on ${counted(hosts, 'host')} may have been reported wrongly, in ${scans}.`;
  yield prose([strong(what)], page);
}

/** Under `RULE, told VERDICT: why`, the hosts by what a newer scan says. */
function ruleText(findings: readonly DoubtfulFinding[], page: Page): string {
  const [first] = findings;
  if (first === undefined) return '';
  const items = [...grouped(findings, ({ since }) => since ?? '').values()].map((group): Span[] => {
    const names = someOf(
      group.map(({ name }) => harmlessOr(name, '?')),
      NAMED,
    );
    const since = group[0]?.since ?? null;
    const now = since === null ? 'not judged again yet' : `judged again: ${since}`;
    return [strong(`${counted(group.length, 'host')}:`), plain(`${names} (${now})`)];
  });
  return list(`${escapeControlCharacters(first.rule)}, reported as ${first.verdict}: ${first.why}`, items, page);
}

const DEEDS: readonly (readonly Span[])[] = [
  [plain('Scan again with this release and keep it: esxcheck scan --target … --record')],
  [
    plain(
      'Look again: esxcheck history audit then says what the new scan found. What is listed here stays in the old scans.',
    ),
  ],
  [plain('What it is about: docs/security.md#erratum')],
];

const lines: Reporter<Audit> = {
  name: 'lines',
  description: 'One line a rule and host, to grep: DOUBT VERDICT RULE NAME -> why.',
  extensions: ['.lines', '.log'],
  *render({ scansInDoubt, findings }) {
    for (const { doubt, verdict, rule, name, why, scans, since } of findings) {
      const ending = `[scans=${scans} since=${since ?? '-'}]`;
      yield `${doubt} ${verdict} ${escapeControlCharacters(rule)} ${harmlessOr(name, '?')} -> ${why} ${ending}\n`;
    }
    yield `summary scans=${scansInDoubt} findings=${findings.length}\n`;
  },
};

const COLUMNS: readonly CsvColumn<DoubtfulFinding>[] = [
  { name: 'rule', valueOf: ({ rule }) => rule },
  { name: 'host', valueOf: ({ name }) => name },
  { name: 'target', valueOf: ({ target }) => target },
  { name: 'cluster', valueOf: ({ cluster }) => cluster },
  { name: 'host_id', valueOf: ({ host }) => host },
  { name: 'verdict', valueOf: ({ verdict }) => verdict },
  { name: 'doubt', valueOf: ({ doubt }) => doubt },
  { name: 'why', valueOf: ({ why }) => why },
  { name: 'scans', valueOf: ({ scans }) => scans },
  { name: 'first_at', valueOf: ({ firstAt }) => firstAt },
  { name: 'last_at', valueOf: ({ lastAt }) => lastAt },
  { name: 'since', valueOf: ({ since }) => since },
];

const csv: Reporter<Audit> = {
  name: 'csv',
  description: 'One row a rule and host, for spreadsheets.',
  extensions: ['.csv'],
  render: ({ findings }) => csvText(COLUMNS, findings),
};

const json: Reporter<Audit> = {
  name: 'json',
  description: 'One document, esxcheck.audit/1, with a published JSON Schema.',
  extensions: ['.json'],
  render: ({ tool, scansInDoubt, findings }) =>
    jsonDocument([
      [member('schema', 'esxcheck.audit/1')],
      [member('tool', { name: tool.name, version: tool.version })],
      [member('scansInDoubt', scansInDoubt)],
      listMember('findings', findings),
    ]),
};

/** Every rendering of what scans may have told wrongly; the first is the default on a terminal. */
export const AUDIT_REPORTERS: readonly Reporter<Audit>[] = [table, lines, csv, json];
