import { lstat, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileWhole } from '../files/atomic-write.ts';
import { makeFolder } from '../files/folder.ts';
import { EsxcheckError } from '../model/errors.ts';
import type { Shipment } from './shipment.ts';
import { sha256Hex } from './signatures.ts';

export interface SpoolLimits {
  readonly keepDays: number;
  readonly maxMegabytes: number;
}

export interface SpoolOptions extends SpoolLimits {
  readonly folder: string;
  readonly now: () => Date;
  /** Told of whatever goes or cannot be used. */
  readonly warn: (sentence: string) => void;
}

/** A shipment that waits: its file, when its facts were read, and its size. */
interface Waiting {
  readonly name: string;
  readonly readAt: number;
  readonly bytes: number;
}

const NAME = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(\d{3})Z-[0-9a-f]{64}\.esxship$/;
/** What is left of a write that was cut off: see `writeFileWhole`. */
const DRAFT = /^\.\d{8}T\d{9}Z-[0-9a-f]{64}\.esxship\.[0-9a-f]{12}$/;
const DAY_MS = 86_400_000;
const LONGEST_HEAD = 2_000;
const FOR_ITS_OWNER = 0o600;
/** Bits by which others than the owner may write. */
const OTHERS_WRITE = 0o022;

const head = z.object({
  schema: z.literal('esxcheck.spooled/1'),
  target: z.string().min(1).max(253),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  packedSha256: z.string().regex(/^[0-9a-f]{64}$/),
  readAt: z.iso.datetime(),
});

/**
 * A folder of shipments that wait for the centre, a file each, written whole and for its owner alone. The oldest are the first to be
 * sent, and the first to go where the folder is full or they are too old. Files that are not of it are never touched.
 */
export class Spool {
  readonly #options: SpoolOptions;
  readonly #told = new Set<string>();

  /** Throws SPOOL_NOT_MADE, and SPOOL_OPEN where others may put files into the folder, which would go out under the site's key. */
  static async open(options: SpoolOptions): Promise<Spool> {
    try {
      makeFolder(options.folder, 0o700);
      const { mode } = await stat(options.folder);
      if ((mode & OTHERS_WRITE) !== 0 && process.platform !== 'win32') throw openToOthers(options.folder);
    } catch (error) {
      throw error instanceof EsxcheckError ? error : notMade(options.folder, error as Error);
    }
    return new Spool(options);
  }

  private constructor(options: SpoolOptions) {
    this.#options = options;
  }

