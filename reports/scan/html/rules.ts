import type { Scan } from '../../../src/model/scan.ts';
import { markup, section, shown, tableOf } from '../../html/document.ts';
import { placeText } from '../../waivers/listing.ts';
import { notesOf } from '../table/notes.ts';

/** The rules that were judged by, with what they rest on. */
export function rulesSection({ rules }: Scan): string {
  const rows = rules.map(({ id, severity, title, references, profile }) => [
    profile === null ? id : `${id} (profile ${profile})`,
    severity,
    title,
    references.join('; '),
  ]);
  return section(
    'rules',
    'Rules',
    tableOf('Rules that were judged by', ['Rule', 'Severity', 'What it asks', 'References'], rows),
  );
}

/** The waivers of the config, with what they match; nothing where there are none. */
export function waiversSection({ waivers = [] }: Scan): string {
  if (waivers.length === 0) return '';
  const head = ['Rule', 'Hosts', 'Cluster', 'Until', 'State', 'Findings', 'Owner', 'Reason'];
  const rows = waivers.map(({ rule, host, expires, state, matched, owner, ticket, reason, ...place }) => [
    rule,
    host ?? '*',
    placeText(place),
    expires,
    state,
    matched,
    owner,
    ticket === null ? reason : `${reason} (${ticket})`,
  ]);
  return section('waivers', 'Waivers', tableOf('Waivers of the config', head, rows));
}

/** Remarks that change no verdict. */
export function notesSection(scan: Scan): string {
  const notes = notesOf(scan);
  if (notes.length === 0) return '';
  const items = notes.map((spans) => markup`<li>${spans.map(({ text }) => markup`${shown(text)} `)}</li> `);
  return section(
    'notes',
    'Notes',
    markup`<ul>
      ${items}
    </ul>`,
  );
}
