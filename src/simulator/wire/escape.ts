/** Written in a value, becomes a byte that is no UTF-8 on the wire. */
export const INVALID_BYTE_MARK = '\uF8FF';
/** Written in a value, becomes the character reference `&#x0;` on the wire, which XML 1.0 forbids. */
export const NULL_REFERENCE_MARK = '\uF8FE';

const SPECIAL = /[&<>"]/;
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Escapes markup and nothing else: like the real server, control characters pass through raw. */
export function escapeText(text: string): string {
  return SPECIAL.test(text) ? text.replace(/[&<>]/g, (character) => ENTITIES[character] ?? character) : text;
}

export function escapeAttribute(text: string): string {
  return SPECIAL.test(text) ? text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character) : text;
}

/** The bytes of an answer, with the marks above turned into what no honest encoder writes. */
export function encodeBody(text: string): Buffer {
  if (!text.includes(INVALID_BYTE_MARK) && !text.includes(NULL_REFERENCE_MARK)) return Buffer.from(text, 'utf8');
  const pieces = text.replaceAll(NULL_REFERENCE_MARK, '&#x0;').split(INVALID_BYTE_MARK);
  return Buffer.concat(
    pieces.flatMap((piece, i) => (i === 0 ? [Buffer.from(piece)] : [Buffer.of(0xff), Buffer.from(piece)])),
  );
}
