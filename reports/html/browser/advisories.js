// @ts-check
import { byId, valueOf } from './elements.js';

/** Lets people look for an advisory, a CVE or a build; a page without advisories has no field for it. */
export function makeSearchable() {
  const table = document.getElementById('advisories');
  if (!(table instanceof HTMLTableElement)) return;
  const rows = [...(table.tBodies[0]?.rows ?? [])];
  const texts = rows.map(aboutOf);
  byId('advisories-live').hidden = false;
  byId('advisory-search').addEventListener('input', () => {
    const query = valueOf('advisory-search').trim().toLowerCase();
    const found = rows.map((row, place) => {
      row.hidden = !(texts[place] ?? '').includes(query);
      return !row.hidden;
    });
    const count = found.filter(Boolean).length;
    byId('advisories-shown').textContent = query === '' ? '' : `${count} of ${rows.length} shown`;
  });
}

/** What it is, and not the hosts that it opens to: of those the first are named alone. @param {HTMLTableRowElement} row */
function aboutOf(row) {
  return [...row.querySelectorAll('.about')].map(({ textContent }) => (textContent ?? '').toLowerCase()).join(' ');
}
