/** JSON as PostgreSQL takes it: what it cannot hold, NUL and halves of characters, becomes U+FFFD. */
export function storedJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(/\\(u0000|ud[89a-f][0-9a-f]{2}|.)/g, (written, escape: string) =>
    escape.length > 1 ? '\\ufffd' : written,
  );
}

/** A text as PostgreSQL takes it, no longer than `most` UTF-16 units. */
export function storedText(text: string, most = 4_000): string {
  return text.slice(0, most).replaceAll(/\0|\p{Surrogate}/gu, '\u{fffd}');
}
