import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { licenceTexts, licensedPackages } from './licences.ts';
import type { Platform } from './platforms.ts';

/** Where a release is made. */
export interface Workshop {
  /** Of the repository. */
  readonly root: string;
  /** The packed package. */
  readonly tarball: string;
  /** For what is thrown away afterwards. */
  readonly scratch: string;
}

/**
 * Makes the folder of an offline archive: Node.js, the package with what it needs in production for that system, and a
 * script that starts it. Nothing that is fetched runs; the binary must be the one that is pinned.
 */
export function stage({ root, tarball, scratch }: Workshop, platform: Platform): string {
  const folder = join(scratch, platform.name, 'esxcheck');
  const lib = join(folder, 'lib');
  mkdirSync(folder, { recursive: true });
  unpack(tarball, folder);
  renameSync(join(folder, 'package'), lib);
  copyFileSync(join(root, 'package-lock.json'), join(lib, 'package-lock.json'));
  const flags = ['--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'];
  run('npm', ['ci', ...flags, `--os=${platform.os}`, '--cpu=x64', '--libc=glibc'], lib);
  for (const name of ['.bin', '@libsql/linux-x64-musl']) {
    // Links that Windows does not have, and a library for systems that the binary of Node.js does not run on.
    rmSync(join(lib, 'node_modules', name), { recursive: true, force: true });
  }
  addNode(platform, folder, scratch);
  const [name, script] = platform.os === 'win32' ? ['esxcheck.cmd', START_ON_WINDOWS] : ['esxcheck', START_ON_LINUX];
  writeFileSync(join(folder, name), script);
  chmodSync(join(folder, name), 0o755);
  copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  writeFileSync(join(folder, 'THIRD-PARTY-LICENCES.txt'), licenceTexts(licensedPackages(lib)));
  return folder;
}

function addNode({ name, node, binary }: Platform, folder: string, all: string): void {
  const scratch = join(all, name);
  const packed = run('npm', ['pack', '--silent', `${node.package}@${node.version}`], scratch).trim();
  const file = join(scratch, packed);
  const integrity = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`;
  if (integrity !== node.integrity) throw new Error(`${node.package} ${node.version} is not the one that is pinned`);
  unpack(file, scratch);
  copyFileSync(join(scratch, 'package', binary.from), join(folder, binary.to));
  chmodSync(join(folder, binary.to), 0o755);
  // One text for all systems, which not every package of a binary brings along.
  const licence = join(all, 'LICENSE.node');
  if (existsSync(join(scratch, 'package', 'LICENSE'))) copyFileSync(join(scratch, 'package', 'LICENSE'), licence);
  copyFileSync(licence, join(folder, 'LICENSE.node'));
}

function unpack(tarball: string, folder: string): void {
  run('tar', ['-xzf', tarball, '-C', folder], folder);
}

/** Runs a program, and returns what it printed. Throws when it fails. */
export function run(program: string, words: readonly string[], cwd: string): string {
  return execFileSync(program, words, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Starts the program from wherever the archive was unpacked, through links as well. Needs a POSIX shell and readlink. */
const START_ON_LINUX = `#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
exec "$here/node" "$here/lib/dist/src/cli/main.js" "$@"
`;

const START_ON_WINDOWS = `@echo off\r
"%~dp0node.exe" "%~dp0lib\\dist\\src\\cli\\main.js" %*\r
`;
