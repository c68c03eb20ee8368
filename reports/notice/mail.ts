import type { Scan } from '../../src/model/scan.ts';
import { styleSheet } from '../html/assets.ts';
import { Html, markup } from '../html/template.ts';
import { changesSection } from '../scan/html/changes.ts';
import { deedsList } from '../scan/html/deeds.ts';
import { hostsToLookAt } from '../scan/html/hosts-to-look-at.ts';
import { headOf, standingsOverview } from '../scan/html/overview.ts';
import { section } from '../html/document.ts';
import { worstFirst } from '../scan/order.ts';
import { noticeWords } from './words.ts';

export interface MailText {
  readonly subject: string;
  /** For readers without HTML. */
  readonly text: string;
  /** Without scripts, which no reader of mail runs. */
  readonly html: string;
}

/** A mail about a scan; the whole report goes with it as a file. */
export function mailText(scan: Scan): MailText {
  const { subject, lines } = noticeWords(scan);
  return { subject, text: `${[subject, '', ...lines].join('\n')}\n`, html: mailPage(scan) };
}

function mailPage(scan: Scan): string {
  const judged = worstFirst(scan).filter(({ finding }) => finding.verdict !== 'not-applicable');
  const parts = [
    headOf(scan),
    standingsOverview(scan),
    section('deeds', 'What to do first', deedsList(scan, judged)),
    changesSection(scan),
    hostsToLookAt(judged),
  ];
  const style = new Html(`<style>${styleSheet().text}</style>`);
  const body = new Html(parts.join('\n'));
  return markup`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>ESXi compliance</title>${style}</head><body>${body}</body></html>\n`
    .text;
}
