import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { type Zippable, zipSync } from 'fflate';
import { tool } from '../../shipped/installation.ts';
import { type LicensedPackage, licensedPackages } from './licences.ts';
import { PLATFORMS } from './platforms.ts';
import { run, stage } from './stage.ts';

interface Component {
  readonly name: string;
  readonly version: string;
  readonly 'bom-ref': string;
}

interface Parts {
  readonly metadata: { readonly component: Readonly<Record<string, unknown>> };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

/**
 * npm's list of all parts (CycloneDX), cut down to what is installed in production. npm's own `--omit dev` loses packages that
 * something for development may use as well, and it names the whole after the folder that it lies in.
 */
function productionParts(text: string, name: string, packages: readonly LicensedPackage[]): Parts {
  const parts = JSON.parse(text) as Parts;
  const wanted = new Set(packages.map((each) => `${each.name}@${each.version}`));
  const components = parts.components.filter((each) => wanted.has(`${each.name}@${each.version}`));
  const own = String(parts.metadata.component['bom-ref']);
  const refs = new Set([own, ...components.map((each) => each['bom-ref'])]);
  const dependencies = parts.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((each) => refs.has(each)) }));
  const metadata = { ...parts.metadata, component: { ...parts.metadata.component, name } };
  return { ...parts, metadata, components, dependencies };
}

/** Of every file in an archive, so that the same content makes the same bytes. */
const MOMENT = '2026-01-01T00:00:00Z';

/** Packs a folder as `.tar.gz`, names sorted, times and owners fixed. */
function tarOf(folder: string, archive: string): void {
  const order = ['--sort=name', `--mtime=${MOMENT}`, '--owner=0', '--group=0', '--numeric-owner'];
  // Without the time of packing in the head.
  const packing = ['--use-compress-program=gzip -n', '-cf', archive];
  execFileSync('tar', [...order, ...packing, '-C', dirname(folder), basename(folder)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** Packs a folder as `.zip`, names sorted, times fixed. */
function zipOf(folder: string, archive: string): void {
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

// Makes a release in the folder release/: the package, offline archives, a list of parts, and checksums of all of them.

const root = resolve('.');
const folder = resolve('release');
const { name, version } = tool();
const scratch = mkdtempSync(join(tmpdir(), 'esxcheck-release-'));

try {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const packed = run('npm', ['pack', '--silent', '--pack-destination', folder], root).trim();
  const tarball = join(folder, packed);
  for (const platform of PLATFORMS) {
    const staged = stage({ root, tarball, scratch }, platform);
    const archive = join(folder, `${name}-${version}-${platform.name}`);
    if (platform.os === 'win32') zipOf(staged, `${archive}.zip`);
    else tarOf(staged, `${archive}.tar.gz`);
  }
  const listed = run('npm', ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application'], root);
  const parts = productionParts(listed, name, licensedPackages(root));
  writeFileSync(join(folder, `${name}-${version}.cdx.json`), `${JSON.stringify(parts, null, 2)}\n`);
  const sums = readdirSync(folder)
    .toSorted()
    .map(
      (file) =>
        `${createHash('sha256')
          .update(readFileSync(join(folder, file)))
          .digest('hex')}  ${file}\n`,
    );
  writeFileSync(join(folder, 'SHA256SUMS'), sums.join(''));
  process.stdout.write(sums.join(''));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
