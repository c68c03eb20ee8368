/** Control characters but line feed, and the marks that turn the direction of text: a terminal would obey them. */
const OBEYED_BY_TERMINALS = /(?!\n)\p{Cc}|\p{Bidi_Control}|[\u2028\u2029]/gu;

/** Text from a host, a file or a server with every character that a terminal would obey replaced by a visible one. */
export function harmless(text: string): string {
  return text.replace(OBEYED_BY_TERMINALS, '\ufffd');
}
