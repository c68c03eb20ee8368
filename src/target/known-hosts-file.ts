import { randomBytes } from 'node:crypto';
import { chmod, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { makeFolder } from '../files/folder.ts';
import { EsxcheckError } from '../model/errors.ts';
import type { Address } from './address.ts';
import { readSmallFile } from './bounded-file.ts';
import { configFolder, type Place } from './environment.ts';
import { formatKnownHosts, type KnownHosts, knownThumbprint, parseKnownHosts, withThumbprint } from './known-hosts.ts';

/** The file that `trust` writes: `known_hosts` in the user's config folder. */
export function defaultKnownHostsPath(place: Place): string {
  return join(configFolder(place), 'known_hosts');
}

/** The files to consult: the one given, else ours and those of GOVC_TLS_KNOWN_HOSTS. */
export function knownHostsPaths(given: string | undefined, place: Place): readonly string[] {
  if (given !== undefined) return [given];
  const govc = (place.env['GOVC_TLS_KNOWN_HOSTS'] ?? '').split(delimiter).filter((path) => path !== '');
  return [defaultKnownHostsPath(place), ...govc];
}

/** Reads a known-hosts file; a missing one is empty. Throws EsxcheckError FILE_NOT_READ. */
export async function readKnownHosts(path: string): Promise<KnownHosts> {
  return parseKnownHosts((await readSmallFile(path))?.text ?? '');
}

export interface Pinning {
  readonly path: string;
  readonly address: Address;
  readonly thumbprint: string;
  /** Whether a different thumbprint of the same server may be replaced. */
  readonly replace: boolean;
}

/**
 * Adds a server to a known-hosts file, readable by its owner alone and replaced whole.
 * Throws EsxcheckError ALREADY_KNOWN when another thumbprint stands there and `replace` is not set.
 */
export async function pinKnownHost({ path, address, thumbprint, replace }: Pinning): Promise<void> {
  const lines = await readKnownHosts(path);
  const known = knownThumbprint(lines, address);
  if (known === thumbprint) return;
  if (known !== null && !replace) {
    throw new EsxcheckError('ALREADY_KNOWN', `${address.host} is known by another certificate, ${known}.`, {
      details: ['If it was replaced on purpose, add --replace.'],
    });
  }
  await writeOwnFile(path, formatKnownHosts(withThumbprint(lines, address, thumbprint)));
}

async function writeOwnFile(path: string, text: string): Promise<void> {
  const beside = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    makeFolder(dirname(path), 0o700);
    await writeFile(beside, text, { mode: 0o600, flag: 'wx', flush: true });
    await chmod(beside, 0o600);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    const { message } = error as Error;
    throw new EsxcheckError('FILE_NOT_WRITTEN', `The file ${JSON.stringify(path)} cannot be written: ${message}.`, {
      cause: error,
    });
  }
}
