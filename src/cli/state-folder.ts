import { join } from 'node:path';
import type { Surroundings } from '../target/environment.ts';

type Place = Pick<Surroundings, 'env' | 'platform' | 'homeDir'>;

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

/** The file that lists the journals of this user's runs. */
export function journalRegister(place: Place): string {
  return join(stateFolder(place), 'journals');
}
