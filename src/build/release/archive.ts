import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { zipSync, type Zippable } from 'fflate';

/** Of every file in an archive, so that the same content makes the same bytes. */
const MOMENT = '2026-01-01T00:00:00Z';

/** Packs a folder as `.tar.gz`, names sorted, times and owners fixed. */
export function tarOf(folder: string, archive: string): void {
  const order = ['--sort=name', `--mtime=${MOMENT}`, '--owner=0', '--group=0', '--numeric-owner'];
  // Without the time of packing in the head.
  const packing = ['--use-compress-program=gzip -n', '-cf', archive];
  execFileSync('tar', [...order, ...packing, '-C', dirname(folder), basename(folder)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** Packs a folder as `.zip`, names sorted, times fixed. */
export function zipOf(folder: string, archive: string): void {
  const files: Zippable = {};
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  for (const path of paths) {
    const name = relative(dirname(folder), path).replaceAll('\\', '/');
    files[name] = [readFileSync(path), { mtime: MOMENT, level: 6 }];
  }
  writeFileSync(archive, zipSync(files));
}
