import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { writeFileWhole } from '../files/atomic-write.ts';
import { EsxcheckError } from '../model/errors.ts';
import { missingFile, readSmallFile } from '../target/bounded-file.ts';
import { keyIdOf, rawKeyOf, signText } from './signatures.ts';

/** A site's key. The private half is in the closure of `sign` and in the file alone. */
export interface SiteKey {
  /** Public half, as it travels. */
  readonly raw: string;
  readonly id: string;
  readonly sign: (text: string) => string;
  /** The text of its file, a secret: for `writeKeyFile`. */
  readonly pem: () => string;
}

/** A key with what the centre said of it. */
export interface EnrolledKey {
  readonly key: SiteKey;
  /** When it ends; null where the file does not tell. */
  readonly expiresAt: Date | null;
}

/** Makes a new Ed25519 key. */
export function makeSiteKey(): SiteKey {
  return siteKeyOf(generateKeyPairSync('ed25519').privateKey);
}

function siteKeyOf(privateKey: KeyObject): SiteKey {
  const raw = rawKeyOf(privateKey);
  return {
    raw,
    id: keyIdOf(raw),
    sign: (text) => signText(privateKey, text),
    pem: () => privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** Bits by which others than the owner may read or write. */
const OTHERS = 0o077;

/**
 * Reads a key from its file. Throws FILE_NOT_READ, KEY_FILE_OPEN where others than its owner may read it, KEY_FILE_INVALID for what
 * is no Ed25519 key. No error repeats what the file holds.
 */
export async function readKeyFile(path: string): Promise<EnrolledKey> {
  const found = await readKeyFileIfThere(path);
  if (found === null) throw missingFile(path);
  return found;
}

/** The same, null where there is no such file. */
export async function readKeyFileIfThere(path: string): Promise<EnrolledKey | null> {
  const file = await readSmallFile(path);
  if (file === null) return null;
  if (file.mode !== null && (file.mode & OTHERS) !== 0 && process.platform !== 'win32') throw openToOthers(path);
  return { key: keyIn(file.text, path), expiresAt: endIn(file.text) };
}

function keyIn(text: string, path: string): SiteKey {
  const [pem] = /-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----/.exec(text) ?? [];
  try {
    return siteKeyOf(createPrivateKey(pem ?? ''));
  } catch {
    // What OpenSSL says of it may repeat the file.
    throw new EsxcheckError('KEY_FILE_INVALID', `The file ${JSON.stringify(path)} holds no key of a site.`, {
      details: ['Make one: esxcheck enrol --server URL --site NAME --code-stdin --key FILE'],
    });
  }
}

/** Text before the key is no part of it (RFC 7468, 5.2). */
function endIn(text: string): Date | null {
  const [, told = ''] = /^# expires (\S{1,40})$/m.exec(text) ?? [];
  const end = new Date(told);
  return Number.isNaN(end.getTime()) ? null : end;
}

function openToOthers(path: string): EsxcheckError {
  return new EsxcheckError('KEY_FILE_OPEN', `The key ${JSON.stringify(path)} can be read by others than its owner.`, {
    details: [`chmod 600 ${path}`, 'If somebody may have read it, enrol again: the old key is revoked at the centre.'],
  });
}

/** Writes a key whole or not at all, for its owner alone (0600), whatever stood there. Throws FILE_NOT_WRITTEN. */
export async function writeKeyFile(path: string, { key, expiresAt }: EnrolledKey): Promise<void> {
  const end = expiresAt === null ? '' : `# expires ${expiresAt.toISOString()}\n`;
  const draft = `${path}.draft`;
  // A file that is there keeps its mode: this one must not be there.
  await rm(draft, { force: true });
  await writeFileWhole(draft, [`# Key of a site of esxcheck: it stays on this machine.\n${end}${key.pem()}`], 0o600);
  await renamed(draft, path);
}

/** Where a key waits until the centre has taken it. */
export function nextKeyFile(path: string): string {
  return `${path}.next`;
}

async function renamed(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    await rm(from, { force: true });
    const { message } = error as Error;
    throw new EsxcheckError('FILE_NOT_WRITTEN', `The key ${JSON.stringify(to)} cannot be written: ${message}.`, {
      cause: error,
    });
  }
}
