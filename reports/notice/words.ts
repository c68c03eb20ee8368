import { remarksOn } from '../../src/model/erratum.ts';
import { isBlind, type Scan } from '../../src/model/scan.ts';
import { entriesOf } from '../diff/entries.ts';
import { worstFirst } from '../scan/order.ts';
import { headlineOf, hostsText, incompleteText } from '../scan/result.ts';
import { type StandingCounts, STANDINGS, standingsOf } from '../scan/summary/standings.ts';
import { hintsOf } from '../scan/table/hints.ts';
import { escapeControlCharacters } from '../text/cells.ts';
import { momentText, namedApart } from '../text/title.ts';
import { counted } from '../text/wrap.ts';

/** What a notification says, whatever carries it. All of it harmless, on one line each, and of bounded length. */
export interface NoticeWords {
  readonly subject: string;
  readonly lines: readonly string[];
}

const LONGEST_SUBJECT = 140;
const LONGEST_LINE = 400;
const MOST_DEEDS = 4;

export function noticeWords(given: Scan): NoticeWords {
  const scan = namedApart(given);
  const incomplete = incompleteText(scan);
  const lines = [
    ...(incomplete === null ? [] : [`INCOMPLETE: ${incomplete}`]),
    ...remarksOn(scan).map((remark) => escapeControlCharacters(remark)),
    `Hosts: ${hostsText(scan)}; read ${momentText(scan.startedAt)}`,
    ...standingLines(scan),
    ...changeLine(scan),
    ...blindLines(scan),
    ...deedLines(scan),
  ];
  return { subject: cut(headlineOf(scan), LONGEST_SUBJECT), lines: lines.map((line) => cut(line, LONGEST_LINE)) };
}

function standingLines(scan: Scan): readonly string[] {
  const { now, nextBoot, nextPatch } = standingsOf(scan);
  return [
    standingLine('Current state', now),
    standingLine('After reboot', nextBoot),
    ...(nextPatch === null ? [] : [standingLine('After patching', nextPatch)]),
  ];
}

function standingLine(label: string, counts: StandingCounts): string {
  const judged = STANDINGS.reduce((sum, standing) => sum + counts[standing], 0);
  const others = STANDINGS.filter((standing) => standing !== 'compliant' && counts[standing] > 0);
  const rest = others.map((standing) => `, ${counts[standing]} ${standing}`).join('');
  return `${label}: ${counts.compliant} of ${counted(judged, 'host')} compliant${rest}`;
}

/** `Since 2026-11-22 06:00 UTC: 2 broke, 1 fixed`; nothing where the scan was not compared. */
function changeLine({ since, hosts }: Scan): readonly string[] {
  if (since === null) return [];
  const names = new Map(hosts.map(({ id, name }) => [id, name]));
  const entries = entriesOf({ found: since, names });
  const kinds = [...new Set(entries.map(({ kind }) => kind))];
  const counts = kinds.map((kind) => `${entries.filter((entry) => entry.kind === kind).length} ${kind}`);
  return [`Since ${momentText(since.startedAt)}: ${counts.length === 0 ? 'nothing changed' : counts.join(', ')}`];
}

function blindLines({ targets }: Scan): readonly string[] {
  return targets
    .filter(isBlind)
    .flatMap(({ url, error }) =>
      error === null
        ? []
        : [
            `Could not be asked: ${escapeControlCharacters(url)}: ${escapeControlCharacters(error.code)}: ${escapeControlCharacters(error.message)}`,
          ],
    );
}

function deedLines(scan: Scan): readonly string[] {
  const judged = worstFirst(scan).filter(({ finding }) => finding.verdict !== 'not-applicable');
  const deeds = hintsOf(scan, judged).map((spans) => spans.map(({ text }) => text).join(' '));
  return deeds.slice(0, MOST_DEEDS).map((deed) => `To do: ${deed}`);
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…` : text;
}
