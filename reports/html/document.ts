import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { jsonText } from '../json/write.ts';
import { escapeControlCharacters } from '../text/cells.ts';

/**
 * Nothing is loaded from anywhere, and nothing runs but the one script by its hash: a name that got through as markup
 * could still do nothing.
 */
function policy(): string {
  return [
    "default-src 'none'",
    `style-src '${styleSheet().hash}'`,
    `script-src '${script().hash}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** Byte for byte what its hash was made of: not a blank more. */
function styleBlock(): Html {
  return new Html(`<style>${styleSheet().text}</style>`);
}

/** The beginning of a page that is whole in one file. */
export function pageStart(title: string): string {
  return markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${new Html(policy())}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        ${styleBlock()}
      </head>
      <body>
        <a class="skip" href="#hosts">Skip to the hosts</a>
     `.text;
}

/** Data for the script, in pieces. `<` cannot be left in it, since the parser of pages looks for the end of the block. */
export function* dataBlock(id: string, pieces: Iterable<unknown>): Iterable<string> {
  yield `<script type="application/json" id="${id}">[\n`;
  let separator = '';
  for (const piece of pieces) {
    yield `${separator}${jsonText(piece).replaceAll('<', '\\u003c')}`;
    separator = ',\n';
  }
  yield '\n]</script>\n';
}

export function pageEnd(): string {
  return `<script>${script().text}</script>\n</body>\n</html>\n`;
}

/** A part of the page under its own heading, which a screen reader can jump to. */
export function section(
  { id, title }: { readonly id: string; readonly title: string },
  content: HtmlPart,
  className: string,
): string {
  return markup`<section id="${id}" class="${className}" aria-labelledby="${id}-title" tabindex="-1">
    <h2 id="${id}-title">${title}</h2>
    ${content}
  </section>
`.text;
}

/** A table with its head; the first column names the row. */
export function tableOf(caption: string, head: readonly string[], rows: readonly (readonly HtmlPart[])[]): Html {
  const body = rows.map(
    ([first = null, ...cells]) =>
      markup`<tr>
        <th scope="row">${first}</th>
        ${cells.map(cellOf)}
      </tr> `,
  );
  return markup`<div class="scroll">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${head.map((title) => markup`<th scope="col">${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
  </div>`;
}

function cellOf(content: HtmlPart): Html {
  return markup`<td>${content}</td>`;
}

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
  if (typeof part === 'string') return escapeMarkup(escapeControlCharacters(part));
  return typeof part === 'number' ? String(part) : part.map(markupOf).join('');
}

function escapeMarkup(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** A style sheet or script that goes into the page as it is, and the hash by which the page's own policy lets it. */
interface Asset {
  readonly text: string;
  /** `sha256-…`, as a Content-Security-Policy names it. */
  readonly hash: string;
}

const STYLES = ['theme.css', 'layout.css', 'tables.css', 'heat-map.css', 'paper.css'];

/** Modules for the tools that check them, one script in the page: each after those that it imports. */
const MODULES = [
  'data.js',
  'elements.js',
  'address.js',
  'matching.js',
  'details.js',
  'columns.js',
  'hosts-table.js',
  'exports.js',
  'filters.js',
  'heat-map.js',
  'advisories.js',
  'main.js',
];

const known = new Map<string, Asset>();

function asset(kind: string, made: () => string): Asset {
  const found = known.get(kind);
  if (found !== undefined) return found;
  const text = made();
  const asset = { text, hash: `sha256-${createHash('sha256').update(text).digest('base64')}` };
  known.set(kind, asset);
  return asset;
}

function fileText(name: string): string {
  return readFileSync(new URL(`browser/${name}`, import.meta.url), 'utf8');
}

/** How the page looks. */
function styleSheet(): Asset {
  return asset('style', () => STYLES.map(fileText).join(''));
}

/** What makes the table of hosts answer. */
function script(): Asset {
  return asset('script', () => `(() => {\n'use strict';\n${MODULES.map(moduleText).join('')}})();\n`);
}

/** Without its imports and exports, which one script needs none of; each of them is on lines of its own. */
function moduleText(name: string): string {
  return fileText(name)
    .replaceAll(/^import [^;]*;\n/gm, '')
    .replaceAll(/^export /gm, '');
}
