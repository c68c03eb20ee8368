import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Html, type HtmlPart, markup } from '../../../../reports/html/document.ts';
import { mayRead, type Reader } from '../login/reader.ts';

/** A page: what it is called, what it says first, and the rest. */
export interface PageContent {
  /** The answer of the page in a few words; its first heading, and what the window is called. */
  readonly title: string;
  /** Where it stands, above the title. */
  readonly place: HtmlPart;
  /** Below the title: counts, and what must be known to read them. */
  readonly lead?: HtmlPart;
  readonly content: HtmlPart;
}

const SHARED_STYLES = ['theme.css', 'layout.css', 'tables.css', 'paper.css'];

/** The style sheet of all pages: that of the reports and what the web adds. Its address changes with its content. */
export const STYLE_SHEET: { readonly text: string; readonly path: string } = styleSheet();

function styleSheet(): { readonly text: string; readonly path: string } {
  const shared = SHARED_STYLES.map((name) => fileText(`../../../../reports/html/browser/${name}`));
  const text = [...shared, fileText('web.css')].join('\n');
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 32);
  return { text, path: `/assets/style-${hash}.css` };
}

function fileText(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}

const PLACES = [
  { path: '/', name: 'Estate', need: 'viewer' },
  { path: '/changes', name: 'Changes', need: 'viewer' },
  { path: '/rules', name: 'Rules', need: 'viewer' },
  { path: '/exposure', name: 'Exposure', need: 'viewer' },
  { path: '/waivers', name: 'Waivers ending', need: 'viewer' },
  { path: '/jobs', name: 'Jobs', need: 'viewer' },
  { path: '/audit', name: 'Audit trail', need: 'auditor' },
] as const;

/** The whole of a page, for a reader; without one, without the way to others. Pure. */
export function pageText(
  { title, place, lead = null, content }: PageContent,
  reader: Reader | null,
  path = '',
): string {
  return markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · esxcheck</title>
        <link rel="stylesheet" href="${STYLE_SHEET.path}" />
        <link rel="icon" href="data:," />
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header class="web">
          ${reader === null ? null : navigation(reader, path)}
          <h1>${title}</h1>
          <p class="eyebrow">${place}</p>
          ${lead}
        </header>
        <main id="content" tabindex="-1">${content}</main>
      </body>
    </html>`.text;
}

function navigation(reader: Reader, path: string): Html {
  const places = PLACES.filter(
    ({ path: to, need }) => mayRead(reader, need) && (to !== '/exposure' || seesExposure(reader)),
  );
  const links = places.map(({ path: to, name }) =>
    to === path ? markup`<a href="${to}" aria-current="page">${name}</a>` : markup`<a href="${to}">${name}</a>`,
  );
  return markup`<nav class="main" aria-label="Pages">${links} ${mayRead(reader, 'viewer') ? SEARCH : null} ${whoIs(reader)}</nav>`;
}

const SEARCH = markup`<form class="search" action="/hosts" role="search">
  <input name="name" type="search" maxlength="200" aria-label="Host name" placeholder="Find a host" /><button>Find</button>
</form>`;

function whoIs({ name, hasSession }: Reader): Html {
  if (!hasSession) return markup`<span class="small">${name}</span>`;
  return markup`<form method="post" action="/logout"><span class="small">${name}</span><button>Log out</button></form>`;
}

function seesExposure({ exposure }: Reader): boolean {
  return exposure === null || exposure.length > 0;
}
