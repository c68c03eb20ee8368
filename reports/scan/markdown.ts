import type { LoneHost } from '../../src/model/changes-since.ts';
import { remarksOn } from '../../src/model/erratum.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import type { ScanView } from '../../src/model/scan-view.ts';
import { isLost, type Scan, type TargetReport } from '../../src/model/scan.ts';
import { escapeControlCharacters, harmlessOr } from '../text/cells.ts';
import { escapeMarkdown, markdownText, row } from '../text/markup.ts';
import { momentText, namedApart } from '../text/title.ts';
import { counted, someOf, type Span } from '../text/wrap.ts';
import { placeText } from '../waivers/listing.ts';
import { changesText, comparedText, loneRulesTexts } from './change-words.ts';
import { buildUnreadText, namesById, stepWords } from './flip-words.ts';
import { type Group, groupsOf, type Row } from './fold.ts';
import { type Judged, placeNamer, worstFirst } from './order.ts';
import { hostsText, incompleteText } from './result.ts';
import { actionsOf } from './summary/actions.ts';
import { complianceOf } from './summary/compliance.ts';
import { verdictHeadline } from './summary/headline.ts';
import { complianceByHorizon, type HorizonCompliance, PART_WORDS, PARTS } from './summary/outlooks.ts';
import { notesOf } from './table/notes.ts';
import { frameworksMarkdown, looksMarkdown } from './markdown-frameworks.ts';
import { exposureMarkdown } from './markdown-exposure.ts';
import { isShownIn, narrowedText, viewOf } from './view.ts';
import { verdictWord } from '../text/verdict-words.ts';

/** For tickets, wikis and merge requests: what it comes to, what to do, and every finding that is not a pass. */
export const markdown: Reporter<Scan> = {
  name: 'markdown',
  description: 'For tickets and wikis: what it comes to, what to do, every finding that is not a pass.',
  extensions: ['.md'],
  takesView: true,
  render: (given, options) => bounded(markdownPieces(given, viewOf(options)), viewOf(options)),
};

function* markdownPieces(given: Scan, view: ScanView): Iterable<string> {
  const scan = namedApart(given);
  const isShown = isShownIn(view);
  const judged = worstFirst(scan).filter(({ finding }) => finding.verdict !== 'not-applicable' && isShown(finding));
  const narrowed = narrowedText(view);
  yield* headText(scan);
  yield* standingsText(scan);
  yield* frameworksMarkdown(scan);
  yield* exposureMarkdown(scan, view.top);
  yield* actionsMarkdown(scan);
  yield* sinceMarkdown(scan);
  if (narrowed !== null) yield `\n${escapeMarkdown(narrowed)}\n`;
  yield* findingsMarkdown(scan, judged, view);
  yield* waiversMarkdown(scan);
  yield* bullets('Notes', notesOf(scan));
  if (view.top === null) yield* rulesMarkdown(scan);
  if (view.top === null) yield* looksMarkdown(scan);
}

/** What wikis and merge requests take; counted in UTF-16 units, of which the text has hardly any beyond one byte. */
const LARGEST = 60_000;

/** Whole pieces as far as they fit where a short edition was asked for, and a line that says so. */
function* bounded(pieces: Iterable<string>, { top }: ScanView): Iterable<string> {
  let length = 0;
  for (const piece of pieces) {
    length += Buffer.byteLength(piece);
    if (top !== null && length > LARGEST) {
      yield '\nThe rest is left out: a report as CSV or HTML has all of it.\n';
      return;
    }
    yield piece;
  }
}

function* headText(scan: Scan): Iterable<string> {
  const incomplete = incompleteText(scan);
  const { word, text } = verdictHeadline(scan, complianceOf(scan));
  const verdict = word === '' ? text : `${word}, ${text}`;
  yield `# ${escapeMarkdown(`ESXi compliance: ${incomplete === null ? '' : 'INCOMPLETE, '}${verdict}`)}\n\n`;
  if (incomplete !== null) yield `**INCOMPLETE:** ${markdownText(incomplete)}\n\n`;
  for (const remark of remarksOn(scan)) yield `**Note:** ${markdownText(remark)}.\n\n`;
  yield row(['What', 'Value']) + row(['---', '---']);
  for (const target of scan.targets) yield row(['Target', targetText(target)]);
  yield row([
    'Read',
    `${escapeMarkdown(momentText(scan.startedAt))} to ${escapeMarkdown(momentText(scan.finishedAt))}`,
  ]);
  yield row(['Hosts', escapeMarkdown(hostsText(scan))]);
  yield row(['Judged by', markdownText(`${scan.tool.name} ${scan.tool.version}`)]);
}

