import { methodElement, type Call } from '../../call.ts';
import type { Moref } from '../../moref.ts';
import { escapeXml, textElement } from '../../xml-writer.ts';

/** Types that an advanced option can have, as XML Schema names them (protocol.md 4). */
export type OptionType = 'string' | 'long' | 'int' | 'boolean';

export interface OptionChange {
  readonly key: string;
  /** Exactly the type that the host has the option in. */
  readonly type: OptionType;
  readonly value: string;
}

/** Changes one advanced option; one a call, since it is not known whether a refused call leaves some applied. */
export function updateOption(manager: Moref, { key, type, value }: OptionChange): Call<void> {
  const method = 'UpdateOptions';
  const typed = `<value xsi:type="xsd:${type}">${escapeXml(value)}</value>`;
  const change = `<changedValue xsi:type="OptionValue">${textElement('key', key)}${typed}</changedValue>`;
  return { method, body: methodElement(method, manager, change), safe: false, decode: () => {} };
}