  /** Keeps a shipment; one that is there already is there once. Throws FILE_NOT_WRITTEN, and SPOOL_FULL for one that has no room alone. */
  async add({ target, sha256, packed, readAt }: Shipment): Promise<void> {
    const first = { schema: 'esxcheck.spooled/1', target, sha256, packedSha256: sha256Hex(packed), readAt };
    const line = Buffer.from(`${JSON.stringify(first)}\n`);
    const bytes = line.length + packed.length;
    if (bytes > this.#most) throw full(this.#options, bytes);
    await this.#makeRoom(bytes);
    await writeFileWhole(this.#path(nameOf(readAt, sha256)), pieces(line, packed), FOR_ITS_OWNER);
  }

  /** What waits, oldest first. Too old ones go, and are told. Throws FILE_NOT_READ. */
  async list(): Promise<readonly Waiting[]> {
    const waiting = await this.#files();
    const oldest = this.#options.now().getTime() - this.#options.keepDays * DAY_MS;
    for (const one of waiting)
      if (one.readAt < oldest) await this.#drop(one, `it is older than ${this.#options.keepDays} days`);
    return waiting.filter(({ readAt }) => readAt >= oldest);
  }

  /** Null for what is gone, torn, or none of ours: told once, and left where it is until it is too old. */
  async read({ name }: Waiting): Promise<Shipment | null> {
    const bytes = await bytesOf(this.#path(name), this.#most).catch((error: NodeJS.ErrnoException) => error);
    if (bytes instanceof Error) return bytes.code === 'ENOENT' ? null : this.#unusable(name, bytes.message);
    const shipment = shipmentIn(bytes);
    return shipment === null || nameOf(shipment.readAt, shipment.sha256) !== name
      ? this.#unusable(name, 'it is not as it was written')
      : shipment;
  }

  async remove({ name }: Waiting): Promise<void> {
    await rm(this.#path(name), { force: true });
  }

  get #most(): number {
    return this.#options.maxMegabytes * 1_000_000;
  }

  #path(name: string): string {
    return join(this.#options.folder, name);
  }

  async #makeRoom(bytes: number): Promise<void> {
    let waiting = await this.list();
    let size = waiting.reduce((sum, one) => sum + one.bytes, bytes);
    for (; size > this.#most; waiting = waiting.slice(1)) {
      const [first] = waiting;
      if (first === undefined) return;
      await this.#drop(first, `the spool is full (${this.#options.maxMegabytes} MB)`);
      size -= first.bytes;
    }
  }

  async #files(): Promise<readonly Waiting[]> {
    const found: Waiting[] = [];
    for (const name of await namesIn(this.#options.folder)) {
      const status = await lstat(this.#path(name)).catch(() => null);
      if (status === null || !status.isFile()) continue;
      if (DRAFT.test(name) && status.mtimeMs < this.#options.now().getTime() - DAY_MS)
        await rm(this.#path(name), { force: true });
      const readAt = timeIn(name);
      if (readAt !== null) found.push({ name, readAt, bytes: status.size });
    }
    return found.toSorted((one, other) => one.readAt - other.readAt || (one.name < other.name ? -1 : 1));
  }

  async #drop(one: Waiting, why: string): Promise<void> {
    await this.remove(one);
    this.#options.warn(`facts of ${new Date(one.readAt).toISOString()} were never shipped and are gone: ${why}`);
  }

  #unusable(name: string, why: string): null {
    if (!this.#told.has(name)) this.#options.warn(`${JSON.stringify(this.#path(name))} is not shipped: ${why}`);
    this.#told.add(name);
    return null;
  }
}

function nameOf(readAt: string, sha256: string): string {
  return `${new Date(readAt).toISOString().replaceAll(/[-:.]/g, '')}-${sha256}.esxship`;
}

function timeIn(name: string): number | null {
  const [, year, month, day, hour, minute, second, ms] = NAME.exec(name) ?? [];
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`);
  return Number.isNaN(time) ? null : time;
}

function shipmentIn(bytes: Buffer): Shipment | null {
  const end = bytes.subarray(0, LONGEST_HEAD).indexOf('\n');
  const parsed = end < 0 ? null : head.safeParse(jsonOf(bytes.subarray(0, end)));
  if (parsed?.success !== true) return null;
  const { target, sha256, packedSha256, readAt } = parsed.data;
  const packed = bytes.subarray(end + 1);
  return sha256Hex(packed) === packedSha256 ? { target, sha256, packed, readAt } : null;
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Not through a link, and nothing but a file that has room in the spool. */
async function bytesOf(path: string, most: number): Promise<Buffer> {
  const status = await lstat(path);
  if (!status.isFile()) throw new Error('it is no plain file');
  if (status.size > most) throw new Error('it is too large');
  const file = await open(path, 'r');
  try {
    return await file.readFile();
  } finally {
    await file.close();
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const { message } = error as Error;
    throw new EsxcheckError('FILE_NOT_READ', `The spool ${JSON.stringify(folder)} cannot be read: ${message}.`, {
      cause: error,
    });
  }
}

async function* pieces(...parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}

function full({ folder, maxMegabytes }: SpoolOptions, bytes: number): EsxcheckError {
  const sentence = `A shipment of ${bytes} bytes has no room in the spool ${JSON.stringify(folder)} (${maxMegabytes} MB).`;
  return new EsxcheckError('SPOOL_FULL', sentence, { details: ['Set spool.maxMegabytes of the config higher.'] });
}

function openToOthers(folder: string): EsxcheckError {
  return new EsxcheckError(
    'SPOOL_OPEN',
    `Others than its owner may put files into the spool ${JSON.stringify(folder)}.`,
    {
      details: [`What lies there is shipped under the key of the site: chmod 700 ${folder}`],
    },
  );
}

function notMade(folder: string, cause: Error): EsxcheckError {
  return new EsxcheckError('SPOOL_NOT_MADE', `The spool ${JSON.stringify(folder)} cannot be made: ${cause.message}.`, {
    cause,
  });
}
