/** What the table of hosts is to show: indexes in the scan, and places of texts in the page's data. */
export interface Shown {
  readonly cluster?: number;
  readonly rule?: number;
  /** Place in VERDICTS. */
  readonly verdict?: number;
  readonly action?: number;
  readonly cause?: number;
  readonly host?: number;
}

const LETTERS = [
  ['cluster', 'c'],
  ['rule', 'r'],
  ['verdict', 'v'],
  ['action', 'a'],
  ['cause', 't'],
  ['host', 'h'],
] as const satisfies readonly (readonly [keyof Shown, string])[];

/** `#/c4/r7/v0`: within the file, numbers alone, so that no name becomes part of an address. The script of the page reads it. */
export function addressOf(shown: Shown): string {
  const parts = LETTERS.flatMap(([key, letter]) => (shown[key] === undefined ? [] : [`/${letter}${shown[key]}`]));
  return `#${parts.join('')}`;
}
