/** A file that people handed in is no text that can be read; the message is a clause for people: `it is ...`. */
export class NotText extends Error {
  constructor(why: string, cause?: unknown) {
    super(why, { cause });
    this.name = 'NotText';
  }
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** What a file begins with where it says how it is written (Unicode, "byte order mark"). */
const MARKS: readonly (readonly [bytes: readonly number[], encoding: Encoding | 'UTF-32'])[] = [
  [[0xff, 0xfe, 0, 0], 'UTF-32'],
  [[0, 0, 0xfe, 0xff], 'UTF-32'],
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

const GZIP = [0x1f, 0x8b] as const;

/**
 * The text in the bytes of a file that people hand in: UTF-8, or UTF-16 as the `>` of Windows PowerShell writes it; a byte
 * order mark is no part of it. Throws NotText for everything else, so that nothing is taken for what it is not.
 */
export function decodeText(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes);
  const text = decoded(bytes, encoding);
  if (text.includes('\0')) throw new NotText('it is no text: it holds NUL characters');
  return text;
}

/**
 * The same for text of which only the ASCII part counts, such as certificates in PEM form among comments: what is neither
 * UTF-8 nor UTF-16 is taken byte by byte. Never throws.
 */
export function decodeAscii(bytes: Uint8Array): string {
  try {
    return decodeText(bytes);
  } catch {
    return Buffer.from(bytes).toString('latin1');
  }
}

function encodingOf(bytes: Uint8Array): Encoding {
  const marked = MARKS.find(([mark]) => beginsWith(bytes, mark))?.[1];
  if (marked === 'UTF-32') throw new NotText('it is UTF-32 text; save it as UTF-8');
  if (beginsWith(bytes, GZIP)) throw new NotText('it is compressed (gzip), no text');
  return marked ?? guessed(bytes);
}

/** Text of ours begins with two ASCII characters: a NUL beside each of them is UTF-16 without a mark. */
function guessed([first = 1, second = 1, third = 1, fourth = 1]: Uint8Array): Encoding {
  if (first !== 0 && second === 0 && third !== 0 && fourth === 0) return 'utf-16le';
  return first === 0 && second !== 0 && third === 0 && fourth !== 0 ? 'utf-16be' : 'utf-8';
}

function beginsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return bytes.length >= mark.length && mark.every((byte, index) => bytes[index] === byte);
}

function decoded(bytes: Uint8Array, encoding: Encoding): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    if (encoding === 'utf-8') throw new NotText('it is neither UTF-8 nor UTF-16 text; save it as UTF-8', error);
    throw new NotText('it is UTF-16 text with broken characters, or cut short; save it as UTF-8', error);
  }
}