/** A target that could not be asked says so where people look first; how far a lost one came stands above. */
function targetText({ url, product, error }: TargetReport): string {
  if (error === null || isLost({ error })) return markdownText(product === null ? url : `${url} (${product})`);
  return `${markdownText(url)} **unreachable, so nothing here speaks of its hosts:** ${markdownText(`${error.code}: ${error.message}`)}`;
}

function* standingsText(scan: Scan): Iterable<string> {
  const { now, nextBoot, nextPatch } = complianceByHorizon(scan);
  const release = scan.targetRelease === null ? '' : ` to ${markdownText(scan.targetRelease.name)}`;
  yield '\n## How many hosts\n\n';
  yield (
    row(['', ...PARTS.map((part) => PART_WORDS[part]), 'Not judged']) + row(['---', ...PARTS.map(() => '---:'), '---:'])
  );
  const all = scan.hosts.length;
  yield horizonRow('Current state', now, all) + horizonRow('After reboot', nextBoot, all);
  if (nextPatch !== null) yield horizonRow(`After patching${release}`, nextPatch, all);
}

function horizonRow(label: string, { parts }: HorizonCompliance, hosts: number): string {
  const judged = PARTS.reduce((sum, part) => sum + parts[part], 0);
  return row([label, ...PARTS.map((part) => String(parts[part])), String(hosts - judged)]);
}

const HOSTS_NAMED = 10;

/** What to do, the most urgent first, with the hosts that it is for. */
function* actionsMarkdown(scan: Scan): Iterable<string> {
  const actions = actionsOf(scan);
  if (actions.length === 0) return;
  yield '\n## Actions\n\n';
  for (const { text, because, hosts } of actions) {
    const names = someOf(
      hosts.map(({ name }) => harmlessOr(name, '?')),
      HOSTS_NAMED,
    );
    const why = because === null ? '' : `, ${because}`;
    yield `- **${escapeMarkdown(text)}**: ${counted(hosts.length, 'host')}${escapeMarkdown(`${why} (${names})`)}\n`;
  }
}

function* bullets(heading: string, items: readonly (readonly Span[])[]): Iterable<string> {
  if (items.length === 0) return;
  yield `\n## ${heading}\n\n`;
  for (const spans of items) yield `- ${spans.map(spanText).join(' ')}\n`;
}

function spanText({ text, tone }: Span): string {
  return tone === 'strong' ? `**${escapeMarkdown(text)}**` : escapeMarkdown(text);
}

/** Names in one cell: a table that nobody can read helps nobody; CSV has them all. */
const NAMED = 20;

/** A section for each rule and verdict, hosts that say the same in one row; passes are counted only. */
function* findingsMarkdown(scan: Scan, judged: readonly Judged[], { top }: ScanView): Iterable<string> {
  const placeOf = placeNamer(scan);
  const elsewhere = new Set(scan.rules.flatMap(({ id, advisory }) => (advisory === undefined ? [] : [id])));
  const open = judged.filter(({ finding }) => finding.verdict !== 'pass');
  const shown = open.filter(({ finding }) => !elsewhere.has(finding.rule));
  const all = groupsOf(shown, placeOf);
  const groups = all.slice(0, top ?? all.length);
  const passes = judged.length - open.length;
  yield '\n## Findings\n';
  for (const group of groups) yield* groupText(group, (each) => placesText(each, placeOf));
  if (groups.length < all.length) yield `\n${counted(all.length - groups.length, 'more section')} left out.\n`;
  if (shown.length < open.length) yield '\nWhat advisories come to stands under Exposure.\n';
  yield `\n${passes} ${passes === 1 ? 'finding passes' : 'findings pass'} and ${passes === 1 ? 'is' : 'are'} not listed.\n`;
}

