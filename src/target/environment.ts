import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

/** A stream that people type into, when it is a terminal. */
type Input = Readable & { readonly isTTY?: boolean };
/** A stream that people read, when it is a terminal. */
export type Output = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** What a run finds around it: the edges through which the outside world enters. */
export interface Environment {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly homeDir: string;
  readonly stdin: Input;
  readonly stderr: Output;
  /** Aborted when people interrupt the run. */
  readonly signal: AbortSignal;
}

/** What tells where a user keeps files. */
export type Place = Pick<Environment, 'env' | 'platform' | 'homeDir'>;

/** Our part of the user's config folder. */
export function configFolder({ env, platform, homeDir }: Place): string {
  const windows = env['APPDATA'] ?? join(homeDir, 'AppData', 'Roaming');
  const xdg = env['XDG_CONFIG_HOME'] ?? '';
  const folder = platform === 'win32' ? windows : xdg === '' ? join(homeDir, '.config') : xdg;
  return join(folder, 'esxcheck');
}

/** The user's own folder for what programs remember between runs. */
function stateFolder({ env, platform, homeDir }: Place): string {
  const windows = env['LOCALAPPDATA'] ?? join(homeDir, 'AppData', 'Local');
  const xdg = env['XDG_STATE_HOME'] ?? '';
  const folder = platform === 'win32' ? windows : xdg === '' ? join(homeDir, '.local', 'state') : xdg;
  return join(folder, 'esxcheck');
}

/** Where the locks of targets are kept. */
export function lockFolder(place: Place): string {
  return join(stateFolder(place), 'locks');
}

/** The file that keeps scans of the past, unless another is named. */
export function historyFile(place: Place): string {
  return join(stateFolder(place), 'history.db');
}

/** The catalog of the site, unless the config names another. */
export function siteCatalogFile(place: Place): string {
  return join(stateFolder(place), 'catalog.jsonl');
}

/** The file that lists the journals of this user's runs. */
export function journalRegister(place: Place): string {
  return join(stateFolder(place), 'journals');
}
