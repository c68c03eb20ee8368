import type { Page } from './page.ts';
import type { Paint, Tone } from './paint.ts';
import { asciiSigns } from './signs.ts';
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

function wordsOf({ text, tone }: Span, { width, longest, ascii }: Page): Word[] {
  const short = shortened(text, longest);
  return (ascii ? asciiSigns(short) : short)
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

/** One paragraph after a label, further lines indented below its first word; ends in a newline. */
export function labelled(label: Span, spans: readonly Span[], page: Page): string {
  const { width, paint } = page;
  const indent = ' '.repeat(label.text.length);
  const lines = wrap([spans], { ...page, width: width === null ? null : width - label.text.length });
  return lines.map((line, index) => `${index === 0 ? paint(label.tone, label.text) : indent}${line.text}\n`).join('');
}

/** A paragraph without a label. */
export function prose(spans: readonly Span[], page: Page): string {
  return labelled({ text: '', tone: 'plain' }, spans, page);
}

/** A list under a heading, `- ` before each; nothing at all where there is nothing to list. */
export function list(heading: string, items: readonly (readonly Span[])[], page: Page): string {
  if (items.length === 0) return '';
  const entries = items.map((spans) => labelled({ text: '  - ', tone: 'plain' }, spans, page));
  return `\n${prose([strong(heading)], page)}${entries.join('')}`;
}

export function plain(text: string): Span {
  return { text, tone: 'plain' };
}

export function strong(text: string): Span {
  return { text, tone: 'strong' };
}

/** `1 host`, `2 hosts`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The first names, and how many more there are. */
export function someOf(names: readonly string[], most: number): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
