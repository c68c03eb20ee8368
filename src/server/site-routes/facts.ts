import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { linesIn, SNAPSHOT_LIMITS, snapshotInvalid } from '../../snapshot/lines.ts';
import { end, header, memberOf, Misfit, objectIn, SNAPSHOT_SCHEMA_NAME, type Shape } from '../../snapshot/shape.ts';
import type { TargetReport } from '../../model/scan.ts';
import { SiteRefusal } from './refusal.ts';

/** What the centre needs to know of a snapshot to take it; hosts are decoded when they are judged. */
export interface FactsHead {
  readonly target: TargetReport;
  readonly readFrom: Date;
  readonly readAt: Date;
  readonly hosts: number;
  /** Of the bytes, not packed, in hexadecimal. */
  readonly sha256: string;
}

/** Bytes that a snapshot may have, not packed. */
export const MOST_BYTES = 64 * 1024 * 1024;

/** Facts of a thousand equal hosts come to a hundredth; what comes to less was made to fill memory. */
const MOST_RATIO = 500;
const ALWAYS_BYTES = 1024 * 1024;

/** A clock of a site may be so far ahead. */
const AHEAD_MS = 300_000;
const EARLIEST = Date.parse('2000-01-01T00:00:00.000Z');

/** Reads a packed snapshot to its end, a line at a time. Throws SNAPSHOT_INVALID, SNAPSHOT_OF_SEVERAL_TARGETS, TOO_LARGE. */
export async function readHead(packed: Buffer, now: Date): Promise<FactsHead> {
  const whole = createHash('sha256');
  const reading = new HeadReading();
  const limits = { ...SNAPSHOT_LIMITS, total: MOST_BYTES };
  for await (const line of linesIn(
    unpacked(packed, (chunk) => whole.update(chunk)),
    limits,
  ))
    reading.take(line);
  const { head, hosts } = reading.finish();
  const [target, ...others] = head.targets;
  if (target === undefined || others.length > 0) {
    throw new SiteRefusal(
      422,
      'SNAPSHOT_OF_SEVERAL_TARGETS',
      'A snapshot that is shipped holds one target; take one of each.',
    );
  }
  const [readFrom, readAt] = [new Date(head.startedAt), new Date(head.finishedAt)];
  if (readFrom > readAt || readFrom.getTime() < EARLIEST) throw snapshotInvalid('its times cannot be', 1);
  if (readAt.getTime() > now.getTime() + AHEAD_MS) throw snapshotInvalid('it was read in the future', 1);
  return { target, readFrom, readAt, hosts, sha256: whole.digest('hex') };
}

async function* unpacked(packed: Buffer, look: (chunk: Buffer) => void): AsyncGenerator<Buffer> {
  const most = Math.min(MOST_BYTES, Math.max(ALWAYS_BYTES, packed.length * MOST_RATIO));
  const gunzip = Readable.from([packed]).pipe(createGunzip());
  let total = 0;
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      total += chunk.length;
      if (total > most)
        throw new SiteRefusal(413, 'TOO_LARGE', 'The snapshot comes to more bytes than the centre takes.');
      look(chunk);
      yield chunk;
    }
  } catch (error) {
    const { code } = error as { code?: string };
    throw code?.startsWith('Z_') === true
      ? snapshotInvalid('it is not packed by gzip, or breaks off', null, error)
      : error;
  } finally {
    gunzip.destroy();
  }
}

/** Header and end are looked at; lines between are counted and sealed. */
class HeadReading {
  readonly #seal = createHash('sha256');
  #head: ReturnType<typeof header> | null = null;
  #last: string | null = null;
  #hosts = -1;

  take(line: string): void {
    if (this.#last !== null) this.#add(this.#last);
    this.#last = line;
  }

  #add(line: string): void {
    if (this.#head === null) this.#head = headerOf(line);
    this.#seal.update(line).update('\n');
    this.#hosts += 1;
    if (this.#hosts > SNAPSHOT_LIMITS.hosts) throw snapshotInvalid('there are too many hosts');
  }

  finish(): { readonly head: ReturnType<typeof header>; readonly hosts: number } {
    if (this.#head === null || this.#last === null) throw snapshotInvalid('it breaks off: its end is missing');
    const { hosts, sha256 } = fitting(end, this.#last).end;
    if (hosts !== this.#hosts) throw snapshotInvalid(`${hosts} hosts were written, and ${this.#hosts} are there`);
    if (sha256 !== this.#seal.digest('hex')) throw snapshotInvalid('its lines were changed after they were written');
    return { head: this.#head, hosts };
  }
}

function headerOf(line: string): ReturnType<typeof header> {
  return fitting((value) => {
    if (memberOf(objectIn(value), 'schema') !== SNAPSHOT_SCHEMA_NAME)
      throw new Misfit(SNAPSHOT_SCHEMA_NAME, ['schema']);
    return header(value);
  }, line);
}

function fitting<Value>(shape: Shape<Value>, line: string): Value {
  try {
    return shape(JSON.parse(line));
  } catch (error) {
    if (error instanceof Misfit) throw snapshotInvalid(error.message, null, error);
    if (error instanceof SyntaxError) throw snapshotInvalid('it is not JSON', null, error);
    throw error;
  }
}
