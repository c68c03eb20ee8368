import { escapeControlCharacters } from '../model/control-characters.ts';
import { EsxcheckError } from '../model/errors.ts';

const NEWLINE = 10;

/**
 * The lines of a snapshot without their ends, as its bytes come in; never more than one line is held.
 * Throws SNAPSHOT_INVALID for what is no UTF-8, too large, or breaks off within a line.
 */
export async function* linesIn(chunks: AsyncIterable<Uint8Array>, limits = SNAPSHOT_LIMITS): AsyncGenerator<string> {
  const line = new OpenLine(limits.line);
  let total = 0;
  for await (const chunk of chunks) {
    total += chunk.length;
    if (total > limits.total) throw snapshotInvalid('it is larger than any snapshot that esxcheck writes', line.number);
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      line.add(chunk.subarray(from, end));
      from = end + 1;
      yield line.close();
    }
    line.add(chunk.subarray(from));
  }
  if (!line.isEmpty) throw snapshotInvalid('it breaks off', line.number);
}

/** A line whose end has not come yet. */
class OpenLine {
  readonly #most: number;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #pieces: Uint8Array[] = [];
  #length = 0;
  number = 1;

  constructor(most: number) {
    this.#most = most;
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  add(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.#length += piece.length;
    if (this.#length > this.#most) throw snapshotInvalid('it is longer than esxcheck writes any', this.number);
    this.#pieces.push(piece);
  }

  close(): string {
    const text = this.#text();
    this.#pieces = [];
    this.#length = 0;
    this.number += 1;
    return text;
  }

  #text(): string {
    try {
      return this.#decoder.decode(Buffer.concat(this.#pieces));
    } catch (error) {
      throw snapshotInvalid('it is not UTF-8', this.number, error);
    }
  }
}

/** What a snapshot may hold: above all that an estate of 10,000 hosts comes to, below what would exhaust a machine. */
export interface SnapshotLimits {
  /** Bytes of one line: the header, or all facts of a host. */
  readonly line: number;
  /** Bytes of all lines, so that a small file cannot swell without end. */
  readonly total: number;
  readonly hosts: number;
}

export const SNAPSHOT_LIMITS: SnapshotLimits = {
  line: 4 * 1024 * 1024,
  total: 1024 * 1024 * 1024,
  hosts: 100_000,
};

/** Characters of a reason that are shown: it may be made of what the file holds. */
const SHOWN = 300;

/** The error for a file that is not a snapshot as it was written. */
export function snapshotInvalid(why: string, line: number | null = null, cause?: unknown): EsxcheckError {
  const place = line === null ? 'The snapshot cannot be used' : `Line ${line} of the snapshot cannot be used`;
  return new EsxcheckError('SNAPSHOT_INVALID', `${place}: ${escapeControlCharacters(why.slice(0, SHOWN))}.`, {
    details: ['Take it again: esxcheck snapshot --target … --output facts.esxsnap'],
    cause,
  });
}
