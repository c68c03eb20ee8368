import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';
import { beforeAll, expect, test } from 'vitest';
import { FOLDERS } from './folders.ts';

/** Which folders each folder may import, beside itself. The flow of a scan, top to bottom. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'src/model': [],
  // Text and folders as people and systems have them; what is in a file is for others.
  'src/files': ['src/model'],
  // Files that people write, as plain data with places; what is in them is for others.
  'src/yaml': ['src/model'],
  'src/vim': ['src/model'],
  'src/rest': ['src/model'],
  'src/connect': ['src/vim', 'src/rest', 'src/model'],
  'src/target': ['src/connect', 'src/files', 'src/model'],
  'src/collect': ['src/connect', 'src/vim', 'src/rest', 'src/model'],
  // Loading judges too: a remedy must satisfy its own check, and examples are run.
  'src/rules': ['src/yaml', 'src/files', 'src/evaluate', 'src/checks', 'src/model'],
  // Expectations in a config are built by the code that builds them in rules.
  'src/config': ['src/rules', 'src/yaml', 'src/checks', 'src/evaluate', 'src/model'],
  'src/evaluate': ['src/checks', 'src/model'],
  // What is known of each kind of check, a file a kind; rules, profiles and configs are for those above.
  'src/checks': ['src/model'],
  // One host beside others. Pure.
  'src/compare': ['src/model'],
  'src/scan': ['src/target', 'src/connect', 'src/collect', 'src/rules', 'src/evaluate', 'src/model'],
  // The same facts, read in other processes of the program.
  'src/readers': ['src/scan', 'src/collect', 'src/connect', 'src/snapshot', 'src/model'],
  // Documents of ours that are read back, as hostile input.
  'src/saved': ['src/model'],
  'src/snapshot': ['src/model'],
  // What hosts of the site showed, in a file of its own; what it means for a patch is for checks.
  'src/site-catalog': ['src/snapshot', 'src/files', 'src/model'],
  // What a run leaves behind for whoever has to find out what went wrong.
  'src/support': ['src/connect', 'src/files', 'src/model'],
  'src/plan': ['src/saved', 'src/checks', 'src/model'],
  'src/history': ['src/saved', 'src/files', 'src/model'],
  'src/notify': ['src/model'],
  'src/schedule': ['src/model'],
  // One unattended pass: what a scheduler starts.
  'src/run': [
    'src/apply',
    'src/scan',
    'src/config',
    'src/evidence',
    'src/history',
    'src/notify',
    'src/target',
    'src/files',
    'src/rules',
    'src/model',
    'reports',
  ],
  // Speaks to the centre for a site; its signatures are what the centre checks by, too.
  'src/site': ['src/snapshot', 'src/target', 'src/connect', 'src/files', 'src/model'],
  // Asks whether the work can be done, and does none of it.
  'src/doctor': ['src/target', 'src/connect', 'src/collect', 'src/vim', 'src/model'],
  // Judges anew what it has changed, as a scan does.
  'src/apply': [
    'src/scan',
    'src/evaluate',
    'src/connect',
    'src/vim',
    'src/collect',
    'src/plan',
    'src/files',
    'src/model',
  ],
  'src/simulator': ['src/files', 'src/model'],
  // What a control is on a host, of what was found there. Pure.
  'src/evidence': ['src/yaml', 'src/checks', 'src/model'],
  // Guides and STIGs as data, and the rules as they want them.
  'src/frameworks': ['src/rules', 'src/checks', 'src/model'],
  'src/advisories': ['src/rules', 'src/checks', 'src/target', 'src/yaml', 'src/model'],
  reports: ['src/evidence', 'src/model'],
  // Runs when the program is built, never when it is used.
  'src/build': ['src/rules', 'src/shipped'],
  // What other programs import.
  'src/api': [
    'src/compare',
    'src/evidence',
    'src/advisories',
    'src/frameworks',
    'src/run',
    'src/config',
    'src/yaml',
    'src/apply',
    'src/history',
    'src/model',
    'src/connect',
    'src/target',
    'src/collect',
    'src/rules',
    'src/checks',
    'src/evaluate',
    'src/scan',
    'src/plan',
    'src/shipped',
    'src/site-catalog',
    'reports',
  ],
  // Where the files are that come with the program.
  'src/shipped': ['src/advisories', 'src/frameworks', 'src/rules', 'src/model'],
  'src/cli': [
    'src/site',
    'src/readers',
    'src/compare',
    'src/advisories',
    'src/frameworks',
    'src/evidence',
    'src/run',
    'src/files',
    'src/shipped',
    'src/model',
    'src/connect',
    'src/target',
    'src/collect',
    'src/rules',
    'src/checks',
    'src/config',
    'src/yaml',
    'src/evaluate',
    'src/scan',
    'src/saved',
    'src/snapshot',
    'src/site-catalog',
    'src/plan',
    'src/history',
    'src/notify',
    'src/schedule',
    'src/apply',
    'src/support',
    'src/doctor',
    'src/simulator',
    'reports',
  ],
};

/** Libraries that belong to one folder: the wire to vim and connect, the terminal to cli, formats to reports. */
const LIBRARY_HOMES: Readonly<Record<string, string>> = {
  undici: '^src/connect/',
  // A SAML token is looked at before it goes into a header as it is; what is sent to support is rewritten; a .ckl is read.
  saxes: '^src/(vim|simulator|target|support|saved)/',
  yargs: '^src/cli/',
  'cli-table3': '^(reports|src/cli)/',
  'csv-stringify': '^reports/',
  'csv-parse': '^src/frameworks/',
  'd3-scale': '^reports/',
  'd3-shape': '^reports/',
  libsql: '^src/history/store/',
  nodemailer: '^src/notify/',
  pino: '^src/support/',
  fflate: '^src/build/',
  rolldown: '^src/build/',
};

