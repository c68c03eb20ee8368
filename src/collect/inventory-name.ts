const ESCAPES: Readonly<Record<string, string>> = { '%2f': '/', '%5c': '\\', '%25': '%' };

/** Inventory names hold three characters escaped, `/`, `\` and `%` (protocol.md 2.6); other `%` pairs are literal. */
export function decodeInventoryName(name: string): string {
  return name.replaceAll(/%(?:2f|5c|25)/gi, (escape) => ESCAPES[escape.toLowerCase()] ?? escape);
}
