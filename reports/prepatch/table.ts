import { grouped } from '../../src/model/group-by.ts';
import {
  type ClusterReadiness,
  type HostReadiness,
  type PrepatchReport,
  READINESS,
  type Readiness,
  type ReadinessFinding,
} from '../../src/model/readiness.ts';
import type { ReleaseIdentity } from '../../src/model/catalog.ts';
import type { NotChecked } from '../../src/model/not-checked.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { escapeControlCharacters } from '../text/cells.ts';
import { type Page, pageFor } from '../text/page.ts';
import type { Tone } from '../text/paint.ts';
import { incompleteLines, momentText, namedApart, remarkLines, targetErrors, titleText } from '../text/title.ts';
import { counted, labelled, list, plain, prose, type Span, strong } from '../text/wrap.ts';
import { isWhole } from '../scan/summary/compliance.ts';
import { ANSWERS, atOnceWords, basisWords, countWords, reasonsOf, rulesOf } from './words.ts';

/** For people, hosts of one answer and one reason together: what is wrong first, notes apart. */
export const table: Reporter<PrepatchReport> = {
  name: 'table',
  description: 'For people: hosts by answer and reason, clusters, notes.',
  extensions: ['.txt'],
  *render(report, options) {
    const page = pageFor(options);
    const { targets, remarks = [] } = report;
    const hosts = withLabels(report.hosts);
    yield incompleteLines(targets, page);
    yield titleText(report, page);
    yield prose([plain(questionWords(report))], page);
    yield targetErrors(targets, page);
    for (const answer of READINESS) {
      const asked = hosts.filter((each) => each.answer === answer);
      yield* answerText(asked, answer, page);
    }
    yield clustersText(report.clusters, page);
    yield notesText(hosts, page);
    yield notCheckedText(report.notChecked, page);
    yield remarkLines(remarks, page);
    yield `\n${prose([strong(`${isWhole(report) ? '' : 'INCOMPLETE: '}${countWords(countsOf(hosts))}, as of ${momentText(report.startedAt)}.`)], page)}`;
  },
};

function withLabels(all: readonly HostReadiness[]): readonly HostReadiness[] {
  const { hosts } = namedApart({ hosts: all.map(({ host }) => host) });
  return all.map((each, index) => ({ ...each, host: hosts[index] ?? each.host }));
}

function questionWords({ targetRelease, rules, hosts }: PrepatchReport): string {
  const to = escapeControlCharacters(destinationWords(targetRelease, hosts));
  const blocking = rules.filter(({ blocks }) => blocks !== undefined).length;
  return `May these hosts be ${verbFor(hosts)}${to}? ${counted(blocking, 'rule')} can block it.`;
}

/** Releases differ where a config names them for clusters; which one a host goes to stands beside it where it is no patch. */
function destinationWords(target: ReleaseIdentity | null, hosts: readonly HostReadiness[]): string {
  if (target !== null) return ` to ${target.name}`;
  const names = [...new Set(hosts.flatMap(({ targetRelease }) => targetRelease?.name ?? []))];
  if (names.length === 0) return '';
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
  const isByImage = hosts.some(({ host }) => host.plannedImage !== undefined);
  const which = isByImage ? 'that the images of clusters bring' : 'that the config names for clusters';
  return ` to the releases ${which} (${names.slice(0, MOST_NAMED).join(', ')}${more})`;
}

const MOST_NAMED = 5;

/** What is planned for all of them; a way back is no patch and no upgrade. */
function verbFor(hosts: readonly HostReadiness[]): string {
  if (hosts.some(({ undertaking }) => undertaking === 'downgrade')) return 'brought';
  return hosts.length > 0 && hosts.every(({ undertaking }) => undertaking === 'upgrade') ? 'upgraded' : 'patched';
}

function countsOf(hosts: readonly HostReadiness[]): Readonly<Record<Readiness, number>> {
  const counts: Record<Readiness, number> = { 'not-ready': 0, unknown: 0, 'no-blocker-found': 0 };
  for (const { answer } of hosts) counts[answer] += 1;
  return counts;
}

