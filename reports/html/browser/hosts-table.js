// @ts-check
import { addressOf, everything, shownBy } from './address.js';
import { columns, verdictOf } from './columns.js';
import { hosts } from './data.js';
import { detailOf } from './details.js';
import { button, byId, element } from './elements.js';
import { filterWords, matching } from './matching.js';

const STEP = 100;
/** A column, counted from one, below zero where it falls: the verdict, where nothing else is asked. */
const WORST_FIRST = 2;

/** What is shown, as the address says it. */
export let shown = everything();
let drawn = STEP;

/** @param {import('./address.js').Shown} wanted */
export function show(wanted) {
  shown = wanted;
  drawn = STEP;
  drawHead();
  draw();
}

/** Hosts that are asked for, in the order that is asked for: all of them, not those of the first page alone. */
export function shownHosts() {
  const order = shown.order ?? WORST_FIRST;
  const column = columns[Math.abs(order) - 1] ?? columns[0];
  if (column === undefined) return [];
  const sign = order < 0 ? -1 : 1;
  return matching(shown)
    .map((host) => ({ host, key: column.keyOf(host) }))
    .sort((one, other) =>
      one.key < other.key ? -sign : one.key > other.key ? sign : one.host.index - other.host.index,
    )
    .map(({ host }) => host);
}

/** @param {number} [most] rows that are drawn at least */
export function draw(most = drawn) {
  const found = shownHosts();
  const rows = found.slice(0, most).map(rowOf);
  tablePart('tbody').replaceChildren(...rows);
  const [only] = found;
  if (shown.host !== null && only !== undefined && rows[0] !== undefined) open(rows[0], only);
  const some = found.length > rows.length ? `, the first ${rows.length} are listed` : '';
  byId('shown').textContent = `${found.length} of ${hosts.length} hosts${some}`;
  byId('more').hidden = found.length <= rows.length;
  drawChips();
}

export function drawMore() {
  drawn += STEP;
  draw();
}

/** @param {string} name @returns {Element} */
function tablePart(name) {
  const found = byId('hosts-table').querySelector(name);
  if (found === null) throw new Error(`the table has no ${name}`);
  return found;
}

/** @param {import('./data.js').Host} host */
function rowOf(host) {
  const cells = columns.map((column, index) => (index === 0 ? hostCell(host) : cellOf(column, host)));
  const row = element('tr', cells);
  row.id = `h${host.index}`;
  return row;
}

/** @param {import('./columns.js').Column} column @param {import('./data.js').Host} host */
function cellOf({ textOf, contentOf }, host) {
  return element('td', contentOf === undefined ? textOf(host) : contentOf(host));
}

/** The verdict stands below the name where the screen is too narrow for its column. @param {import('./data.js').Host} host */
function hostCell(host) {
  const name = button(host.name, () => toggle(name, host), 'host');
  name.setAttribute('aria-expanded', 'false');
  const cell = element('th', [name, element('span', [verdictOf(host)], 'narrow')]);
  cell.setAttribute('scope', 'row');
  return cell;
}

/** @param {HTMLElement} name @param {import('./data.js').Host} host */
function toggle(name, host) {
  const row = name.closest('tr');
  if (row === null) return;
  if (name.getAttribute('aria-expanded') === 'false') open(row, host);
  else {
    name.setAttribute('aria-expanded', 'false');
    row.nextElementSibling?.remove();
  }
}

/** @param {Element} row @param {import('./data.js').Host} host */
function open(row, host) {
  row.querySelector('button.host')?.setAttribute('aria-expanded', 'true');
  row.after(detailOf(host, columns.length));
}

function drawHead() {
  tablePart('thead tr').replaceChildren(...columns.map(headCell));
}

/** @param {import('./columns.js').Column} column @param {number} index */
function headCell({ title }, index) {
  const cell = element('th', [button(title(), () => sortBy(index))]);
  cell.setAttribute('scope', 'col');
  const order = shown.order ?? WORST_FIRST;
  if (Math.abs(order) === index + 1) cell.setAttribute('aria-sort', order < 0 ? 'descending' : 'ascending');
  return cell;
}

/** @param {number} index */
function sortBy(index) {
  const order = shown.order ?? WORST_FIRST;
  go({ ...shown, order: order === index + 1 ? -order : index + 1 });
  const head = tablePart('thead').querySelectorAll('button')[index];
  head?.focus();
}

function drawChips() {
  const chips = filterWords(shown).map(({ key, text }) => {
    const chip = button(`${text} ✕`, () => go({ ...shown, [key]: null }), 'chip');
    chip.setAttribute('aria-label', `Take away the filter ${text}`);
    return chip;
  });
  byId('chips').replaceChildren(...chips);
}

/** Shows something else, and lets the address say so. @param {import('./address.js').Shown} wanted */
export function go(wanted) {
  show(wanted);
  keepAddress();
}

/** The address can be sent to somebody, or kept; it is no step of the history. */
export function keepAddress() {
  const address = addressOf(shown);
  const isPlain = address === '#/' && shownBy(location.hash) === null;
  if (!isPlain) history.replaceState(null, '', address);
}
