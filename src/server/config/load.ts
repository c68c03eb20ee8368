import { isIP } from 'node:net';
import { dirname, resolve } from 'node:path';
import { EsxcheckError } from '../../model/errors.ts';
import { missingFile, readSmallFile } from '../../target/bounded-file.ts';
import type { Environment } from '../../target/environment.ts';
import { readSecret, secretInFolder, type SecretSource } from '../../target/secret.ts';
import { type Diagnostic, invalid } from '../../yaml/diagnostic.ts';
import { parseYaml } from '../../yaml/document.ts';
import { describeIssue, locate } from '../../yaml/schema-issue.ts';
import type { DatabaseAddress } from '../database/pool.ts';
import { serverSchema, type ServerSections } from './schema.ts';

/** `server.yaml` as it was read; secrets and certificates are read when they are needed. */
export interface ServerConfig {
  readonly file: string;
  /** Files that it names are relative to this. */
  readonly folder: string;
  readonly sections: ServerSections;
}

/** Certificate and key in PEM. */
export interface Tls {
  readonly cert: string;
  readonly key: string;
}

const MAX_BYTES = 262_144;

/** Reads a config. Throws FILE_NOT_FOUND, FILE_NOT_READ, and SERVER_CONFIG_INVALID with each mistake at its place. */
export async function loadConfig(file: string): Promise<ServerConfig> {
  const found = await readSmallFile(file);
  if (found === null) throw missingFile(file);
  return { file, folder: dirname(resolve(file)), sections: parseServerConfig(found.text, file) };
}

/** The sections in a text. Throws SERVER_CONFIG_INVALID. */
export function parseServerConfig(text: string, file: string): ServerSections {
  const document = parseYaml(text, file, { noun: 'config of the server', maxBytes: MAX_BYTES });
  if (!('value' in document)) throw mistaken(document);
  const { data, error } = serverSchema.safeParse(document.value);
  if (data === undefined) throw mistaken(locate(document, error.issues.flatMap(describeIssue)));
  return data;
}

function mistaken(mistakes: readonly Diagnostic[]): EsxcheckError {
  return invalid('SERVER_CONFIG_INVALID', mistakes);
}

/** Where the database is, with its password. Throws what `readSecret` throws. */
export async function databaseAddress(config: ServerConfig, around: Environment): Promise<DatabaseAddress> {
  const { url, password } = config.sections.database;
  return { url, password: password === undefined ? null : await secretOf(config, password, around) };
}

/** A secret from where the config says that it is. */
export async function secretOf({ folder }: ServerConfig, source: SecretSource, around: Environment): Promise<string> {
  return (await readSecret(secretInFolder(source, folder), around)).password;
}

/** Refuses to listen beyond loopback where anybody could read along or without a login: CERTIFICATE_MISSING, LOGIN_MISSING. */
export function requireSafeListening({ listen, login }: ServerSections): void {
  if (isLoopback(listen.address)) return;
  if (listen.certificate === undefined) {
    throw new EsxcheckError(
      'CERTIFICATE_MISSING',
      `The server is to listen on ${listen.address} without a certificate.`,
      {
        details: ['Set listen.certificate and listen.key in the config, or listen on 127.0.0.1.'],
      },
    );
  }
  if (login === undefined) {
    throw new EsxcheckError(
      'LOGIN_MISSING',
      `The server is to listen on ${listen.address}, and nobody would have to log in.`,
      {
        details: ['Set login in the config, or listen on 127.0.0.1.'],
      },
    );
  }
}

/** Certificate and key; null on loopback without them. Throws FILE_NOT_FOUND, FILE_NOT_READ. */
export async function readTls({ folder, sections }: ServerConfig): Promise<Tls | null> {
  const { certificate, key } = sections.listen;
  if (certificate === undefined || key === undefined) return null;
  const [cert, secret] = await Promise.all([certificate, key].map((name) => readPem(resolve(folder, name))));
  return { cert: cert ?? '', key: secret ?? '' };
}

async function readPem(path: string): Promise<string> {
  const found = await readSmallFile(path);
  if (found === null) throw missingFile(path);
  return found.text;
}

/** An address that reaches this machine alone. */
function isLoopback(address: string): boolean {
  return address === '::1' || (isIP(address) === 4 && address.startsWith('127.'));
}
