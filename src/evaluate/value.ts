import type { FactType } from '../model/property-facts.ts';
import type { RuleValue } from '../model/rule.ts';
import type { Truth } from '../model/truth.ts';
import { compareVersions } from './version.ts';

/** How a value is compared; `untyped` where the source does not tell, and then the wanted value decides. */
export type ValueType = FactType | 'untyped';

/** The type of a VMkernel setting as esxcli names it: `Bool`, `String`, `uint32` ... (protocol.md 3.4). */
export function valueTypeOf(esxcliType: string | null): ValueType {
  const type = (esxcliType ?? '').toLowerCase();
  if (/^bool(ean)?$/.test(type)) return 'boolean';
  if (type === 'string') return 'text';
  return /^(u?int(8|16|32|64)?|integer|short|long|byte)$/.test(type) ? 'integer' : 'untyped';
}

/** `true`, `TRUE` and `1` are one value. Undefined for a text that is no boolean. */
export function booleanIn(text: string): Truth {
  const word = text.trim().toLowerCase();
  if (word === 'true' || word === '1') return true;
  return word === 'false' || word === '0' ? false : undefined;
}

/** A number of any size; boolean words count as 1 and 0, since releases differ in notation. */
export function numberIn(text: string): bigint | number | undefined {
  const trimmed = text.trim();
  if (/^[+-]?\d{1,40}$/.test(trimmed)) return BigInt(trimmed.replace('+', ''));
  if (/^[+-]?\d{1,20}\.\d{1,20}$/.test(trimmed)) return Number(trimmed);
  const truth = booleanIn(trimmed);
  return truth === undefined ? undefined : BigInt(truth);
}

/** Whether two values are the same by their type; undefined when one of them is no value of that type. */
export function sameValue(actual: string, wanted: RuleValue, type: ValueType): Truth {
  const text = String(wanted);
  switch (type) {
    case 'boolean':
      return same(booleanIn(actual), booleanIn(text));
    case 'integer':
      return sameNumber(numberIn(actual), numberIn(text));
    case 'text':
      return isBooleanWord(actual) && isBooleanWord(text) ? booleanIn(actual) === booleanIn(text) : actual === text;
    case 'version':
      return sameOrder(compareVersions(actual, text));
    case 'untyped':
      return sameValue(actual, wanted, typeOfWanted(text));
  }
}

function typeOfWanted(text: string): ValueType {
  if (isBooleanWord(text)) return 'boolean';
  return numberIn(text) === undefined ? 'text' : 'integer';
}

/** `true` and `false` in any case; a bare 1 or 0 may be a number. */
export function isBooleanWord(text: string): boolean {
  return /^(true|false)$/i.test(text.trim());
}

function same(one: Truth, other: Truth): Truth {
  return one === undefined || other === undefined ? undefined : one === other;
}

function sameOrder(order: number | undefined): Truth {
  return order === undefined ? undefined : order === 0;
}

function sameNumber(one: bigint | number | undefined, other: bigint | number | undefined): Truth {
  return one === undefined || other === undefined ? undefined : !(one < other) && !(one > other);
}

/** Below 0 where the value comes before the wanted one, 0 where both are one; undefined where they have no order. */
export function orderOf(actual: string, wanted: number | string, type: ValueType): number | undefined {
  if (type === 'version') return compareVersions(actual, String(wanted));
  const [one, other] = [numberIn(actual), numberIn(String(wanted))];
  if (one === undefined || other === undefined) return undefined;
  return one < other ? -1 : Number(one > other);
}
