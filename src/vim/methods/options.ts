import { type Call, methodElement } from '../call.ts';
import { child, childrenNamed, plainText, textOf, type VimElement } from '../element.ts';
import type { Moref } from '../moref.ts';
import { textElement } from '../xml-writer.ts';

/** An advanced option as stored (docs/internals/wire.md 4). */
export interface OptionValue {
  readonly key: string;
  /** `boolean`, `long`, `int`, `string` ...; null where the server does not say. */
  readonly type: string | null;
  /** Null where the answer holds none, or something else than one value. */
  readonly value: string | null;
}

/** Options by full key, or by a prefix that ends in a dot; null: all of them. Faults with InvalidName for an unknown one. */
export function queryOptions(manager: Moref, name: string | null): Call<readonly OptionValue[]> {
  const method = 'QueryOptions';
  return {
    method,
    body: methodElement(method, manager, name === null ? '' : textElement('name', name)),
    safe: true,
    decode: (response) => childrenNamed(response, 'returnval').map(optionValueOf),
  };
}

/** Reads an OptionValue wherever it stands. */
export function optionValueOf(element: VimElement): OptionValue {
  const value = child(element, 'value');
  return {
    key: textOf(element, 'key') ?? '',
    type: value?.xsiType ?? null,
    value: value === null ? null : plainText(value),
  };
}
