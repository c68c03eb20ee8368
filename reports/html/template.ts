import { harmless } from '../text/harmless.ts';

/** Markup that is safe to put into a page. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type HtmlPart = string | number | null | Html | readonly HtmlPart[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A tagged template: what is put in is text, whatever it holds, unless it is markup that was made the same way. Null is nothing. */
export function markup(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return new Html(strings.map((string, index) => string + markupOf(parts[index] ?? null)).join(''));
}

/** Text that is harmless already, and would be escaped twice otherwise. */
export function shown(text: string): Html {
  return new Html(escapeMarkup(text));
}

function markupOf(part: HtmlPart): string {
  if (part === null) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'string') return escapeMarkup(harmless(part));
  return typeof part === 'number' ? String(part) : part.map(markupOf).join('');
}

function escapeMarkup(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
