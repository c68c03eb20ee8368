import { join, resolve } from 'node:path';
import { EsxcheckError } from '../model/errors.ts';
import { missingFile, readSmallFile } from './bounded-file.ts';
import type { Environment } from './environment.ts';
import { findPassword, type FoundPassword } from './password.ts';

/** Where a config says that a password comes from: exactly one of them. */
export interface SecretSource {
  readonly file?: string | undefined;
  readonly command?: string | undefined;
  readonly env?: string | undefined;
  readonly credential?: string | undefined;
}

/** The same source, its file relative to that folder. */
export function secretInFolder(source: SecretSource, folder: string): SecretSource {
  return source.file === undefined ? source : { ...source, file: resolve(folder, source.file) };
}

/** The password from its source; nobody is asked. Throws PASSWORD_MISSING, PASSWORD_INVALID, PASSWORD_COMMAND_FAILED, FILE_NOT_READ. */
export async function readSecret(source: SecretSource, around: Environment): Promise<FoundPassword> {
  const { file, command, env, credential } = source;
  const nothing = { file: undefined, stdin: false, command: undefined };
  // What was asked for by name is all that is looked at: no variable may stand in for it.
  const apart = { ...around, env: {} };
  const account = { user: '', passwordInUrl: null };
  if (command !== undefined) return findPassword({ ...nothing, command }, account, apart);
  if (file !== undefined) return findPassword({ ...nothing, file }, account, apart);
  if (credential !== undefined) {
    const path = join(credentialFolder(around), credential);
    if ((await readSmallFile(path)) === null) throw missingFile(path);
    // systemd gives such files to the one service, whatever their mode says.
    return { ...(await findPassword({ ...nothing, file: path }, account, apart)), warnings: [] };
  }
  const value = around.env[env ?? ''] ?? '';
  if (value === '') throw missing(`The variable ${env} is not set.`);
  return findPassword(nothing, { ...account, passwordInUrl: value }, apart);
}

function credentialFolder({ env }: Environment): string {
  const folder = env['CREDENTIALS_DIRECTORY'] ?? '';
  if (folder === '') throw missing('There are no credentials of systemd here: CREDENTIALS_DIRECTORY is not set.');
  return folder;
}

function missing(sentence: string): EsxcheckError {
  return new EsxcheckError('PASSWORD_MISSING', sentence, {
    details: ['Sources in a config: file, command, env, or credential in a service of systemd.'],
  });
}
