/** What JSON.stringify leaves raw and a terminal, an editor or a reader of source code may obey. */
const RAW = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** JSON on one line in which every control and invisible character is escaped: it parses back to the very same value. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value).replace(RAW, escapeUnits);
}

/** JSON knows escapes of UTF-16 units only: a character above U+FFFF takes two. */
function escapeUnits(character: string): string {
  return Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
    .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('');
}

/** One member of a document, `"name": value`, without the comma. */
export function member(name: string, value: unknown): string {
  return `  ${jsonText(name)}: ${jsonText(value)}`;
}

/** A member that is a list, an element a line, written as it is made. */
export function* listMember(name: string, elements: Iterable<unknown>): Iterable<string> {
  yield `  ${jsonText(name)}: [`;
  let separator = '\n';
  for (const element of elements) {
    yield `${separator}    ${jsonText(element)}`;
    separator = ',\n';
  }
  yield separator === '\n' ? ']' : '\n  ]';
}

/** Whole members, each in pieces, as one document that ends in a newline. */
export function* jsonDocument(members: readonly Iterable<string>[]): Iterable<string> {
  yield '{\n';
  for (const [index, pieces] of members.entries()) {
    if (index > 0) yield ',\n';
    yield* pieces;
  }
  yield '\n}\n';
}
