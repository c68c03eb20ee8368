import type { Reporter } from '../../src/model/reporter.ts';
import { escapeControlCharacters } from '../text/cells.ts';
import { type ListedWaiver, recordsText, scopeText, type WaiverListing } from './listing.ts';

/** Exactly one line a waiver, and nothing else; no waiver, no line. */
export const lines: Reporter<WaiverListing> = {
  name: 'lines',
  description: 'STATE EXPIRES RULE (SCOPE) -> REASON [OWNER], one line a waiver, to grep.',
  extensions: ['.lines', '.log'],
  *render({ waivers }) {
    for (const waiver of waivers) yield `${waiverLine(waiver)}\n`;
  },
};

/** The fields before the rule never hold a blank. */
export function waiverLine(waiver: ListedWaiver): string {
  const { state, expires, rule, reason } = waiver;
  const by = recordsText(waiver).join(', ');
  return escapeControlCharacters(`${state} ${expires} ${rule} (${scopeText(waiver)}) -> ${reason} [${by}]`);
}
