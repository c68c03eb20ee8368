// @ts-check
import { copyNames, saveCsv } from './exports.js';
import { clearFilters, followAddress, readFilters, writeFilters } from './filters.js';
import { makeSearchable } from './advisories.js';
import { makeWalkable } from './heat-map.js';
import { byId } from './elements.js';
import { draw, drawMore, show, shown } from './hosts-table.js';
import { hosts } from './data.js';

function switchTheme() {
  const { dataset } = document.documentElement;
  const isDark =
    dataset['theme'] === 'dark' ||
    (dataset['theme'] === undefined && matchMedia('(prefers-color-scheme: dark)').matches);
  dataset['theme'] = isDark ? 'light' : 'dark';
  nameTheme(!isDark);
}

/** @param {boolean} isDark */
function nameTheme(isDark) {
  byId('theme').textContent = isDark ? 'Light mode' : 'Dark mode';
}

/** All hosts that are shown go on paper, not the first hundred alone. */
function printHosts() {
  document.documentElement.classList.add('with-hosts');
  draw(hosts.length);
  print();
}

function afterPrint() {
  if (!document.documentElement.classList.contains('with-hosts')) return;
  document.documentElement.classList.remove('with-hosts');
  draw();
}

async function copyAndTell() {
  const told = await copyNames();
  byId('shown').textContent = told;
}

/** Typing is answered when it pauses: a large estate is looked through once, not at every letter. */
let waiting = 0;
function readSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(readFilters, 40);
}

/** @param {string} id @param {() => void} does */
function onClick(id, does) {
  byId(id).hidden = false;
  byId(id).addEventListener('click', does);
}

document.documentElement.classList.add('js');
byId('hosts-live').hidden = false;
nameTheme(matchMedia('(prefers-color-scheme: dark)').matches);
onClick('theme', switchTheme);
onClick('print', () => print());
onClick('print-hosts', printHosts);
onClick('copy', () => void copyAndTell());
onClick('csv', saveCsv);
byId('more').addEventListener('click', drawMore);
byId('filters').addEventListener('input', (event) => {
  if (event.target instanceof HTMLSelectElement) readFilters();
  else readSoon();
});
byId('filters').addEventListener('submit', (event) => event.preventDefault());
byId('filters').addEventListener('reset', () => setTimeout(clearFilters));
byId('chips').addEventListener('click', writeFilters);
addEventListener('hashchange', followAddress);
addEventListener('afterprint', afterPrint);
const map = document.querySelector('table.heat');
if (map instanceof HTMLTableElement) makeWalkable(map);
makeSearchable();
show(shown);
followAddress();
