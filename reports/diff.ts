import type { Difference } from '../src/model/history.ts';
import type { Reporter } from '../src/model/reporter.ts';
import { csvText } from './csv/write.ts';
import { entriesOf, type Entry, flipEntries, type FlipEntry } from './diff/entries.ts';
import { table } from './diff/table.ts';
import { loneRulesTexts } from './scan/change-words.ts';
import { comparabilityRecord } from './scan/json.ts';
import { jsonDocument, listMember, member } from './json/write.ts';
import { escapeControlCharacters, harmlessOr } from './text/cells.ts';

const lines: Reporter<Difference> = {
  name: 'lines',
  description: 'One line a change, to grep: KIND HOST -> what.',
  extensions: ['.lines', '.log'],
  *render(difference) {
    for (const remark of difference.remarks) yield `remark ${escapeControlCharacters(remark)}\n`;
    for (const { kind, host, what } of rowsOf(difference)) yield `${kind} ${harmlessOr(host, '?')} -> ${what}\n`;
    for (const text of loneRulesTexts(difference.found)) yield `remark ${text}\n`;
    const { compared, changed, uncompared = [] } = difference.found;
    const unknown = uncompared.length === 0 ? '' : ` not-compared=${uncompared.length}`;
    yield `summary compared=${compared} changed=${changed.length}${unknown}\n`;
  },
};

/** What patches did to defaults, then what became of each host. */
function rowsOf(difference: Difference): readonly (FlipEntry | Entry)[] {
  return [...flipEntries(difference), ...entriesOf(difference)];
}

const csv: Reporter<Difference> = {
  name: 'csv',
  description: 'One row a change, for spreadsheets.',
  extensions: ['.csv'],
  render: (difference) =>
    csvText(
      [
        { name: 'kind', valueOf: ({ kind }) => kind },
        { name: 'host', valueOf: ({ host }) => host },
        { name: 'what', valueOf: ({ what }) => what },
      ],
      rowsOf(difference),
    ),
};

const json: Reporter<Difference> = {
  name: 'json',
  description: 'One document, esxcheck.diff/1, with a published JSON Schema.',
  extensions: ['.json'],
  render: (difference) => {
    const { tool, beforeAt, afterAt, found, names, remarks } = difference;
    return jsonDocument([
      [member('schema', 'esxcheck.diff/1')],
      [member('tool', { name: tool.name, version: tool.version })],
      [member('before', beforeAt)],
      [member('after', afterAt)],
      [member('compared', found.compared)],
      listMember(
        'changed',
        found.changed.map(({ host, changes }) => ({ host, name: names.get(host) ?? '', changes })),
      ),
      listMember('onlyBefore', found.onlyBefore),
      listMember('onlyNow', found.onlyNow),
      [member('changedRules', found.changedRules)],
      ...Object.entries(comparabilityRecord(found)).map(([name, ids]) => [member(name, ids)]),
      [member('remarks', remarks)],
    ]);
  },
};

/** Every rendering of what changed between two scans; the first is the default on a terminal. */
export const DIFF_REPORTERS: readonly Reporter<Difference>[] = [table, lines, csv, json];
