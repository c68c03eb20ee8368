import { randomUUID } from 'node:crypto';
import type { Session } from '../server/session.ts';
import { objectContent } from './object-content.ts';
import type { Continuation } from './continuation.ts';

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
