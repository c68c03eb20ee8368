import { escapeControlCharacters } from './cells.ts';

/** Characters by which Markdown would be told to do something: a backslash takes that from them. */
const OBEYED = /[\\`*_{}[\]|~]|^\+|:(?=\/\/)|(?<=www)\./gi;

/** What HTML obeys is written as HTML writes it, since older dialects know no backslash before it. */
const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '@': '&#64;',
  '#': '&#35;',
};

/** GitHub and GitLab look for @people and #numbers in the text as it is shown, where a reference is a character again. */
const CALLING = /&#(?:64|35);(?=\S)/g;
/** A space of no width, after which nobody is called any more. */
const CALLS_NOBODY = '$&&#8203;';

/** Text as Markdown shows it: no markup, no link, no cell border, on one line. */
export function markdownText(text: string): string {
  return escapeMarkdown(escapeControlCharacters(text));
}

/** The same of text that is harmless already. */
export function escapeMarkdown(text: string): string {
  const shown = text.replace(OBEYED, '\\$&').replace(/[&<@#]|^>/g, (character) => REFERENCES[character] ?? character);
  return shown.replace(CALLING, CALLS_NOBODY);
}

/** One row of a table; the cells are Markdown already. */
export function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

/** Text in a code span, as it is: the fence is longer than any run of backticks in it. Not for cells of a table. */
export function codeSpan(text: string): string {
  const shown = escapeControlCharacters(text);
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return shown.includes('`') || shown === '' ? `${fence} ${shown} ${fence}` : `${fence}${shown}${fence}`;
}

/** Code points that XML 1.0 forbids and that are no controls. */
const FORBIDDEN = /[\ufffe\uffff]/g;
const MARKUP: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as an XML document may hold it, in an element or in an attribute; what XML forbids is shown as `\u001b`. */
export function xmlText(text: string): string {
  const legal = escapeControlCharacters(text).replace(
    FORBIDDEN,
    (character) => `\\u${character.charCodeAt(0).toString(16)}`,
  );
  return legal.replace(/[&<>"]/g, (character) => MARKUP[character] ?? character);
}

/** Everything that a terminal or an editor obeys, or that XML 1.0 forbids, but for ends of lines and tabs. */
const HARMFUL = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\ufffe\uffff]/gu;

/** Text of several lines without what is harmful, which is shown as `\u001b`. What is harmless already stays as it is. */
export function legalLines(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(HARMFUL, (character) => {
    const digits = (character.codePointAt(0) ?? 0).toString(16).padStart(4, '0');
    return digits.length === 4 ? `\\u${digits}` : `\\u{${digits}}`;
  });
}

/** The same as an element of an XML document may hold it. */
export function xmlLines(text: string): string {
  return legalLines(text).replace(/[&<>"]/g, (character) => MARKUP[character] ?? character);
}

/** `<name key="value"`, without its end; attributes that are null are left out. */
export function openTag(name: string, attributes: Readonly<Record<string, string | number | null>>): string {
  const pairs = Object.entries(attributes).filter(([, value]) => value !== null);
  return `<${name}${pairs.map(([key, value]) => ` ${key}="${xmlText(String(value))}"`).join('')}`;
}
