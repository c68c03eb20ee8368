import type { Page } from './page.ts';
import type { Paint, Tone } from './paint.ts';
import { chop, displayWidth } from './width.ts';

/** Harmless text with a tone; `break` starts a new line. */
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
export function wrap(paragraphs: readonly (readonly Span[])[], { width, paint }: Page): Line[] {
  return paragraphs.flatMap((spans) => {
    const words = spans.flatMap((span) => wordsOf(span, width));
    return linesOf(words, width ?? Infinity).map((line) => painted(line, paint));
  });
}

/** More of one text than a page shows is cut, so that a hostile name cannot fill a screen. */
const MOST_CHARACTERS = 1000;

function wordsOf({ text, tone }: Span, width: number | null): Word[] {
  const shown = width === null || text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}…`;
  return shown
    .split(' ')
    .flatMap((word) => (width === null ? [word] : chop(word, width)))
    .map((word) => ({ text: word, tone, width: displayWidth(word) }));
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
    text: words.map(({ text, tone }) => paint(tone, text)).join(' '),
    width: words.reduce((sum, word) => sum + word.width, Math.max(0, words.length - 1)),
  };
}
