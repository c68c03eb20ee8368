// @ts-check
import { everything, shownBy } from './address.js';
import { byId, setValue, valueOf } from './elements.js';
import { go, show, shown } from './hosts-table.js';

const CHOICES = /** @type {const} */ (['cluster', 'folder', 'label', 'rule', 'verdict', 'state']);

/** What was chosen and typed; what else the address asks for stays. */
export function readFilters() {
  const wanted = { ...shown, query: valueOf('search') };
  for (const name of CHOICES) wanted[name] = valueOf(name) === '' ? null : Number(valueOf(name));
  go(wanted);
}

export function clearFilters() {
  go(everything());
  writeFilters();
}

/** Lets the fields say what is shown. */
export function writeFilters() {
  setValue('search', shown.query);
  for (const name of CHOICES) setValue(name, shown[name] === null ? '' : String(shown[name]));
}

/** An address within the page that asks for hosts shows them and leads there; any other is for the browser. */
export function followAddress() {
  const wanted = shownBy(location.hash);
  if (wanted === null) return;
  show(wanted);
  writeFilters();
  byId('hosts').scrollIntoView();
  byId('shown').focus({ preventScroll: true });
}
