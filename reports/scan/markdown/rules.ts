import type { Scan } from '../../../src/model/scan.ts';
import { markdownText, row } from '../../markdown/text.ts';
import { placeText } from '../../waivers/listing.ts';

/** The rules that were judged by, with what they rest on. */
export function* rulesMarkdown({ rules }: Scan): Iterable<string> {
  if (rules.length === 0) return;
  yield '\n## Rules\n\n';
  yield row(['Rule', 'Severity', 'What it asks', 'References']) + row(['---', '---', '---', '---']);
  for (const { id, severity, title, references, profile } of rules) {
    const name = profile === null ? id : `${id} (profile ${profile})`;
    yield row([markdownText(name), severity, markdownText(title), references.map(markdownText).join('; ')]);
  }
}

/** The waivers of the config, with what they match. */
export function* waiversMarkdown({ waivers = [] }: Scan): Iterable<string> {
  if (waivers.length === 0) return;
  yield '\n## Waivers\n\n';
  yield row(['Rule', 'Hosts', 'Cluster', 'Until', 'State', 'Findings', 'Owner', 'Reason']);
  yield row(Array.from({ length: 8 }, () => '---'));
  for (const { rule, host, expires, state, matched, owner, ticket, reason, ...place } of waivers) {
    const why = ticket === null ? reason : `${reason} (${ticket})`;
    const scope = [rule, host ?? '*', placeText(place), expires].map(markdownText);
    yield row([...scope, state, String(matched), markdownText(owner), markdownText(why)]);
  }
}
