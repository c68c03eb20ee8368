// @ts-check
// One stop of the tabulator for the whole map; from there arrow keys lead to the next number in their direction.

const STEPS = /** @type {Record<string, readonly [down: number, right: number]>} */ ({
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
});

/** @param {HTMLTableElement} map */
export function makeWalkable(map) {
  const links = [...map.querySelectorAll('td a')];
  for (const one of links.slice(1)) one.setAttribute('tabindex', '-1');
  map.addEventListener('keydown', (event) => {
    const step = STEPS[event.key];
    const cell = event.target instanceof Element ? event.target.closest('td') : null;
    if (step === undefined || cell === null) return;
    event.preventDefault();
    walk(map, cell, step);
  });
}

/** Past cells without a number. @param {HTMLTableElement} map @param {HTMLTableCellElement} from @param {readonly [number, number]} step */
function walk(map, from, [down, right]) {
  const row = from.closest('tr');
  if (row === null) return;
  for (let line = row.rowIndex + down, column = from.cellIndex + right; ; line += down, column += right) {
    const cell = map.rows[line]?.cells[column];
    if (cell === undefined || line < 1 || column < 1) return;
    const next = cell.querySelector('a');
    if (next === null) continue;
    map.querySelector('td a:not([tabindex])')?.setAttribute('tabindex', '-1');
    next.removeAttribute('tabindex');
    next.focus();
    return;
  }
}
