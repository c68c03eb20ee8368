import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { scanOfDay } from '../history/stored.ts';
import { runInProcess } from '../support/in-process.ts';
import { ACCOUNT, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { CentrePeer } from '../support/centre-peer.ts';
import { pagesInOrder } from './pages.ts';

/** Commands of the documentation that do not end by themselves, or that stand for any command. */
const NOT_RUN_AS_THEY_STAND = new Set([
  'esxcheck',
  'esxcheck COMMAND --help',
  'esxcheck config init',
  'esxcheck doctor',
  'esxcheck notify',
  'esxcheck run',
  'esxcheck simulate',
  'esxcheck worker',
  'esxcheck worker --config worker.yaml',
]);

/** A command may rest on what those before it have written. */
const files = await pagesInOrder();

/** Lines of shell blocks and code spans that begin with `esxcheck `. */
function commandsIn(text: string): readonly string[] {
  const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) => block.split('\n'));
  const prose = text.replaceAll(/^```[\s\S]*?^```/gm, '');
  const spans = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span);
  return [...new Set([...blocks, ...spans])].filter((line) => line.startsWith('esxcheck '));
}

const documented = await Promise.all(
  files.map(async (file) => ({ file, commands: commandsIn(await readFile(file, 'utf8')) })),
);
const cases = documented
  .flatMap(({ file, commands }) => commands.map((command) => ({ file, command })))
  .filter(({ command }) => !NOT_RUN_AS_THEY_STAND.has(command));

/** The simulator believes whoever it names. */
const TOKEN =
  '<s:Assertion xmlns:s="urn:oasis:names:tc:SAML:2.0:assertion"><s:Subject><s:NameID>audit@vsphere.local</s:NameID></s:Subject></s:Assertion>';

let vcenter: Simulator;
let centre: CentrePeer;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'esxcheck-docs-'));
  await writeFile(join(folder, 'esxcheck.yaml'), await yamlShown('configuration'));
  await writeFile(join(folder, 'attestations.yaml'), await yamlShown('attestations'));
  await writeFile(join(folder, 'advisories.yaml'), await yamlShown('exposure'));
  vcenter = await simulatedVcenter(`
accounts:
  - { user: audit@vsphere.local, password: ${ACCOUNT.password} }
  - { user: admin@vsphere.local, password: ${ACCOUNT.password} }
datacenters:
  - name: Lab
    clusters:
      - name: Production
        folder: Racks/A
        attributes: { Owner: Storage }
        hosts:
          - { name: esx-01, vendor: HP, model: ProLiant DL380p Gen8, tags: [Environment=Production, Role=Canary] }
          - { name: esx-02, tags: [Environment=Lab, Role=Spare] }
`);
  centre = await CentrePeer.start();
  centre.codes.add('code');
  await writeFile(
    join(folder, 'worker.yaml'),
    (await yamlShown('sites')).replace('https://esx.example.com', centre.url),
  );
  await keepScans();
  await writeFile(join(folder, 'run.yaml'), await runConfigShown());
  await writeFile(join(folder, 'vcenter.password'), ACCOUNT.password, { mode: 0o600 });
  await writeFile(join(folder, 'token.xml'), TOKEN, { mode: 0o600 });
});

/** Scans of the past, which the documentation takes for granted where it looks back. */
async function keepScans(): Promise<void> {
  await writeFile(join(folder, 'old.json'), scanOfDay(0).document);
  const env = { HOME: folder, ESXCHECK_PASSWORD: ACCOUNT.password };
  const old = await runInProcess(['history', '--import', 'old.json'], { cwd: folder, env });
  const recent = await runInProcess(wordsOf('esxcheck scan --target … --record'), { cwd: folder, env });
  expect([old.exitCode, recent.exitCode]).toEqual([0, 0]);
}

afterAll(async () => {
  await vcenter.close();
  await centre.close();
  await rm(folder, { recursive: true });
});

/** The first file that a page shows: the config, which all commands are run with, and the attestations. */
async function yamlShown(page: string): Promise<string> {
  const [, shown = ''] = /^```yaml\n([\s\S]*?)^```/m.exec(await readFile(`docs/${page}.md`, 'utf8')) ?? [];
  return shown;
}

/** The config of an unattended run that the documentation shows, with the simulator in the place of its vCenter. */
async function runConfigShown(): Promise<string> {
  const [, config = ''] = /^```yaml\n([\s\S]*?)^```/m.exec(await readFile('docs/scheduling.md', 'utf8')) ?? [];
  const target = `${vcenter.host}:${vcenter.port}\n    trust: { thumbprints: ['${vcenter.certificate.sha256}'] }`;
  return config.replace('vcenter.example.com', target);
}

/** The command with the simulator in the place of the vCenter that the documentation speaks of. */
function wordsOf(command: string): readonly string[] {
  const address = `${vcenter.host}:${vcenter.port}`;
  const user = /--(user|token-file) /.test(command) ? '' : ' --user audit@vsphere.local';
  const connection = `--target ${address} --thumbprint ${vcenter.certificate.sha256}${user}`;
  return command
    .replace(/^esxcheck /, '')
    .replace(/--target (?:vcenter\.example\.com|…)/, connection)
    .replace(/--server https:\/\/esx\.example\.com/, `--server ${centre.url} --thumbprint ${centre.thumbprint}`)
    .replace(/^trust (?:vcenter\.example\.com|HOST)/, `trust ${address} --known-hosts ${join(folder, 'known_hosts')}`)
    .split(' ');
}

test('the documentation shows commands at all', () => {
  expect(cases.length).toBeGreaterThan(8);
});

describe.each(cases)('$file: $command', ({ command }) => {
  test('runs', async () => {
    const env = { ESXCHECK_PASSWORD: ACCOUNT.password, HOME: folder };
    const { exitCode, stderr } = await runInProcess(wordsOf(command), { cwd: folder, env, input: 'code' });
    expect(stderr).not.toMatch(/^[A-Z_]+: |bug/m);
    expect([0, 1, 3]).toContain(exitCode);
  });
});
