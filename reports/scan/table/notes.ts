import type { Scan } from '../../../src/model/scan.ts';
import { escapeControlCharacters } from '../../text/cells.ts';
import { counted, plain, type Span } from '../../text/wrap.ts';

/** Each note once, with its reference and on how many hosts it was made. */
export function notesOf({ findings }: Scan): Span[][] {
  const notes = new Map<string, { text: string; hosts: Set<string> }>();
  for (const { verdict, host, notes: made } of findings) {
    if (verdict === 'not-applicable') continue;
    for (const { text, reference } of made) {
      const full = reference === null ? text : `${text} (${reference})`;
      const note = notes.get(full) ?? { text: full, hosts: new Set() };
      notes.set(full, note);
      note.hosts.add(host);
    }
  }
  return [...notes.values()].map(({ text, hosts }) => [
    plain(escapeControlCharacters(text)),
    { text: `[${counted(hosts.size, 'host')}]`, tone: 'faint' },
  ]);
}
