import type { Difference } from '../../src/model/history.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { changesText, comparedText, loneRulesTexts } from '../scan/change-words.ts';
import { buildUnreadText, namesById, stepWords } from '../scan/flip-words.ts';
import { escapeControlCharacters, harmlessOr } from '../text/cells.ts';
import { pageFor } from '../text/page.ts';
import { momentText, remarkLines } from '../text/title.ts';
import { list, plain, prose, someOf, type Span, strong } from '../text/wrap.ts';
import { CHANGE_KINDS, type ChangeKind, entriesOf, type Entry, withoutFlips } from './entries.ts';

const NAMED = 5;

const HEADINGS: Readonly<Record<ChangeKind, string>> = {
  broke: 'Newly non-compliant',
  unseen: 'Became unknown',
  fixed: 'Fixed',
  'judged-otherwise': 'Verdict changed',
  vanished: 'No longer there',
  appeared: 'New',
  'not-asked': 'In one of the scans only: in the other their target was unreachable, or lost on the way',
  'not-compared': 'Not compared',
  patched: 'Release changed',
  'default-changed': 'Default changed',
  'set-otherwise': 'Value changed',
  rebooted: 'Rebooted',
};

/** For people: what patches did to defaults, what broke before what was fixed, hosts that changed alike together. */
export const table: Reporter<Difference> = {
  name: 'table',
  description: 'For people: what broke, what was fixed, and what else changed.',
  extensions: ['.txt'],
  *render(difference, options) {
    const page = pageFor(options);
    const { beforeAt, afterAt, found, remarks } = difference;
    yield remarkLines(remarks, page);
    yield prose([strong(`${momentText(beforeAt)} -> ${momentText(afterAt)}`)], page);
    for (const { heading, items } of stepWords(found, namesById(difference.names))) {
      yield list(
        heading,
        items.map((item) => [plain(item)]),
        page,
      );
    }
    const unread = buildUnreadText(found);
    if (unread !== null) yield `\n${prose([plain(unread)], page)}`;
    const entries = entriesOf(withoutFlips(difference));
    for (const kind of CHANGE_KINDS) {
      const items = itemsOf(foldAdvisories(entries.filter((entry) => entry.kind === kind)).map(inWords));
      yield list(HEADINGS[kind], items, page);
    }
    const rules = found.changedRules.map((id) => [plain(escapeControlCharacters(id))]);
    yield list('Rules changed', rules, page);
    const lone = loneRulesTexts(found).map((text) => [plain(text)]);
    yield list('Rules that one of the scans alone judged by', lone, page);
    yield `\n${prose([plain(comparedText(found, 'unchanged'))], page)}`;
  },
};

/** Advisories of one host in one entry: a patch closes many at once. */
function foldAdvisories(entries: readonly Entry[]): readonly Entry[] {
  const byHost = new Map<string, NonNullable<Entry['advisory']>[]>();
  for (const { host, advisory } of entries) {
    if (advisory !== undefined) byHost.set(host, [...(byHost.get(host) ?? []), advisory]);
  }
  return entries.flatMap((entry) => {
    if (entry.advisory === undefined) return [entry];
    const same = byHost.get(entry.host);
    byHost.delete(entry.host);
    return same === undefined ? [] : [{ ...entry, what: changesText(same) }];
  });
}

/** What CSV and lines say of a host that one scan alone has is said better by the heading. */
function inWords(entry: Entry): Entry {
  return entry.kind === 'not-asked' ? { ...entry, what: 'unreachable in one of the scans' } : entry;
}

/** Hosts of which the same is to be said share an item. */
function itemsOf(entries: readonly Entry[]): Span[][] {
  const byText = new Map<string, string[]>();
  for (const { host, what } of entries) {
    const names = byText.get(what);
    if (names === undefined) byText.set(what, [harmlessOr(host, '?')]);
    else names.push(harmlessOr(host, '?'));
  }
  return [...byText].map(([what, names]) => [strong(`${whoText(names)}:`), plain(what)]);
}

function whoText(names: readonly string[]): string {
  return names.length === 1 ? (names[0] ?? '?') : `${names.length} hosts (${someOf(names, NAMED)})`;
}