function folderRules(): readonly IForbiddenRuleType[] {
  return Object.entries(MAY_IMPORT).map(([folder, allowed]) => ({
    name: `${folder} imports only ${['itself', ...allowed].join(', ')}`,
    severity: 'error',
    from: { path: `^${folder}/` },
    to: { path: '^(src|reports)/', pathNot: [folder, ...allowed].map((name) => `^${name}/`) },
  }));
}

function libraryRules(): readonly IForbiddenRuleType[] {
  return Object.entries(LIBRARY_HOMES).map(([library, home]) => ({
    name: `${library} is used only in ${home}`,
    severity: 'error',
    from: { path: '^(src|reports)/', pathNot: home },
    to: { path: `node_modules/${library}/` },
  }));
}

const NO_CYCLES: IForbiddenRuleType = {
  name: 'no module depends on itself by a detour',
  severity: 'error',
  from: { path: '^(src|reports)/' },
  to: { circular: true },
};

let result: ICruiseResult;

beforeAll(async () => {
  const ruleSet = { forbidden: [...folderRules(), ...libraryRules(), NO_CYCLES] };
  const cruised = await cruise(['src', 'reports'], {
    exclude: '^src/server/',
    ruleSet,
    validate: true,
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
  });
  if (typeof cruised.output === 'string') throw new TypeError('expected a result, not text');
  result = cruised.output;
}, 120_000);

test('every import points at the model or at the step that hands over', () => {
  expect(result.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
});

test('the check saw every source file that there is', async () => {
  const seen = new Set(result.modules.map(({ source }) => source));
  const files = await sourceFiles();
  expect(files.length).toBeGreaterThan(20);
  expect(files.filter((file) => !seen.has(file))).toEqual([]);
});

test('every folder has its sentence', async () => {
  const folders = new Set((await sourceFiles()).map((file) => /^(?:src\/[^/]+|reports)(?=\/)/.exec(file)?.[0] ?? file));
  expect([...folders].filter((folder) => !(folder in MAY_IMPORT && folder in FOLDERS))).toEqual([]);
});

const PAGE = 'docs/architecture.md';

test('the table of folders in docs/architecture.md is what stands here (regenerate with: npm run boundaries -- -u)', async () => {
  const [before = '', after = ''] = (await readFile(PAGE, 'utf8')).split(
    /(?<=<!-- folders -->\n)[\s\S]*(?=<!-- \/folders -->)/,
  );
  const rows = Object.entries(FOLDERS).flatMap(([folder, holds]) => {
    const allowed = MAY_IMPORT[folder]?.map((name) => `\`${name.replace('src/', '')}\``);
    return allowed === undefined ? [] : [`| \`${folder}\` | ${holds} | ${allowed.join(', ')} |`];
  });
  const table = ['| folder | holds | may import |', '|---|---|---|', ...rows, ''].join('\n');
  await expect(before + table + after).toMatchFileSnapshot(`../${PAGE}`);
});

test('the drawing in docs/architecture.md has every folder', async () => {
  const [, drawing = ''] = /^```text\n([\s\S]*?)^```/m.exec(await readFile(PAGE, 'utf8')) ?? [];
  const names = Object.keys(MAY_IMPORT).map((folder) => folder.replace('src/', ''));
  expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(drawing))).toEqual([]);
});

/** The server is a package of its own, with dependencies that the root does not install. */
function isOurs(name: string): boolean {
  return name.endsWith('.ts') && !name.startsWith('server/');
}

async function sourceFiles(): Promise<readonly string[]> {
  const files = await Promise.all(
    ['src', 'reports'].map(async (top) => {
      const entries = await readdir(top, { recursive: true });
      return entries.filter(isOurs).map((name) => join(top, name));
    }),
  );
  return files.flat();
}
