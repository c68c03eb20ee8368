import { stat } from 'node:fs/promises';
import { EsxcheckError } from '../model/errors.ts';

/** Bits by which others than the owner may write. */
const OTHERS_WRITE = 0o022;

/**
 * A config that was found and not named may lie in a folder of anybody: whoever can write it could have a program run, or
 * a password sent to a server of his own. Throws CONFIG_NOT_OWN unless it is the user's own, or root's, and only they may
 * write it. Windows has no such bits.
 */
export async function requireOwnConfig(file: string): Promise<void> {
  const user = process.getuid?.();
  if (user === undefined) return;
  const { uid, mode } = await stat(file);
  const isOwn = (uid === user || uid === 0) && (mode & OTHERS_WRITE) === 0;
  if (isOwn) return;
  throw new EsxcheckError(
    'CONFIG_NOT_OWN',
    `The config ${JSON.stringify(file)} is not used: others may write that file.`,
    {
      details: [`If it is yours: chmod go-w ${file}`, 'If you trust whoever may write it, name it with --config.'],
    },
  );
}
