/** Whether two values are one in different notations: `FALSE`, `false`, `0` and `0x0`; nothing else is made alike. */
export function sameNotation(one: string, other: string): boolean {
  return plainNotation(one) === plainNotation(other);
}

/** One notation for values that are the same. */
export function plainNotation(value: string): string {
  const text = value.trim();
  if (/^true$/i.test(text)) return '1';
  if (/^false$/i.test(text)) return '0';
  return /^(0x[0-9a-f]{1,32}|\d{1,40})$/i.test(text) ? BigInt(text).toString() : text;
}
