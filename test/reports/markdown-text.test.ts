import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { markdownText } from '../../reports/text/markup.ts';
import { hostileText } from './hostile.ts';

/** What a reader sees, and what services such as GitHub look for people and tickets in. */
function shown(markdown: string): string {
  return markdown.replace(/&#(\d+);/g, (_, point: string) => String.fromCodePoint(Number(point)));
}

test.each(['@octocat', 'ops@example.com', '@our/team', '#123', '@_x', 'a@@b'])('nobody is called by %s', (text) => {
  expect(shown(markdownText(text))).not.toMatch(/[@#][a-z0-9_]/i);
});

test('nobody is called by any text, which reads as before', () => {
  fc.assert(
    fc.property(hostileText(), (hostile) => {
      const text = shown(markdownText(`${hostile}@a#1`));
      expect(text).not.toMatch(/[@#][a-z0-9_]/i);
      expect(text.replaceAll('\u200b', '')).toContain('@a#1');
    }),
  );
});
