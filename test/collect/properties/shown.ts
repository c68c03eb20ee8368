import { PROPERTY_READERS } from '../../../src/collect/properties.ts';
import type { PropertyFactName } from '../../../src/model/property-facts.ts';
import type { Reading } from '../../../src/model/reading.ts';
import type { VimElement } from '../../../src/vim/element.ts';
import { parseXml } from '../../../src/vim/xml-reader.ts';
import { HOST } from '../../evaluate/facts.ts';

const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

/** What a fact is where the server answers so: `<val …>` as it stands in a propSet; null where it leaves the property out. */
export function factOf(name: PropertyFactName, answer: string | null): Reading<unknown> {
  const reader = PROPERTY_READERS[name];
  if (reader.kind !== 'told') throw new Error(`${name} does not stand in the host's own properties`);
  const [path = ''] = reader.paths;
  const properties = new Map<string, VimElement>(answer === null ? [] : [[path, valueIn(answer)]]);
  return reader.from({ object: { type: 'HostSystem', value: 'host-1' }, properties, missing: new Map() }, HOST);
}

function valueIn(answer: string): VimElement {
  return parseXml(answer.replace('<val', `<val ${XSI}`));
}

/** The value where it was read; the word for what it is else. */
export function shown(reading: Reading<unknown>): unknown {
  return reading.kind === 'read' ? reading.value : reading.kind;
}
