import { STATES, VERDICTS } from '../../../src/model/finding.ts';
import type { Scan } from '../../../src/model/scan.ts';
import { markup, type Html } from '../../html/template.ts';

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
