import type { ChangedHost, LoneHost, Since } from '../../../src/model/changes-since.ts';
import { VERDICTS } from '../../../src/model/finding.ts';
import type { Scan } from '../../../src/model/scan.ts';
import { escapeControlCharacters, harmlessOr } from '../../text/cells.ts';
import type { Page } from '../../text/page.ts';
import { momentText } from '../../text/title.ts';
import { counted, list, plain, prose, someOf, type Span, strong } from '../../text/wrap.ts';
import { changesText, comparedText, loneRulesTexts } from '../change-words.ts';
import { buildUnreadText, namesById, stepWords } from '../flip-words.ts';

const NAMED = 5;

/** What changed since the saved scan, hosts with the same changes together; nothing where none was given. */
export function sinceText({ since, hosts }: Scan, page: Page, whole: boolean): string {
  if (since === null) return '';
  const names = new Map(hosts.map(({ id, name }) => [id, harmlessOr(name, '?')]));
  const heading = `Changed since ${momentText(since.startedAt)}`;
  const none = since.changed.length === 0 ? `\n${prose([strong(`${heading}:`), plain(noneText(since))], page)}` : '';
  return [
    none,
    flipLists(since, namesById(names), { page, whole }),
    list(heading, capped(changeItems(since.changed, names), whole), page),
    `\n${prose([plain(comparedText(since, 'as before'))], page)}`,
    list('Only in the saved scan', loneItems(since.onlyBefore), page),
    list('Only in this scan', loneItems(since.onlyNow), page),
    list(
      'Rules that read otherwise than in the saved scan',
      capped(
        since.changedRules.map((id) => [plain(escapeControlCharacters(id))]),
        whole,
      ),
      page,
    ),
    list(
      'Rules that one of the scans alone judged by',
      loneRulesTexts(since).map((text) => [plain(text)]),
      page,
    ),
  ].join('');
}

interface FlipLayout {
  readonly page: Page;
  readonly whole: boolean;
}

/** What patches did to defaults, before what became of each host. */
function flipLists(since: Since, nameOf: (id: string) => string, { page, whole }: FlipLayout): string {
  const unread = buildUnreadText(since);
  const steps = stepWords(since, nameOf).map(({ heading, items }) =>
    list(
      heading,
      capped(
        items.map((item) => [plain(item)]),
        whole,
      ),
      page,
    ),
  );
  return [...steps, unread === null ? '' : `\n${prose([plain(unread)], page)}`].join('');
}

/** Where nothing could be compared, that nothing has changed is not known. */
function noneText({ compared, uncompared = [] }: Since): string {
  return uncompared.length > 0 && uncompared.length === compared ? 'not known' : 'nothing';
}

/** Kinds of change that a first screen has room for. */
const MOST_CHANGES = 8;

function capped(items: Span[][], whole: boolean): Span[][] {
  if (whole || items.length <= MOST_CHANGES) return items;
  const more = items.length - MOST_CHANGES;
  return [...items.slice(0, MOST_CHANGES), [plain(`${counted(more, 'more change')}: --details lists them`)]];
}

/** The worst first: hosts that a rule judges worse now. */
function changeItems(changed: readonly ChangedHost[], names: ReadonlyMap<string, string>): Span[][] {
  const byText = new Map<string, { readonly rank: number; readonly names: string[] }>();
  for (const { host, changes } of changed) {
    const text = changesText(changes);
    const entry = byText.get(text) ?? { rank: rankOf({ host, changes }), names: [] };
    byText.set(text, entry);
    entry.names.push(names.get(host) ?? '?');
  }
  return [...byText]
    .sort(([, one], [, other]) => one.rank - other.rank)
    .map(([text, entry]) => [strong(`${whoText(entry.names)}:`), plain(text)]);
}

function rankOf({ changes }: ChangedHost): number {
  const ranks = changes.flatMap((change) =>
    change.kind === 'verdict' ? [VERDICTS.indexOf(change.after.verdict)] : [],
  );
  return Math.min(VERDICTS.length, ...ranks);
}

function whoText(names: readonly string[]): string {
  return names.length === 1 ? (names[0] ?? '?') : `${names.length} hosts (${someOf(names, NAMED)})`;
}

/** Hosts of a target that could not be asked have not vanished. */
function loneItems(hosts: readonly LoneHost[]): Span[][] {
  return [true, false].flatMap((asked) => {
    const names = hosts.filter((host) => host.asked === asked).map(({ name }) => harmlessOr(name, '?'));
    if (names.length === 0) return [];
    const why = asked ? '' : ', whose target could not be asked in the other scan';
    return [[strong(`${counted(names.length, 'host')}${why}:`), plain(someOf(names, NAMED))]];
  });
}
