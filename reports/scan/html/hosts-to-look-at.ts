import { tableOf } from '../../html/document.ts';
import { markup, shown } from '../../html/template.ts';
import { harmlessOr } from '../../text/harmless.ts';
import type { Judged } from '../order.ts';
import { foundOf } from '../found.ts';

/** Enough for paper; the table of hosts, CSV and JSON have them all. */
const MOST_ROWS = 500;

/** For paper, and for readers without scripts: every finding that is not a pass, worst first. */
export function hostsToLookAt(judged: readonly Judged[]): string {
  const open = judged.filter(({ finding }) => finding.verdict !== 'pass' && finding.verdict !== 'waived');
  const rows = open.slice(0, MOST_ROWS).map(({ finding, host }) => {
    const { values, sentence } = foundOf(finding, host);
    const said = [...values.map(({ text }) => text), ...(sentence === null ? [] : [sentence])].join(' ');
    const name = shown(harmlessOr(host.name, '?'));
    return [name, host.cluster ?? '', finding.verdict, finding.rule, finding.state ?? '', shown(said)];
  });
  const more = open.length - rows.length;
  const head = ['Host', 'Cluster', 'Verdict', 'Rule', 'State', 'Found'];
  return markup`<section id="open" class="static" aria-labelledby="open-title">
    <h2 id="open-title">Findings to look at</h2>
    ${rows.length === 0 ? markup`<p>None.</p>` : tableOf('Findings that are not a pass, worst first', head, rows)}
    ${more > 0 ? markup`<p>${more} more are not listed here: CSV and JSON hold them all.</p>` : null}
  </section> `.text;
}
