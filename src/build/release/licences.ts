import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package that is installed with the program. */
export interface LicensedPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression, as its package.json states it; '' where it states none. */
  readonly licence: string;
  readonly folder: string;
}

interface LockedPackage {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly license?: string;
}

/** Licences that ask for nothing but to be named and handed on with their text. */
export const ALLOWED: ReadonlySet<string> = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
]);

/** Every package that production needs on any system, by the lockfile; by name, then version. */
export function licensedPackages(root: string): readonly LicensedPackage[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, LockedPackage>>;
  };
  return Object.entries(lock.packages)
    .filter(([path, { dev }]) => path !== '' && dev !== true)
    .map(([path, locked]) => ({
      name: path.replace(/^.*node_modules\//, ''),
      version: locked.version ?? '',
      licence: locked.license ?? licenceIn(join(root, path)),
      folder: join(root, path),
    }))
    .toSorted((one, other) => compare(one.name, other.name) || compare(one.version, other.version));
}

function licenceIn(folder: string): string {
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) return '';
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly license?: string }).license ?? '';
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/** The page of the documentation: a row a package. */
export function licencePage(packages: readonly LicensedPackage[]): string {
  const rows = packages.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`);
  const head = [
    '# Licences of what esxcheck is built on',
    '',
    'esxcheck itself is under the Apache License 2.0. It installs these packages, some of them on some systems only. The list is',
    'generated; a test fails when it is not current, or when a licence is not one of those that ask only to be named. The offline',
    'archives hold their full texts in `THIRD-PARTY-LICENCES.txt`. Some of them are part of the files of the command line; their texts are',
    'in `dist/src/cli/THIRD-PARTY-LICENCES.txt` of the package.',
    '',
    '| package | version | licence |',
    '|---|---|---|',
  ];
  return [...head, ...rows, ''].join('\n');
}

/** The full texts, for those packages that are installed here. */
export function licenceTexts(packages: readonly LicensedPackage[]): string {
  const parts = packages.flatMap(({ name, version, licence, folder }) => {
    if (!existsSync(folder)) return [];
    const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
    const texts = files.toSorted().map((file) => readFileSync(join(folder, file), 'utf8').trim());
    return [[`${name} ${version} (${licence})`, '='.repeat(78), ...texts, ''].join('\n')];
  });
  return parts.join('\n');
}
