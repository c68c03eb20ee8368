import type { Scan } from '../../src/model/scan.ts';
import { escapeMarkdown, markdownText, row } from '../text/markup.ts';
import { coverageText, frameworkSummaries, statusesText } from './summary/frameworks.ts';

/** The frameworks that were chosen, with how far each is read and what it comes to. */
export function* frameworksMarkdown(scan: Scan): Iterable<string> {
  const summaries = frameworkSummaries(scan);
  if (summaries.length === 0) return;
  yield '\n## Frameworks\n\n';
  yield row(['Framework', 'Version', 'Controls', 'Result']) + row(['---', '---', '---', '---']);
  for (const summary of summaries) {
    const { framework } = summary;
    const cells = [framework.name, framework.version, coverageText(framework), statusesText(summary)];
    yield row(cells.map(markdownText));
  }
}

/** Controls that no rule answers, or not wholly: what a person must look at. */
export function* looksMarkdown({ frameworks = [] }: Scan): Iterable<string> {
  for (const { title, controls } of frameworks) {
    const left = controls.filter(({ look }) => look !== null);
    if (left.length === 0) continue;
    yield `\n## To be looked at: ${escapeMarkdown(title)}\n\n`;
    yield row(['Control', 'Weight', 'What it asks', 'What to look at']) + row(['---', '---', '---', '---']);
    for (const { id, priority, title: asks, look } of left) {
      yield row([id, priority, asks, look ?? ''].map(markdownText));
    }
  }
}
