import { join } from 'node:path';
import type { Surroundings } from '../target/surroundings.ts';

/** Where the locks of targets are kept: in the user's own folder for what programs remember. */
export function lockFolder({ env, platform, homeDir }: Pick<Surroundings, 'env' | 'platform' | 'homeDir'>): string {
  const windows = env['LOCALAPPDATA'] ?? join(homeDir, 'AppData', 'Local');
  const xdg = env['XDG_STATE_HOME'] ?? '';
  const folder = platform === 'win32' ? windows : xdg === '' ? join(homeDir, '.local', 'state') : xdg;
  return join(folder, 'esxcheck', 'locks');
}
