import {
  COMPARED_PARTS,
  type Comparison,
  type Difference,
  type LeftOut,
  type NotKnown,
} from '../../src/model/comparison.ts';
import { grouped } from '../../src/model/group-by.ts';
import { hostLabels } from '../../src/model/place-labels.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { escapeControlCharacters } from '../text/cells.ts';
import { type Page, pageFor } from '../text/page.ts';
import { incompleteLines, momentText, remarkLines, targetErrors, titleText } from '../text/title.ts';
import { counted, labelled, list, plain, prose, someOf, type Span, strong } from '../text/wrap.ts';
import { closingWords, differenceWords, hostWords, notKnownWords, PARTS } from './words.ts';

/** For people: what differs, part by part, with the hosts on which it is so. */
export function comparisonTable(all: boolean): Reporter<Comparison> {
  return {
    name: 'table',
    description: 'For people: what differs, part by part, with the hosts on which it is so.',
    extensions: ['.txt'],
    *render(comparison, options) {
      const page = pageFor(options);
      const { targets, remarks } = comparison;
      const namesOf = naming(comparison);
      yield incompleteLines(targets, page);
      yield titleText(comparison, page);
      yield prose([plain(questionWords(comparison))], page);
      yield targetErrors(targets, page);
      yield* differencesText(comparison, namesOf, page);
      yield notKnownText(comparison.notKnown, namesOf, page);
      yield notesText(comparison, namesOf, page);
      yield leftOutText(comparison.leftOut, all, page);
      yield remarkLines(remarks, page);
      yield `\n${prose([strong(closingWords(comparison))], page)}`;
    },
  };
}

/** Names of hosts by their ids. */
type Naming = (ids: readonly string[]) => string;

/** Of more hosts than these their number is of use, and the CSV has each. */
const MOST_NAMES = 10;

function naming({ hosts }: Comparison): Naming {
  const labelOf = hostLabels(hosts.map(({ host }) => host));
  const labels = new Map(hosts.map(({ host }) => [host.id, labelOf(host)] as const));
  return (ids) => {
    const names = ids.map((id) => labels.get(id) ?? id);
    const number =
      ids.length === hosts.length && ids.length > 1
        ? `all ${counted(ids.length, 'host')}`
        : counted(ids.length, 'host');
    return escapeControlCharacters(`${number}: ${someOf(names, MOST_NAMES)}`);
  };
}

function questionWords({ reference, hosts }: Comparison): string {
  const to = escapeControlCharacters(hostWords(reference.host));
  return `${counted(hosts.length, 'host')} compared to ${to}, read ${momentText(reference.readAt)}.`;
}

function* differencesText({ differences }: Comparison, namesOf: Naming, page: Page): Iterable<string> {
  const byPart = grouped(differences, ({ part }) => part);
  for (const part of COMPARED_PARTS) {
    const own = byPart.get(part);
    if (own === undefined) continue;
    yield `\n${prose([strong(PARTS[part])], page)}`;
    for (const alike of grouped(own, ({ key }) => key).values()) yield keyText(alike, namesOf, page);
  }
}

/** What differs of one key: on one line where it is one thing. */
function keyText(alike: readonly [Difference, ...Difference[]], namesOf: Naming, page: Page): string {
  const [{ key }] = alike;
  const head: Span = { text: escapeControlCharacters(`${key}:`), tone: 'bad' };
  if (alike.length === 1) return labelled(DASH, [head, plain(lineOf(alike[0], namesOf))], page);
  const lines = alike.map((each) => labelled(plain('      '), [plain(lineOf(each, namesOf))], page));
  return labelled(DASH, [head], page) + lines.join('');
}

const DASH = plain('  - ');

function lineOf(difference: Difference, namesOf: Naming): string {
  return `${escapeControlCharacters(differenceWords(difference))} (${namesOf(difference.hosts)})`;
}

function notKnownText(notKnown: readonly NotKnown[], namesOf: Naming, page: Page): string {
  const items = notKnown.map((each): readonly Span[] => {
    const what = each.key === null ? PARTS[each.part] : `${PARTS[each.part]}, ${each.key}`;
    const head: Span = { text: escapeControlCharacters(`${what}:`), tone: 'unsure' };
    return [head, plain(`${escapeControlCharacters(notKnownWords(each))} (${namesOf(each.hosts)})`)];
  });
  return list('Not known, neither the same nor different', items, page);
}

/** Hosts of one note together. */
function notesText({ hosts }: Comparison, namesOf: Naming, page: Page): string {
  const all = hosts.flatMap(({ host, notes }) => notes.map((note) => ({ note, id: host.id })));
  const items = [...grouped(all, ({ note }) => note)].map(([note, alike]) => [
    plain(`${escapeControlCharacters(note)} (${namesOf(alike.map(({ id }) => id))})`),
  ]);
  return list('To expect', items, page);
}

function leftOutText(leftOut: readonly LeftOut[], all: boolean, page: Page): string {
  if (leftOut.length === 0) return '';
  const byKey = [...grouped(leftOut, ({ part, key }) => JSON.stringify([part, key])).values()];
  if (!all) {
    const keys = counted(byKey.length, 'setting');
    return `\n${prose([plain(`${keys} of the hosts' own left out (--all lists them).`)], page)}`;
  }
  const items = byKey.map((alike) => {
    const [{ key, reason }] = alike;
    const hosts = new Set(alike.flatMap((each) => each.hosts)).size;
    return [
      strong(escapeControlCharacters(`${key}:`)),
      plain(escapeControlCharacters(`${reason} (${counted(hosts, 'host')})`)),
    ];
  });
  return list('Left out, since every host has its own', items, page);
}
