// How the sources are cut, what a run loads and how soon the program starts: npm run measure [-- [--tests] FOLDER]
// FOLDER is another checkout, so that before and after can be compared; it has to be built (npm run build).
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { measureFiles, sourcesIn } from './files.ts';
import { measureProgram } from './program.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { tests: { type: 'boolean' } } });
const root = resolve(positionals[0] ?? '.');

if (!existsSync(join(root, 'dist'))) throw new Error(`${root} is not built: npm run build`);
const measured = [...measureFiles(sourcesIn(root)), ...(await measureProgram(root))];
const width = Math.max(...measured.map(([what]) => what.length));
for (const [what, value] of measured) process.stdout.write(`${what.padEnd(width)}  ${value}\n`);

if (values.tests === true) {
  const began = performance.now();
  execFileSync('npm', ['test'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  process.stdout.write(`${'npm test'.padEnd(width)}  ${Math.round((performance.now() - began) / 1000)} s\n`);
}
