import type { Page } from './page.ts';
import { wrap, type Span } from './wrap.ts';

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
