import { STATES, VERDICTS } from '../../../src/model/finding.ts';
import type { Scan } from '../../../src/model/scan.ts';
import { type Html, markup, shown, tableOf } from '../../html/document.ts';
import { harmlessOr } from '../../text/cells.ts';
import { foundOf } from '../found.ts';
import type { Judged } from '../order.ts';

/** The table of hosts as it stands before the script fills it. Without scripts it stays hidden. */
export function hostsShell({ hosts, rules, findings }: Scan): string {
  const clusters = [...new Set(hosts.flatMap(({ cluster }) => cluster ?? []))].sort();
  const settings = [...new Set(hosts.flatMap(({ kernel }) => [...kernel.keys()]))].sort();
  const verdicts = VERDICTS.filter((verdict) => findings.some((finding) => finding.verdict === verdict));
  const states = STATES.filter((state) => findings.some((finding) => finding.state === state));
  const ids = rules.map(({ id }) => id);
  return markup`<section id="hosts" tabindex="-1" aria-labelledby="hosts-title" hidden>
    <h2 id="hosts-title">Hosts</h2>
    <form id="filters" role="search" aria-label="Filter the hosts">
      <label>Search <input type="search" id="search" autocomplete="off" spellcheck="false" /></label>
      ${choice('cluster', 'Cluster', clusters)}${choice('verdict', 'Verdict', verdicts)}${choice('state', 'State', states)}${choice('rule', 'Rule', ids)}${settings.length > 1 ? choice('setting', 'Values of', settings, false) : null}<button
        type="reset"
      >
        Clear
      </button>
    </form>
    <p id="shown" role="status" aria-live="polite"></p>
    <div class="scroll">
      <table id="hosts-table">
        <caption>
          Hosts by name; a row opens to all its findings
        </caption>
        <thead>
          <tr></tr>
        </thead>
        <tbody></tbody>
      </table>
    </div>
    <button type="button" id="more" hidden>Show more</button>
  </section> `.text;
}

/** Indexes are the values, so that no name has to be told from "all". */
function choice(id: string, label: string, names: readonly string[], hasAll = true): Html {
  if (names.length === 0) return markup``;
  const options = names.map((name) => markup`<option>${name}</option>`);
  return markup`<label
    >${label}
    <select id="${id}">
      ${hasAll ? markup`<option value="">all</option>` : null}${options}
    </select></label
  > `;
}

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
