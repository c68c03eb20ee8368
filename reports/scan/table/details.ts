import type { RuleReport, Scan, ScannedHost } from '../../../src/model/scan.ts';
import { escapeControlCharacters } from '../../text/cells.ts';
import type { Page } from '../../text/page.ts';
import { STATE_TONES, VERDICT_TONES } from '../../text/paint.ts';
import { counted, labelled, plain, prose, type Span, strong } from '../../text/wrap.ts';
import { type Group, groupsOf, type Row } from '../fold.ts';
import { type Judged, placeNamer } from '../order.ts';
import { verdictWord } from '../../text/verdict-words.ts';
import { namesByPlace } from './places.ts';

const REASON: Span = { text: '  ', tone: 'plain' };
const HOSTS: Span = { text: '      ', tone: 'plain' };

/** Every finding with all of its hosts, the same reason once: what the table above sums up. */
export function* detailsText(scan: Scan, judged: readonly Judged[], page: Page): Iterable<string> {
  if (judged.length === 0) return;
  const placeOf = placeNamer(scan);
  const groups = groupsOf(judged, () => '');
  const rules = new Map(scan.rules.map((rule) => [rule.id, rule]));
  for (const group of groups) {
    yield `\n${headingOf(group, rules, page)}`;
    for (const row of group.rows) yield rowText(row, group, page) + hostsText(row, placeOf, page);
  }
  const isLegendDue = groups.some(({ rows }) => rows.some(({ found }) => found.values.length > 0));
  if (isLegendDue) yield `\n${legend(page)}`;
}

/** `NON-COMPLIANT critical RULE 4 hosts`, and the rule's title below. */
function headingOf(
  { verdict, severity, rules, rows }: Group,
  known: ReadonlyMap<string, RuleReport>,
  page: Page,
): string {
  const hosts = rows.reduce((sum, row) => sum + row.hosts.length, 0);
  const names = rules.map((id) => nameOf(id, known.get(id)?.profile ?? null));
  const first = [
    { text: verdictWord(verdict).toUpperCase(), tone: VERDICT_TONES[verdict] },
    plain(severity),
    strong(names.join(', ')),
    plain(counted(hosts, 'host')),
  ];
  const title = rules.length === 1 ? known.get(rules[0] ?? '')?.title : undefined;
  const controls = rules.flatMap((id) => known.get(id)?.controls ?? []);
  const below = [title, controls.length === 0 ? undefined : `controls: ${[...new Set(controls)].join(', ')}`]
    .filter((text) => text !== undefined)
    .map((text) => prose([{ text: escapeControlCharacters(text), tone: 'faint' }], page));
  return prose(first, page) + below.join('');
}

/** A rule by its id, and the profile that it was judged by where there is one. */
function nameOf(id: string, profile: string | null): string {
  return escapeControlCharacters(profile === null ? id : `${id} (profile ${profile})`);
}

/** The state where the rule knows states, the values, and words where values do not suffice. */
function rowText({ state, found }: Row, { verdict }: Group, page: Page): string {
  const word =
    state === null
      ? { text: verdictWord(verdict), tone: VERDICT_TONES[verdict] }
      : { text: state, tone: STATE_TONES[state] };
  const sentence = found.sentence === null ? [] : [plain(found.sentence)];
  return labelled(REASON, [word, ...found.values, ...sentence], page);
}

function hostsText({ hosts }: Row, placeOf: (host: ScannedHost) => string, page: Page): string {
  return namesByPlace(hosts, placeOf)
    .map((names) => labelled(HOSTS, [plain(names)], page))
    .join('');
}

function legend(page: Page): string {
  const text = 'Def: default  Con: configured, after a reboot  Run: runtime, now  !: makes the verdict  ?: not read';
  return prose([{ text, tone: 'faint' }], page);
}
