import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { download } from '../connect/download.ts';
import type { Endpoint } from '../connect/endpoint.ts';
import { makeFolder } from '../files/folder.ts';
import { EsxcheckError } from '../model/errors.ts';
import { EsxcliFault } from '../vim/esxcli-fault.ts';
import { SoapFault } from '../vim/fault.ts';
import { backupFirmwareConfiguration } from '../vim/methods/writes/maintenance.ts';
import type { LiveHost, Refusal } from './live-host.ts';

/** A saved configuration. */
export interface Backup {
  readonly file: string;
  readonly sha256: string;
}

const MOST_BYTES = 512 * 1024 * 1024;

/** Saves the host's configuration into the folder, or tells why nothing may be written to that host. */
export async function backUp(live: LiveHost, folder: string, now: Date): Promise<Backup | Refusal> {
  const file = join(folder, backupName(live.host.name, live.host.moid, now));
  try {
    const url = await live.session.call(backupFirmwareConfiguration(partOf(live)));
    const { endpoint, path } = bundleAt(live, url);
    makeFolder(folder, 0o700);
    return { file, sha256: await save(download(endpoint, path), file) };
  } catch (error) {
    if (!isExpected(error)) throw error;
    return { reason: 'backup-failed', detail: `Its configuration could not be saved first: ${error.message}.` };
  }
}

function isExpected(error: unknown): error is Error {
  const isOfFiles = error instanceof Error && 'syscall' in error;
  return error instanceof SoapFault || error instanceof EsxcliFault || error instanceof EsxcheckError || isOfFiles;
}

function partOf({ parts }: LiveHost) {
  if (parts.firmwareSystem !== null) return parts.firmwareSystem;
  throw new EsxcheckError('BACKUP_FAILED', 'the host does not tell where its configuration is saved');
}

/** The name is the server's to choose, so nothing of it may lead out of the folder. */
export function backupName(host: string, moid: string, now: Date): string {
  const time = now.toISOString().replaceAll(/[^0-9TZ]/g, '');
  return `${fileWord(host)}-${fileWord(moid)}-${time}.tgz`;
}

function fileWord(text: string): string {
  return text
    .replaceAll(/[^A-Za-z0-9._-]/g, '_')
    .replace(/^\.+/, '_')
    .slice(0, 100);
}

/** Where the bundle lies: on the host itself, and proved by the certificate that vCenter knows it by. */
export function bundleAt(
  { session, host, sslThumbprint }: Pick<LiveHost, 'session' | 'host' | 'sslThumbprint'>,
  text: string,
): { readonly endpoint: Endpoint; readonly path: string } {
  const [, name = '', port = '', path = ''] = /^https?:\/\/(\*|[^/:]+)(?::(\d{1,5}))?(\/[^#\s]*)$/.exec(text) ?? [];
  if (path === '') throw new EsxcheckError('BACKUP_FAILED', 'the host tells no address of the bundle');
  if (name !== '*' && name.toLowerCase() !== host.name.toLowerCase()) {
    throw new EsxcheckError('BACKUP_FAILED', `the bundle is said to lie on another server, ${JSON.stringify(name)}`);
  }
  const direct = session.content.about.apiType === 'HostAgent';
  if (!direct && sslThumbprint === null) {
    throw new EsxcheckError('BACKUP_FAILED', 'vCenter does not tell the certificate of the host');
  }
  const usual = direct ? session.endpoint.port : 443;
  const address = { host: direct ? session.endpoint.host : host.name, port: port === '' ? usual : Number(port) };
  const thumbprints = direct || sslThumbprint === null ? session.endpoint.trust.thumbprints : [sslThumbprint];
  const trust = { ...session.endpoint.trust, thumbprints };
  const url = `https://${address.host}:${address.port}`;
  const { maxResponseBytes = MOST_BYTES } = session.endpoint;
  return { endpoint: { ...session.endpoint, ...address, url, trust, maxResponseBytes }, path };
}

async function save(pieces: AsyncIterable<Uint8Array>, path: string): Promise<string> {
  const hash = createHash('sha256');
  const file = await open(path, 'wx', 0o600);
  try {
    let bytes = 0;
    for await (const piece of pieces) {
      bytes += piece.byteLength;
      hash.update(piece);
      await file.writeFile(piece);
    }
    if (bytes === 0) throw new EsxcheckError('BACKUP_FAILED', 'the bundle is empty');
    await file.sync();
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  return hash.digest('hex');
}