const TONES: Readonly<Record<Readiness, Tone>> = { 'not-ready': 'bad', unknown: 'unsure', 'no-blocker-found': 'good' };

function* answerText(hosts: readonly HostReadiness[], answer: Readiness, page: Page): Iterable<string> {
  const [any] = hosts;
  if (any === undefined) return;
  const count = `${counted(hosts.length, 'host')}, as of ${momentText(any.asOf)}`;
  yield `\n${prose([{ text: ANSWERS[answer], tone: TONES[answer] }, plain(count)], page)}`;
  for (const alike of grouped(hosts, reasonKey).values()) {
    const [first] = alike;
    yield labelled(plain('  '), [strong(`${namesOf(alike)}:`), plain(basisText(first))], page);
    for (const { rules, isRead, text, remarks } of reasonsOf(first)) {
      const head: Span = { text: escapeControlCharacters(`${rules}:`), tone: isRead ? 'bad' : 'unsure' };
      yield labelled(plain('    - '), [head, plain(escapeControlCharacters(text))], page);
      for (const remark of remarks) yield labelled(plain('      '), [plain(escapeControlCharacters(remark))], page);
    }
  }
}

/** Hosts are told together where every word about them is the same. */
function reasonKey(host: HostReadiness): string {
  return JSON.stringify([basisText(host), reasonsOf(host)]);
}

function basisText(host: HostReadiness): string {
  const { undertaking, targetRelease } = host;
  const to = targetRelease === null ? '' : ` to ${targetRelease.name}`;
  const planned = { patch: '', upgrade: `an upgrade${to}, `, downgrade: `a way back${to}, ` }[undertaking];
  return escapeControlCharacters(`${planned}${basisWords(host)}`);
}

function namesOf(hosts: readonly HostReadiness[]): string {
  return escapeControlCharacters(hosts.map(({ host }) => host.name).join(', '));
}

function clustersText(clusters: readonly ClusterReadiness[], page: Page): string {
  const sorted = clusters.toSorted((one, other) =>
    one.cluster < other.cluster ? -1 : Number(one.cluster > other.cluster),
  );
  const items = sorted.map(({ cluster, datacenter, hosts, atOnce, because }) => {
    const place = escapeControlCharacters(datacenter === null ? cluster : `${datacenter}/${cluster}`);
    const answer = `at once: ${atOnceWords(atOnce)} (${escapeControlCharacters(because)}).`;
    return [strong(`${place}:`), plain(`${answer} ${countWords(hosts)}`)];
  });
  return list('Hosts of a cluster at once', items, page);
}

/** What people have to look at themselves. */
function notCheckedText(notChecked: readonly NotChecked[], page: Page): string {
  const items = notChecked.map(({ what, why }) => [
    strong(escapeControlCharacters(`${what}:`)),
    plain(escapeControlCharacters(`${why}.`)),
  ]);
  return list('Not checked by any rule', items, page);
}

/** A line a rule and sentence, however many hosts it is about. */
function notesText(hosts: readonly HostReadiness[], page: Page): string {
  const all = hosts.flatMap(({ host, notes }) => notes.map((note) => ({ name: host.name, ...note })));
  const alike = grouped(all, noteKey);
  const items = [...alike.values()].map((group) => {
    const [{ verdict, message, reason }] = group;
    const names = [...new Set(group.map(({ name }) => name))];
    const text = verdict === 'unknown' ? `could not be read (${reason ?? 'unknown'}).` : message;
    const head = strong(escapeControlCharacters(`${rulesOf(group)} (${verdict}):`));
    return [head, plain(escapeControlCharacters(`${text} ${counted(names.length, 'host')}: ${names.join(', ')}`))];
  });
  return list('Notes, which block nothing', items, page);
}

/** What could not be read of a host for one reason is one note, however many rules it is about. */
function noteKey({ name, rule, verdict, message, reason }: ReadinessFinding & { readonly name: string }): string {
  return JSON.stringify(verdict === 'unknown' ? [verdict, reason, name] : [verdict, rule, message]);
}
