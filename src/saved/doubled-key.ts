const [QUOTE, BACKSLASH] = [0x22, 0x5c];

/**
 * A key that stands twice in one object of a text that is JSON, of which parsers keep the last; null where there is none. In one pass,
 * without recursion; the answer to a text that is no JSON means nothing.
 */
export function doubledKey(text: string): string | null {
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '{') open.push(new Set());
    else if (character === '[') open.push(null);
    else if (character === '}' || character === ']') open.pop();
    if (character !== '"') continue;
    const end = endOfString(text, at);
    if (isKey(text, end)) {
      const key = JSON.parse(text.slice(at, end + 1)) as string;
      const known = open.at(-1);
      if (known?.has(key) === true) return key;
      known?.add(key);
    }
    at = end;
  }
  return null;
}

/** Where the quote stands that ends it. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at;
}

/** Whether a colon follows the string that ends there. */
function isKey(text: string, end: number): boolean {
  let at = end + 1;
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at += 1;
  return text[at] === ':';
}
