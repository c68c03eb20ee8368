import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { isWhole } from './sample.ts';
import { SLOW_FILES, slowFilesLeftOut } from './slow-files.ts';

/** What the build is made of, and the last thing that it writes. */
const SOURCES = ['src', 'reports', 'rules', 'tsconfig.json'];
const BUILT = 'dist/parsed-rules.json';

/** Before any test: the program that tests start is that of these sources, and samples have a seed that can be repeated. */
export default function setup(): void {
  if (isStale()) {
    process.stdout.write('dist is older than the sources: npm run build\n');
    execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
  }
  if (isWhole(process.env)) return;
  const left = slowFilesLeftOut(process.env, process.argv.slice(2)).length;
  const files = left === 0 ? '' : `, and ${left} of ${SLOW_FILES.length} slow files are left out`;
  process.stdout.write(
    `Samples are chosen by ESXCHECK_SEED=${process.env['ESXCHECK_SEED']}${files}; CI=true runs all\n`,
  );
}

function isStale(): boolean {
  if (!existsSync(BUILT)) return true;
  const built = statSync(BUILT).mtimeMs;
  return SOURCES.some((path) => changedIn(path) > built);
}

/** When the newest file below a path was written; a folder changes when a file is taken out of it. */
function changedIn(path: string): number {
  const about = statSync(path);
  if (!about.isDirectory()) return about.mtimeMs;
  const below = readdirSync(path, { recursive: true }) as string[];
  return Math.max(about.mtimeMs, ...below.map((name) => statSync(`${path}/${name}`).mtimeMs));
}
