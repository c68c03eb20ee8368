import type { FactType } from '../../model/property-fact.ts';
import type { RuleValue } from '../../model/check.ts';
import type { TriState } from '../../model/tri-state.ts';

/** How a value is compared; `untyped` where the source does not tell, and then the wanted value decides. */
export type ValueType = FactType | 'untyped';

/** The type of a VMkernel setting as esxcli names it: `Bool`, `String`, `uint32` ... (docs/internals/wire.md 3.4). */
export function valueTypeOf(esxcliType: string | null): ValueType {
  const type = (esxcliType ?? '').toLowerCase();
  if (/^bool(ean)?$/.test(type)) return 'boolean';
  if (type === 'string') return 'text';
  return /^(u?int(8|16|32|64)?|integer|short|long|byte)$/.test(type) ? 'integer' : 'untyped';
}

/** The type of an advanced option; values that look boolean in some namespaces are numbers there (docs/internals/wire.md 4). */
export function optionValueType(type: string | null): ValueType {
  if (type === 'boolean') return 'boolean';
  if (type === 'long' || type === 'int' || type === 'short') return 'integer';
  return type === 'string' ? 'text' : 'untyped';
}

/** `true`, `TRUE` and `1` are one value. Undefined for a text that is no boolean. */
export function booleanIn(text: string): TriState {
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
export function sameValue(actual: string, wanted: RuleValue, type: ValueType): TriState {
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

function same(one: TriState, other: TriState): TriState {
  return one === undefined || other === undefined ? undefined : one === other;
}

function sameOrder(order: number | undefined): TriState {
  return order === undefined ? undefined : order === 0;
}

function sameNumber(one: bigint | number | undefined, other: bigint | number | undefined): TriState {
  return one === undefined || other === undefined ? undefined : !(one < other) && !(one > other);
}

/** Below 0 where the value comes before the wanted one, 0 where both are one; undefined where they have no order. */
export function orderOf(actual: string, wanted: number | string, type: ValueType): number | undefined {
  if (type === 'version') return compareVersions(actual, String(wanted));
  const [one, other] = [numberIn(actual), numberIn(String(wanted))];
  if (one === undefined || other === undefined) return undefined;
  return one < other ? -1 : Number(one > other);
}

/** A version in parts: `8.0.3`, `5.5.0.124-1OEM.550.0.0.1331820`. Numbers and words stand apart, separators do not count. */
const PART = /\d+|[a-z]+/gi;

const LONGEST = 200;

/**
 * Compares part by part, numbers as numbers; a missing part counts as 0. A number comes after a word.
 * Undefined for a text without a digit, which is no version. No other comparison knows ESXi's (`8.0.3.0`) and VIBs' forms.
 */
export function compareVersions(one: string, other: string): number | undefined {
  const [left, right] = [partsOf(one), partsOf(other)];
  if (left === null || right === null) return undefined;
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const order = compareParts(left[index] ?? '0', right[index] ?? '0');
    if (order !== 0) return order;
  }
  return 0;
}

function partsOf(text: string): readonly string[] | null {
  if (text.length > LONGEST || !/\d/.test(text)) return null;
  return text.match(PART) ?? null;
}

function compareParts(one: string, other: string): number {
  const [left, right] = [isNumber(one), isNumber(other)];
  if (left && right) return orderOfParts(BigInt(one), BigInt(other));
  if (left !== right) return left ? 1 : -1;
  return orderOfParts(one.toLowerCase(), other.toLowerCase());
}

function isNumber(part: string): boolean {
  return /^\d/.test(part);
}

function orderOfParts<T extends bigint | string>(one: T, other: T): number {
  return one < other ? -1 : Number(one > other);
}
