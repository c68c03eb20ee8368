const BOOLEANS = new Set(['true', 'false']);

/** Releases write truth values in different case (protocol.md 3.4); all other text must be equal to the letter. */
export function isSameValue(one: string, other: string): boolean {
  const [left, right] = [one.trim().toLowerCase(), other.trim().toLowerCase()];
  return one === other || (BOOLEANS.has(left) && left === right);
}
