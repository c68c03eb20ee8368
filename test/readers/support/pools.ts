import { fileURLToPath } from 'node:url';
import { ReaderPool, type PoolOptions } from '../../../src/readers/reader-pool.ts';
import { PROGRAM } from '../../support/program.ts';

/** A pool of the program as it is built. */
export function poolOf(given: Partial<PoolOptions> = {}): ReaderPool {
  const { env } = process;
  return new ReaderPool({
    command: [process.execPath, PROGRAM, '--read-targets'],
    env,
    silentMs: 60_000,
    most: 2,
    ...given,
  });
}

const MISBEHAVING = fileURLToPath(new URL('misbehaving.mjs', import.meta.url));

/** The command of a reader that does so when it is asked for the target of that URL. */
export function misbehaving(how: string, url: string): readonly string[] {
  return [process.execPath, '--max-old-space-size=64', MISBEHAVING, how, url];
}
