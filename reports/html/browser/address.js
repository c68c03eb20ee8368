// @ts-check

/**
 * What the table of hosts shows: indexes as in the page's data, and what people typed. `order` is a column, below zero where
 * it falls; null: not asked.
 * @typedef {Record<'cluster' | 'folder' | 'label' | 'rule' | 'verdict' | 'state' | 'action' | 'cause' | 'host' | 'order', number | null> &
 *   { query: string }} Shown
 */

const LETTERS = /** @type {const} */ ([
  ['cluster', 'c'],
  ['folder', 'f'],
  ['label', 'l'],
  ['rule', 'r'],
  ['verdict', 'v'],
  ['state', 's'],
  ['action', 'a'],
  ['cause', 't'],
  ['host', 'h'],
  ['order', 'o'],
]);

/** @returns {Shown} */
export function everything() {
  return {
    cluster: null,
    folder: null,
    label: null,
    rule: null,
    verdict: null,
    state: null,
    action: null,
    cause: null,
    host: null,
    order: null,
    query: '',
  };
}

/** `#/c4/r7/qesx`; null where it is no such address, as a link to a heading. @param {string} hash @returns {Shown | null} */
export function shownBy(hash) {
  if (!hash.startsWith('#/')) return null;
  const shown = everything();
  for (const part of hash.slice(2).split('/')) {
    const [, letter, number] = /^([a-z])(-?\d{1,7})$/.exec(part) ?? [];
    const key = LETTERS.find((pair) => pair[1] === letter)?.[0];
    if (key !== undefined) shown[key] = Number(number);
    else if (part.startsWith('q')) shown.query = decoded(part.slice(1));
  }
  return shown;
}

/** @param {Shown} shown */
export function addressOf(shown) {
  const parts = LETTERS.flatMap(([key, letter]) => (shown[key] === null ? [] : [`/${letter}${shown[key]}`]));
  const query = shown.query === '' ? '' : `/q${encodeURIComponent(shown.query)}`;
  return `#${parts.join('')}${query}` === '#' ? '#/' : `#${parts.join('')}${query}`;
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
