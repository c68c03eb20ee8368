import { join } from 'node:path';
import type { Surroundings } from './surroundings.ts';

/** What tells where a user keeps files. */
export type Place = Pick<Surroundings, 'env' | 'platform' | 'homeDir'>;

/** Our part of the user's config folder. */
export function configFolder({ env, platform, homeDir }: Place): string {
  const windows = env['APPDATA'] ?? join(homeDir, 'AppData', 'Roaming');
  const xdg = env['XDG_CONFIG_HOME'] ?? '';
  const folder = platform === 'win32' ? windows : xdg === '' ? join(homeDir, '.config') : xdg;
  return join(folder, 'esxcheck');
}