function* groupText(group: Group, placed: (row: Row) => string): Iterable<string> {
  const { verdict, severity, rules, rows } = group;
  yield `\n### ${verdictWord(verdict).toUpperCase()} ${severity}: ${rules.map(markdownText).join(', ')}\n\n`;
  yield row(['Host', 'Cluster', 'State', 'Found']) + row(['---', '---', '---', '---']);
  for (const each of rows)
    yield row([namesText(each), placed(each), each.state ?? verdictWord(verdict), foundText(each)]);
}

function namesText({ hosts }: Row): string {
  const names = hosts.slice(0, NAMED).map(({ name }) => escapeMarkdown(harmlessOr(name, '?')));
  const more = hosts.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}

function placesText({ hosts }: Row, placeOf: ReturnType<typeof placeNamer>): string {
  const places = new Set(hosts.map(placeOf));
  return places.size === 1 ? escapeMarkdown([...places].join('')) : 'several';
}

function foundText({ found: { values, sentence } }: Row): string {
  return escapeMarkdown([...values.map(({ text }) => text), ...(sentence === null ? [] : [sentence])].join(' '));
}

/** The rules that were judged by, with what they rest on. */
function* rulesMarkdown({ rules }: Scan): Iterable<string> {
  if (rules.length === 0) return;
  yield '\n## Rules\n\n';
  yield row(['Rule', 'Severity', 'What it asks', 'References']) + row(['---', '---', '---', '---']);
  for (const { id, severity, title, references, profile, controls = [] } of rules) {
    const said = [...(profile === null ? [] : [`profile ${profile}`]), ...controls].join(', ');
    const name = said === '' ? id : `${id} (${said})`;
    yield row([markdownText(name), severity, markdownText(title), references.map(markdownText).join('; ')]);
  }
}

/** The waivers of the config, with what they match. */
function* waiversMarkdown({ waivers = [] }: Scan): Iterable<string> {
  if (waivers.length === 0) return;
  yield '\n## Waivers\n\n';
  yield row(['Rule', 'Hosts', 'Cluster', 'Until', 'State', 'Findings', 'Owner', 'Reason']);
  yield row(Array.from({ length: 8 }, () => '---'));
  for (const { rule, host, expires, state, matched, owner, ticket, reason, ...place } of waivers) {
    const why = ticket === null ? reason : `${reason} (${ticket})`;
    const scope = [rule, host ?? '*', placeText(place), expires].map(markdownText);
    yield row([...scope, state, String(matched), markdownText(owner), markdownText(why)]);
  }
}

/** What changed since the scan that this one was compared with; nothing where it was compared with none. */
function* sinceMarkdown({ since, hosts }: Scan): Iterable<string> {
  if (since === null) return;
  const names = new Map(hosts.map(({ id, name }) => [id, harmlessOr(name, '?')]));
  yield `\n## Changed since ${escapeMarkdown(momentText(since.startedAt))}\n\n`;
  for (const { heading, items } of stepWords(since, namesById(names))) {
    yield `${escapeMarkdown(heading)}:\n\n${items.map((item) => `- ${escapeMarkdown(item)}\n`).join('')}\n`;
  }
  const unread = buildUnreadText(since);
  if (unread !== null) yield `${unread}\n\n`;
  if (since.changed.length > 0) yield row(['Host', 'Change']) + row(['---', '---']);
  for (const { host, changes } of since.changed) {
    yield row([names.get(host) ?? '?', changesText(changes)].map(escapeMarkdown));
  }
  yield `${since.changed.length > 0 ? '\n' : ''}${comparedText(since, 'as before')}\n`;
  yield* loneHosts('Only in the earlier scan', since.onlyBefore);
  yield* loneHosts('Only in this scan', since.onlyNow);
  for (const id of since.changedRules)
    yield `\nThe rule ${escapeMarkdown(escapeControlCharacters(id))} reads otherwise than then.\n`;
  for (const text of loneRulesTexts(since)) yield `\n${escapeMarkdown(text)}\n`;
}

/** Hosts of a target that could not be asked have not vanished. */
function* loneHosts(heading: string, hosts: readonly LoneHost[]): Iterable<string> {
  if (hosts.length === 0) return;
  yield `\n${heading}:\n\n`;
  for (const { name, asked } of hosts) {
    const why = asked ? '' : ', whose target could not be asked in the other scan';
    yield `- ${escapeMarkdown(harmlessOr(name, '?'))}${why}\n`;
  }
}
