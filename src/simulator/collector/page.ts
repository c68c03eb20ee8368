import { randomUUID } from 'node:crypto';
import type { Session } from '../server/session.ts';
import type { Element } from '../wire/element.ts';
import type { Continuation } from './continuation.ts';
import { objectContent } from './object-content.ts';

/** RetrieveResult of one page; remembers the rest under a token that works once. Empty when nothing was found. */
export function renderPage(whole: Continuation, session: Session | null): string {
  const page = whole.rest.slice(0, whole.size);
  if (page.length === 0) return '';
  const rest = whole.rest.slice(whole.size);
  const authenticated = session !== null && session.expired === null;
  let text = '';
  if (rest.length > 0 && session !== null) {
    const token = randomUUID();
    session.tokens.set(token, { ...whole, rest });
    text = `<token>${token}</token>`;
  }
  for (const each of page)
    text += `<objects>${objectContent(each, { version: whole.version, authenticated })}</objects>`;
  return `<returnval>${text}</returnval>`;
}

/** How a list goes on for ever. */
export type EndlessPages = 'same-token' | 'empty' | 'lone' | 'full';

const PAGE = 100;

/** Methods whose answers are pages. */
export const PAGED: ReadonlySet<string> = new Set(['RetrievePropertiesEx', 'ContinueRetrievePropertiesEx']);

/**
 * One of the pages that never end, in place of what a call would answer. `same-token`: the same host and the same token each
 * time · `empty`: no object, another token · `lone`: one host that nobody has, another token · `full`: a hundred of them.
 */
export function endlessPage({ name }: Element, pages: EndlessPages): string {
  const token = pages === 'same-token' ? 'endless' : randomUUID();
  const ids = Array.from({ length: COUNT[pages] }, () => (pages === 'same-token' ? 'host-0' : `host-${randomUUID()}`));
  const objects = ids.map(
    (id) =>
      `<objects><obj type="HostSystem">${id}</obj>` +
      `<propSet><name>name</name><val xsi:type="xsd:string">${id}</val></propSet></objects>`,
  );
  const content = `<returnval><token>${token}</token>${objects.join('')}</returnval>`;
  return `<${name}Response xmlns="urn:vim25">${content}</${name}Response>`;
}

const COUNT: Readonly<Record<EndlessPages, number>> = { 'same-token': 1, empty: 0, lone: 1, full: PAGE };
