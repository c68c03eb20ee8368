import type { ScannedHost } from '../../../src/model/scan.ts';
import { type Html, markup, shown } from '../../html/document.ts';
import { counted } from '../../text/wrap.ts';
import { harmlessOr } from '../../text/cells.ts';
import type { Action } from '../summary/actions.ts';
import { type Decider, decidersOf } from '../summary/deciders.ts';
import { addressOf } from './address.ts';
import type { Page, PageSection } from './page.ts';

/** On paper and on the first screen; the others stand behind a disclosure. */
const MOST_ACTIONS = 10;
/** Names that a disclosure holds; the table of hosts has them all. */
const NAMED = 20;

/** What to do, the most urgent first, and what would decide what is unknown. No command lines: those are for terminals. */
export const actionsSection: PageSection = {
  id: 'actions',
  title: 'Actions',
  content: (page) => {
    const items = page.actions.map((action) => actionItem(page, action));
    const rest = items.slice(MOST_ACTIONS);
    return markup`${items.length === 0 ? markup`<p>Nothing that was read asks for one.</p>` : markup`<ol class="actions">${items.slice(0, MOST_ACTIONS)}</ol>`}
    ${rest.length === 0 ? null : markup`<details class="screen"><summary>${counted(rest.length, 'more action')}</summary><ol class="actions" start="${MOST_ACTIONS + 1}">${rest}</ol></details><p class="paper">${counted(rest.length, 'more action')} in the file.</p>`}
    ${deciders(decidersOf(page.scan))}`;
  },
};

function actionItem(page: Page, { text, because, severity, hosts }: Action): Html {
  const why = because === null ? null : markup` <span class="because">(${because})</span>`;
  const names = hosts.slice(0, NAMED).map((host) => hostLink(page, host));
  const all = markup`<a href="${addressOf({ action: page.texts.ofHarmless(text) })}">all in the table</a>`;
  return markup`<li><span class="severity ${severity}">${severity}</span> <b>${shown(text)}</b>${why}
    <details><summary>${counted(hosts.length, 'host')}</summary><p class="names">${names}${hosts.length > NAMED ? `and ${hosts.length - NAMED} more: ` : ''}${all}</p></details></li> `;
}

/** The name of a host, which leads to all that is known of it. */
export function hostLink({ hostIndex }: Page, { id, name }: ScannedHost): Html {
  return markup`<a href="${addressOf({ host: hostIndex.get(id) ?? 0 })}">${shown(harmlessOr(name, '?'))}</a> `;
}

function deciders(all: readonly Decider[]): Html | null {
  if (all.length === 0) return null;
  const items = all.map(
    ({ text, findings }) =>
      markup`<li>${shown(withoutFlags(text))} <span class="because">(decides ${counted(findings, 'check')})</span></li> `,
  );
  return markup`<h3>What would decide the unknown</h3><ul class="deciders">${items}</ul>`;
}

/** Flags are for terminals: here it is what they give that counts. */
function withoutFlags(text: string): string {
  const [, flag] = /^--([a-z-]+)/.exec(text) ?? [];
  const said = flag === undefined ? text : `scan with ${flag.replaceAll('-', ' ').replace(/^vch /, 'VCH ')} given`;
  const plain = said.replaceAll(/, or with a longer --[a-z-]+/g, '');
  return `${plain.charAt(0).toUpperCase()}${plain.slice(1)}`;
}
