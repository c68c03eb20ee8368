import { remarksOn } from '../../src/model/erratum.ts';
import { isLost } from '../../src/model/lost-target.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import type { Scan, TargetReport } from '../../src/model/scan.ts';
import { escapeMarkdown, markdownText, row } from '../markdown/text.ts';
import { momentText } from '../text/title.ts';
import type { Span } from '../text/wrap.ts';
import { findingsMarkdown } from './markdown/findings.ts';
import { rulesMarkdown, waiversMarkdown } from './markdown/rules.ts';
import { sinceMarkdown } from './markdown/since.ts';
import { worstFirst } from './order.ts';
import { headlineOf, hostsText, incompleteText } from './result.ts';
import { STANDINGS, standingsOf } from './standing.ts';
import { hintsOf } from './table/hints.ts';
import { notesOf } from './table/notes.ts';
import { namedApart } from '../text/named-apart.ts';

/** For tickets, wikis and merge requests: what it comes to, what to do, and every finding that is not a pass. */
export const markdown: Reporter<Scan> = {
  name: 'markdown',
  description: 'For tickets and wikis: what it comes to, what to do, every finding that is not a pass.',
  extensions: ['.md'],
  *render(given) {
    const scan = namedApart(given);
    const judged = worstFirst(scan).filter(({ finding }) => finding.verdict !== 'not-applicable');
    yield* headText(scan);
    yield* standingsText(scan);
    yield* bullets('What to do', hintsOf(scan, judged));
    yield* sinceMarkdown(scan);
    yield* findingsMarkdown(scan, judged);
    yield* waiversMarkdown(scan);
    yield* bullets('Notes', notesOf(scan));
    yield* rulesMarkdown(scan);
  },
};

function* headText(scan: Scan): Iterable<string> {
  yield `# ${escapeMarkdown(headlineOf(scan))}\n\n`;
  const incomplete = incompleteText(scan);
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
  return `${markdownText(url)} **could not be asked, so nothing here speaks of its hosts:** ${markdownText(`${error.code}: ${error.message}`)}`;
}

function* standingsText(scan: Scan): Iterable<string> {
  const { now, nextBoot, nextPatch } = standingsOf(scan);
  const release = scan.targetRelease === null ? '' : ` to ${markdownText(scan.targetRelease.name)}`;
  yield '\n## How many hosts\n\n';
  yield row(['', ...STANDINGS]) + row(['---', ...STANDINGS.map(() => '---:')]);
  yield row(['now', ...STANDINGS.map((standing) => String(now[standing]))]);
  yield row(['after a reboot', ...STANDINGS.map((standing) => String(nextBoot[standing]))]);
  if (nextPatch === null) return;
  yield row([`after the patch${release}`, ...STANDINGS.map((standing) => String(nextPatch[standing]))]);
}

function* bullets(heading: string, items: readonly (readonly Span[])[]): Iterable<string> {
  if (items.length === 0) return;
  yield `\n## ${heading}\n\n`;
  for (const spans of items) yield `- ${spans.map(spanText).join(' ')}\n`;
}

function spanText({ text, tone }: Span): string {
  return tone === 'strong' ? `**${escapeMarkdown(text)}**` : escapeMarkdown(text);
}
