import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { EsxcheckError } from '../../src/model/errors.ts';
import type { Environment } from '../../src/target/environment.ts';

/** Surroundings without a terminal, with nothing in the environment but what is given. */
export function surroundings(given: Partial<Environment> = {}): Environment {
  return {
    env: {},
    platform: process.platform,
    homeDir: '/nonexistent',
    stdin: new PassThrough(),
    stderr: new PassThrough(),
    signal: new AbortController().signal,
    ...given,
  };
}

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'esxcheck-test-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** The error for people that `action` ends in, as all that would be printed of it. */
export async function refusalOf(action: () => unknown): Promise<{ code: string; text: string }> {
  try {
    await action();
  } catch (error) {
    if (!(error instanceof EsxcheckError)) throw error;
    return { code: error.code, text: [error.code, error.message, ...error.details].join('\n') };
  }
  throw new Error('an EsxcheckError was expected, but nothing was thrown');
}
