import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };

export const VERSION = version;
export const TARBALL = resolve(`release/esxcheck-${version}.tgz`);
export const LINUX = resolve(`release/esxcheck-${version}-linux-x64.tar.gz`);
export const WINDOWS = resolve(`release/esxcheck-${version}-win-x64.zip`);
export const PARTS = resolve(`release/esxcheck-${version}.cdx.json`);

export const run = promisify(execFile);

/** Paths of the files in a tar archive. */
export function namesIn(archive: string): readonly string[] {
  const listed = execFileSync('tar', ['-tzf', archive], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return listed.split('\n').filter((name) => name !== '' && !name.endsWith('/'));
}
