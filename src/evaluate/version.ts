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
  if (left && right) return compare(BigInt(one), BigInt(other));
  if (left !== right) return left ? 1 : -1;
  return compare(one.toLowerCase(), other.toLowerCase());
}

function isNumber(part: string): boolean {
  return /^\d/.test(part);
}

function compare<T extends bigint | string>(one: T, other: T): number {
  return one < other ? -1 : Number(one > other);
}
