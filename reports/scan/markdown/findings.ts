import type { Scan } from '../../../src/model/scan.ts';
import { escapeMarkdown, markdownText, row } from '../../markdown/text.ts';
import { harmlessOr } from '../../text/harmless.ts';
import { groupsOf, type Group, type Row } from '../fold.ts';
import type { Judged } from '../order.ts';
import { placeNamer } from '../place.ts';

/** Names in one cell: a table that nobody can read helps nobody; CSV has them all. */
const NAMED = 20;

/** A section for each rule and verdict, hosts that say the same in one row; passes are counted only. */
export function* findingsMarkdown(scan: Scan, judged: readonly Judged[]): Iterable<string> {
  const placeOf = placeNamer(scan);
  const shown = judged.filter(({ finding }) => finding.verdict !== 'pass');
  const groups = groupsOf(shown, placeOf);
  const passes = judged.length - shown.length;
  yield '\n## Findings\n';
  for (const group of groups) yield* groupText(group, (each) => placeText(each, placeOf));
  yield `\n${passes} ${passes === 1 ? 'finding passes' : 'findings pass'} and ${passes === 1 ? 'is' : 'are'} not listed.\n`;
}

function* groupText(group: Group, placed: (row: Row) => string): Iterable<string> {
  const { verdict, severity, rules, rows } = group;
  yield `\n### ${verdict.toUpperCase()} ${severity}: ${rules.map(markdownText).join(', ')}\n\n`;
  yield row(['Host', 'Cluster', 'State', 'Found']) + row(['---', '---', '---', '---']);
  for (const each of rows) yield row([namesText(each), placed(each), each.state ?? verdict, foundText(each)]);
}

function namesText({ hosts }: Row): string {
  const names = hosts.slice(0, NAMED).map(({ name }) => escapeMarkdown(harmlessOr(name, '?')));
  const more = hosts.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}

function placeText({ hosts }: Row, placeOf: ReturnType<typeof placeNamer>): string {
  const places = new Set(hosts.map(placeOf));
  return places.size === 1 ? escapeMarkdown([...places].join('')) : 'several';
}

function foundText({ found: { values, sentence } }: Row): string {
  return escapeMarkdown([...values.map(({ text }) => text), ...(sentence === null ? [] : [sentence])].join(' '));
}
