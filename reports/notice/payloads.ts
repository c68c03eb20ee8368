import type { Scan } from '../../src/model/scan.ts';
import { resultOf } from '../scan/result.ts';
import { standingsOf } from '../scan/standing.ts';
import { harmless } from '../text/harmless.ts';
import { noticeWords } from './words.ts';

/** What a webhook is sent, by the kind of server that listens. */
export type Payload = Readonly<Record<string, unknown>>;

/** `esxcheck.notification/1`, for programs. */
export function genericPayload(scan: Scan): Payload {
  const { tool, startedAt, finishedAt, targets, summary, since } = scan;
  const { subject, lines } = noticeWords(scan);
  return {
    schema: 'esxcheck.notification/1',
    tool: { name: tool.name, version: tool.version },
    startedAt,
    finishedAt,
    subject,
    lines,
    result: resultOf(scan).verdict,
    summary,
    standings: standingsOf(scan),
    changedHosts: since === null ? null : since.changed.length,
    targets: targets.map(({ url, error }) => ({ url: harmless(url), error: error === null ? null : error.code })),
  };
}

/** Blocks of a Slack message. `&`, `<` and `>` are all that its markup hangs on: no name can mention or link anybody. */
export function slackPayload(scan: Scan): Payload {
  const { subject, lines } = noticeWords(scan);
  return {
    text: slackText(subject),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: subject, emoji: false } },
      ...lines.map((line) => ({ type: 'section', text: { type: 'plain_text', text: line, emoji: false } })),
    ],
  };
}

function slackText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** An adaptive card, as a workflow of Teams takes it. Its texts know a little Markdown, which names must not be. */
export function teamsPayload(scan: Scan): Payload {
  const { subject, lines } = noticeWords(scan);
  const body = [textBlock(subject, { weight: 'Bolder', size: 'Medium' }), ...lines.map((line) => textBlock(line, {}))];
  const content = { type: 'AdaptiveCard', version: '1.4', body };
  return { type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }] };
}

function textBlock(text: string, more: object): object {
  return { type: 'TextBlock', text: teamsText(text), wrap: true, ...more };
}

/** A backslash before what makes Markdown; a link or a list needs one of these. */
function teamsText(text: string): string {
  return text.replace(/[\\`*_{}[\]()<>#+!~|-]/g, (character) => `\\${character}`);
}
