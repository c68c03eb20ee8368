// Makes a release in the folder release/: the package, offline archives, a list of parts, and checksums of all of them.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { tool } from '../../shipped/installation.ts';
import { licensedPackages } from './licences.ts';
import { productionParts } from './parts.ts';
import { tarOf, zipOf } from './archive.ts';
import { PLATFORMS } from './platforms.ts';
import { run, stage } from './stage.ts';

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
