const LONGEST = 2_000;
const ATTRIBUTE = /^([A-Za-z][\w.]*)\s*=\s*(\S.*)$/s;

/**
 * The attributes of a distinguished name, as `cn=CA`: types in lower case, values with their quotes and escapes taken off. Null
 * for a text that is none. A value that holds a comma is quoted, or has a backslash before it (RFC 4514).
 */
export function attributesIn(text: string): readonly string[] | null {
  if (text.length > LONGEST) return null;
  const parts = partsOf(text);
  const attributes = parts?.map((part) => ATTRIBUTE.exec(part.trim()));
  if (attributes === undefined || attributes.length === 0) return null;
  const made: string[] = [];
  for (const attribute of attributes) {
    const [, type, value] = attribute ?? [];
    if (type === undefined || value === undefined) return null;
    made.push(`${type.toLowerCase()}=${unquoted(value.trim())}`);
  }
  return made;
}

/** Cut at commas and pluses that stand for themselves; null where a quote or an escape is not ended. */
function partsOf(text: string): readonly string[] | null {
  const parts: string[] = [];
  let part = '';
  let quoted = false;
  let escaped = false;
  for (const character of text) {
    if (escaped) escaped = false;
    else if (character === '\\') escaped = true;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && /[,+;]/.test(character)) {
      parts.push(part);
      part = '';
      continue;
    }
    part += character;
  }
  return quoted || escaped ? null : [...parts, part];
}

function unquoted(value: string): string {
  const inner = /^"(.*)"$/s.exec(value)?.[1] ?? value;
  return inner.replace(/\\(.)/gs, '$1');
}
