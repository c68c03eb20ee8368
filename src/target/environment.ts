import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

/** A stream that people type into, when it is a terminal. */
type Input = Readable & { readonly isTTY?: boolean };
/** A stream that people read, when it is a terminal. */
export type Output = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** What a run finds around it: the edges through which the outside world enters. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly homeDir: string;
  readonly stdin: Input;
  readonly stderr: Output;
  /** Aborted when people interrupt the run. */
  readonly signal: AbortSignal;
}

/** What tells where a user keeps files. */
export type Place = Pick<Surroundings, 'env' | 'platform' | 'homeDir'>;

/** Our part of the user's config folder. */
export function configFolder({ env, platform, homeDir }: Place): string {
  const windows = env['APPDATA'] ?? join(homeDir, 'AppData', 'Roaming');
  const xdg = env['XDG_CONFIG_HOME'] ?? '';
  const folder = platform === 'win32' ? windows : xdg === '' ? join(homeDir, '.config') : xdg;
  return join(folder, 'esxcheck');
}
