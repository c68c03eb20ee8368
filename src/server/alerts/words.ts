import { escapeControlCharacters } from '../../model/control-characters.ts';
import type { ChatMessage } from '../../../reports/notice/chat.ts';
import { markup } from '../../../reports/html/document.ts';
import type { News } from '../queries/news.ts';

/** What a message says of news: counts alone, or also of which vCenters, rules and errors. */
export type Detail = 'counts' | 'names';

/** Lines of a message; a message is no report. */
const MOST_LINES = 40;
const LONGEST_LINE = 300;

/** One message about all of it. Pure. */
export function newsWords(news: readonly News[], detail: Detail): ChatMessage {
  const parts = [failing(news), stale(news), dead(news)].filter((part) => part !== null);
  return {
    subject: `esxcheck: ${parts.join(', ')}`,
    lines: detail === 'counts' ? parts.map((part) => `${part}.`) : shortened(news.map(lineOf)),
  };
}

/** The same for a mail. */
export function mailWords({ subject, lines }: ChatMessage): {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
} {
  const { text: html } =
    markup`<!doctype html><html lang="en"><body><h1>${subject}</h1>${lines.map((line) => markup`<p>${line}</p>`)}</body></html>`;
  return { subject, text: `${[subject, '', ...lines].join('\n')}\n`, html };
}

function failing(news: readonly News[]): string | null {
  const found = news.filter(({ kind }) => kind === 'failing');
  const [findings, hosts] = [sum(found, 'count'), sum(found, 'hosts')];
  return findings === 0
    ? null
    : `${plural(findings, 'finding newly fails', 'findings newly fail')} on ${plural(hosts, 'host', 'hosts')}`;
}

function stale(news: readonly News[]): string | null {
  const count = news.filter(({ kind }) => kind === 'stale').length;
  return count === 0 ? null : plural(count, 'vCenter is stale', 'vCenters are stale');
}

function dead(news: readonly News[]): string | null {
  const count = news.filter(({ kind }) => kind === 'dead').length;
  return count === 0 ? null : `${plural(count, 'shipment', 'shipments')} could not be judged`;
}

function lineOf({ kind, site, targetName, count, hosts, detail }: News): string {
  const where = `${site}, ${targetName}`;
  const what = {
    failing: `${plural(count, 'finding newly fails', 'findings newly fail')} on ${plural(hosts, 'host', 'hosts')}`,
    stale: 'stale',
    dead: 'a shipment could not be judged',
  }[kind];
  const more = detail.length === 0 ? '' : ` (${detail.join(', ')})`;
  return escapeControlCharacters(`${where}: ${what}${more}`).slice(0, LONGEST_LINE);
}

function shortened(lines: readonly string[]): readonly string[] {
  const more = lines.length - MOST_LINES;
  return more <= 0 ? lines : [...lines.slice(0, MOST_LINES), `and ${more} more`];
}

function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function sum(news: readonly News[], member: 'count' | 'hosts'): number {
  return news.reduce((total, part) => total + part[member], 0);
}
