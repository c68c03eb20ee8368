import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

let root: string | null = null;

/**
 * The folder that holds package.json, `rules/` and `src/simulator/estates/`.
 * Found by walking up, since the code runs from `src/` in tests and from `dist/src/` when installed.
 */
function packageRoot(): string {
  root ??= rootAbove(dirname(fileURLToPath(import.meta.url)));
  return root;
}

function rootAbove(code: string): string {
  let folder = code;
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('no package.json above the code: the installation is incomplete');
    folder = parent;
  }
  return folder;
}

/** Path of a file or folder that ships with the package, such as `rules`. */
export function shippedPath(...parts: readonly string[]): string {
  return join(packageRoot(), ...parts);
}

/** Name and version of this program, as reports state them. */
export function tool(): { readonly name: string; readonly version: string } {
  const manifest = JSON.parse(readFileSync(shippedPath('package.json'), 'utf8')) as { name: string; version: string };
  return { name: manifest.name, version: manifest.version };
}
