import type { Page } from './page.ts';
import type { Paint, Tone } from './paint.ts';
import { chop, displayWidth } from './width.ts';

/** Harmless text with a tone. */
export interface Span {
  readonly text: string;
  readonly tone: Tone;
}

interface Word {
  readonly text: string;
  readonly tone: Tone;
  readonly width: number;
}

/** What stands on one line, and how wide it is without its colours. */
export interface Line {
  readonly text: string;
  readonly width: number;
}

/** Paragraphs of spans as painted lines: broken at spaces, and inside a word only where it is wider than a line. */
export function wrap(paragraphs: readonly (readonly Span[])[], page: Page): Line[] {
  return paragraphs.flatMap((spans) => {
    const words = spans.flatMap((span) => wordsOf(span, page));
    return linesOf(words, page.width ?? Infinity).map((line) => painted(line, page.paint));
  });
}

function wordsOf({ text, tone }: Span, { width, longest }: Page): Word[] {
  return shortened(text, longest)
    .split(' ')
    .flatMap((word) => (width === null ? [word] : chop(word, width)))
    .map((word) => ({ text: word, tone, width: displayWidth(word) }));
}

function shortened(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest).replace(/\p{Cs}$/u, '')}…`;
}

function linesOf(words: readonly Word[], width: number): Word[][] {
  const lines: Word[][] = [];
  let line: Word[] = [];
  let used = 0;
  for (const word of words) {
    if (line.length > 0 && used + 1 + word.width > width) {
      lines.push(line);
      line = [];
    }
    used = line.length === 0 ? word.width : used + 1 + word.width;
    line.push(word);
  }
  return [...lines, line];
}

function painted(words: readonly Word[], paint: Paint): Line {
  return {
    text: runsOf(words)
      .map(({ text, tone }) => paint(tone, text))
      .join(' '),
    width: words.reduce((sum, word) => sum + word.width, Math.max(0, words.length - 1)),
  };
}

/** Neighbours of one tone together, so that they share their escapes. */
function runsOf(words: readonly Word[]): Span[] {
  const runs: { text: string; readonly tone: Tone }[] = [];
  for (const { text, tone } of words) {
    const last = runs.at(-1);
    if (last?.tone === tone) last.text += ` ${text}`;
    else runs.push({ text, tone });
  }
  return runs;
}
