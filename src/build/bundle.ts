// The step of the build that makes few files of the command line, so that it starts soon: they replace what is in dist/src/cli. They
// are CommonJS, which Node.js loads in less time than modules. What other programs import stays as the compiler wrote it.
import { existsSync, mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { type OutputChunk, type Plugin, type PreRenderedChunk, rolldown } from 'rolldown';
import { licenceTexts, licensedPackages } from './release/licences.ts';

const FOLDER = resolve('dist/src/cli');

/**
 * Packages that go into the files: the parser of arguments, which takes longer to load than all the rest of a start, and those
 * that nothing but a module can import. All others are loaded from where they are installed, so that whoever replaces one of
 * them, for the sake of its security, has replaced it.
 */
const BUNDLED = /^(?:yargs|p-map|d3-scale|d3-shape)$/;

/** What is not bundled is left to Node.js; what a bundled package imports is bundled with it. */
const packages: Plugin = {
  name: 'packages',
  async resolveId(id, importer) {
    if (importer === undefined || importer.includes(`${sep}node_modules${sep}`) || BUNDLED.test(id)) return null;
    if (!id.startsWith('.')) return { id, external: true };
    const found = await this.resolve(id, importer, { skipSelf: true });
    // The bundler would leave it to the run, and the compiler does not turn every `import('./x.ts')` into `./x.js`.
    if (found === null || found.external !== false) throw new Error(`${importer} imports ${id}, which is not there`);
    return found;
  },
};

/** Every module keeps the address of the file that it was made from: by it, rules and style sheets are found. */
const addresses: Plugin = {
  name: 'addresses',
  transform(code, id) {
    if (!id.startsWith(resolve('dist')) || !code.includes('import.meta.url')) return null;
    const path = relative(FOLDER, id).split(sep).join('/');
    return code.replaceAll('import.meta.url', `new URL(${JSON.stringify(path)}, import.meta.url).href`);
  },
};

/**
 * What the parser of arguments brings and has no use for here, by package. Its help is ASCII (a test holds this), so that neither
 * tables of all scripts nor colours are needed to lay it out; and the version is told by ourselves, so that no package.json has to
 * be looked for from the current folder upwards.
 */
const NEEDLESS: Readonly<Record<string, string>> = {
  'string-width': 'export default (text) => [...text].length;',
  'escalade/sync': "export default () => '';",
};

const lean: Plugin = {
  name: 'lean',
  resolveId: (id) => (Object.hasOwn(NEEDLESS, id) ? `\0${id}` : null),
  load: (id) => NEEDLESS[id.slice(1)] ?? null,
  transform(code, id) {
    if (!id.endsWith(join('wrap-ansi', 'index.js'))) return null;
    const loop = 'const pre = [...preString];';
    if (!code.includes(loop)) throw new Error('wrap-ansi: the loop that looks for colours is not where it was');
    return code.replace(loop, `if (!/[\\u001B\\u009B]/.test(preString)) return preString;\n${loop}`);
  },
};

/** Files of commands are named after them, all others after what is in them. */
function nameOf({ facadeModuleId }: PreRenderedChunk): string {
  const commands = join(FOLDER, 'commands') + sep;
  if (facadeModuleId?.startsWith(commands) !== true) return '[name].js';
  return facadeModuleId.slice(commands.length).split(sep).join('-');
}

/** An option of the parser that nothing here uses; and what is loaded late by one command, and at once by another. */
const HARMLESS = new Set(['EMPTY_IMPORT_META', 'INEFFECTIVE_DYNAMIC_IMPORT']);

const bundle = await rolldown({
  input: { main: join(FOLDER, 'main.js') },
  platform: 'node',
  plugins: [lean, packages, addresses],
  onLog: (level, log) => {
    if (!HARMLESS.has(log.code ?? '')) throw new Error(`${level}: ${log.message}`);
  },
});
const { output } = await bundle.generate({
  format: 'cjs',
  entryFileNames: '[name].js',
  chunkFileNames: nameOf,
  // Whatever every start needs is in one file. The others are cut by who needs what: one file for all that many commands share
  // took longer to load than the few that one of them wants.
  codeSplitting: { groups: [{ name: 'start', tags: ['$initial'] }] },
});
const chunks = output.filter((file): file is OutputChunk => file.type === 'chunk');

rmSync(FOLDER, { recursive: true });
mkdirSync(FOLDER);
for (const { fileName, code } of chunks) writeFileSync(join(FOLDER, fileName), code);
writeFileSync(join(FOLDER, 'package.json'), '{ "type": "commonjs" }\n');

const modules = chunks.flatMap((chunk) => Object.keys(chunk.modules));
const within = licensedPackages('.').filter(({ folder }) => {
  if (!existsSync(folder)) return false;
  const inside = realpathSync(folder) + sep;
  return modules.some((module) => module.startsWith(inside) && !module.slice(inside.length).includes('node_modules'));
});
writeFileSync(join(FOLDER, 'THIRD-PARTY-LICENCES.txt'), licenceTexts(within));
