import type { LoneHost } from '../../../src/model/changes-since.ts';
import type { Scan } from '../../../src/model/scan.ts';
import { type Html, markup, section, shown, tableOf } from '../../html/document.ts';
import { momentText } from '../../text/title.ts';
import { counted } from '../../text/wrap.ts';
import { changesText } from '../change-words.ts';

/** Rows beyond this are counted: who needs them all takes CSV or JSON. */
const MOST_ROWS = 500;

/** What changed since the scan that this one was compared with; nothing where it was compared with none. */
export function changesSection({ since, hosts }: Scan): string {
  if (since === null) return '';
  const names = new Map(hosts.map(({ id, name }) => [id, name]));
  const rows = since.changed
    .slice(0, MOST_ROWS)
    .map(({ host, changes }) => [names.get(host) ?? '?', shown(changesText(changes))]);
  const more = since.changed.length - rows.length;
  const same = since.compared - since.changed.length;
  const content = markup`<p>
      ${counted(since.compared, 'host')} compared: ${since.changed.length} changed, ${same} as before, as far as they
      were read both times.
    </p>
    ${rows.length === 0 ? null : tableOf('Hosts that changed', ['Host', 'What changed'], rows)}
    ${more > 0 ? markup`<p>${more} more are not listed here.</p>` : null}
    ${loneHosts('Only in the earlier scan', since.onlyBefore)} ${loneHosts('Only in this scan', since.onlyNow)}
    ${since.changedRules.map((id) => markup`<p>The rule ${id} reads otherwise than then.</p>`)}`;
  return section('changes', `Changed since ${momentText(since.startedAt)}`, content);
}

/** Hosts of a target that could not be asked have not vanished. */
function loneHosts(heading: string, hosts: readonly LoneHost[]): Html | null {
  if (hosts.length === 0) return null;
  const items = hosts.slice(0, MOST_ROWS).map(({ name, asked }) => {
    const why = asked ? '' : ', whose target could not be asked in the other scan';
    return markup`<li>${name}${why}</li>`;
  });
  return markup`<h3>${heading}</h3>
    <ul>
      ${items}
    </ul>`;
}
