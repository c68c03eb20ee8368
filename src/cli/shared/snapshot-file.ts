import { createHash, type Hash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { writeFileWhole } from '../../files/atomic-write.ts';
import { EsxcheckError } from '../../model/errors.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { decodeSnapshot } from '../../snapshot/decode.ts';
import { snapshotLines } from '../../snapshot/encode.ts';
import { linesIn, snapshotInvalid } from '../../snapshot/lines.ts';

/** It tells where an estate is weak. */
const FOR_ITS_OWNER = 0o600;

/** Writes a snapshot whole or not at all. Throws FILE_NOT_WRITTEN and SNAPSHOT_TOO_LARGE. */
export async function writeSnapshot(path: string, snapshot: Snapshot): Promise<void> {
  const gzip = createGzip();
  // What goes wrong in the lines comes out of the compressor.
  void pipeline(Readable.from(snapshotLines(snapshot)), gzip).catch(() => undefined);
  await writeFileWhole(path, gzip as AsyncIterable<Uint8Array>, FOR_ITS_OWNER);
}

/** Reads a snapshot. Throws FILE_NOT_READ, and SNAPSHOT_INVALID for what is not to the last character as it was written. */
export async function readSnapshot(path: string): Promise<Snapshot> {
  return (await readHashedSnapshot(path)).snapshot;
}

/** A snapshot, and the SHA-256 of its lines, however they were compressed. */
export interface HashedSnapshot {
  readonly snapshot: Snapshot;
  readonly sha256: string;
}

/** The same with the hash of what was read. Throws what `readSnapshot` throws. */
export async function readHashedSnapshot(path: string): Promise<HashedSnapshot> {
  const hash = createHash('sha256');
  try {
    const file = await open(path, 'r');
    const gunzip = createGunzip();
    void pipeline(file.createReadStream(), gunzip).catch(() => undefined);
    const snapshot = await decodeSnapshot(hashedLines(linesIn(gunzip as AsyncIterable<Uint8Array>), hash));
    return { snapshot, sha256: hash.digest('hex') };
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function* hashedLines(lines: AsyncIterable<string>, hash: Hash): AsyncGenerator<string> {
  for await (const line of lines) {
    hash.update(line).update('\n');
    yield line;
  }
}

/** What the file system or the compression complains of becomes an error for people; a bug stays what it is. */
function unreadable(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof EsxcheckError || !('code' in error)) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'Z_DATA_ERROR' || code === 'Z_NEED_DICT')
    return snapshotInvalid('it is none, or it is damaged', null, error);
  if (code === 'Z_BUF_ERROR') return snapshotInvalid('it is empty, or it breaks off', null, error);
  if (!('syscall' in error)) return error;
  const reason = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : message;
  return new EsxcheckError('FILE_NOT_READ', `The file ${JSON.stringify(path)} cannot be read: ${reason}.`, {
    cause: error,
  });
}
