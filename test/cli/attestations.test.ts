import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scanSchema } from '../../reports/schema/scan.ts';
import { answersWithAttestations } from '../../src/evidence/attestations.ts';
import { findingsByHost } from '../../reports/scan/order.ts';
import { parseScan } from '../../src/saved/saved-scan.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { runInProcess } from '../support/in-process.ts';
import { ACCOUNT, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { temporaryFolder } from '../target/surroundings.ts';

/** Nothing of it can be read. */
const MANUAL = 'ESXI-80-000236';
/** Rules read all of it. */
const READ = 'ESXI-80-000005';

let vcenter: Simulator;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  vcenter = await simulatedVcenter(`
defaults: { version: 8.0.3, build: 24022510 }
datacenters: [{ name: Lab, hosts: [{ name: esx-01 }, { name: esx-02 }] }]
`);
  folder = await temporaryFolder();
  await snapshotTaken();
});
afterAll(async () => {
  await vcenter.close();
  await folder[Symbol.asyncDispose]();
});

function offline(...words: readonly string[]) {
  const env = { ESXCHECK_PASSWORD: ACCOUNT.password, HOME: folder.path, XDG_CONFIG_HOME: join(folder.path, 'own') };
  return runInProcess(words, { cwd: folder.path, env });
}

function run(...words: readonly string[]) {
  const target = ['--target', `${vcenter.host}:${vcenter.port}`, '--user', ACCOUNT.user];
  return offline(...words, ...target, '--thumbprint', vcenter.certificate.sha256);
}

async function snapshotTaken(): Promise<void> {
  const { exitCode, stderr } = await run('snapshot', '--everything', '--output', 'facts.esxsnap');
  if (exitCode === 2) throw new Error(stderr);
}

function attestation(controlId: string, ...lines: readonly string[]): string {
  const own = [`control_id: ${controlId}`, 'explanation: Looked at it.', 'status: passed', 'updated_by: Jane Doe'];
  const until = lines.some((line) => line.startsWith('expires')) ? [] : ['frequency: annually'];
  const updated = lines.some((line) => line.startsWith('updated:')) ? [] : [`updated: ${today()}`];
  return `- ${[...own, ...until, ...updated, ...lines].join('\n  ')}\n`;
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

async function written(text: string, name = 'attestations.yaml'): Promise<string> {
  await writeFile(join(folder.path, name), text);
  return name;
}

/** What a saved scan says of the control on each of its hosts. */
function statusesOf(text: string, controlId: string): readonly (string | undefined)[] {
  const scan = parseScan(text);
  const [framework] = scan.frameworks ?? [];
  if (framework === undefined) throw new Error('it has no framework');
  const byHost = findingsByHost(scan);
  return scan.hosts.map((host) => {
    const answers = answersWithAttestations(framework, host, byHost.get(host.id) ?? [], scan.attestations ?? []);
    return answers.find(({ control }) => control.id === controlId)?.status;
  });
}

const evaluate = (...words: readonly string[]) =>
  offline('evaluate', 'facts.esxsnap', '--framework', 'stig-esxi-8', '--format', 'json', ...words);

async function pageOf(...words: readonly string[]): Promise<string> {
  return (await offline('evaluate', 'facts.esxsnap', '--framework', 'stig-esxi-8', '--format', 'markdown', ...words))
    .stdout;
}

describe('a scan with attestations', () => {
  test('answers a manual control on the hosts that they speak of, and a saved scan answers the same', async () => {
    const file = await written(attestation(MANUAL, 'scope: { hosts: [esx-01] }'));
    const { stdout, stderr } = await run(
      'scan',
      '--framework',
      'stig-esxi-8',
      '--attestations',
      file,
      '--format',
      'json',
    );
    expect(stderr).toBe('');
    expect(statusesOf(stdout, MANUAL)).toEqual(['not_a_finding', 'not_reviewed']);
    await writeFile(join(folder.path, 'scan.json'), stdout);
    const again = await offline('report', 'scan.json', '--format', 'json');
    expect(JSON.parse(again.stdout)).toEqual(JSON.parse(stdout));
  });

  test('holds to its schema', async () => {
    const file = await written(attestation(MANUAL, 'scope: { clusters: [none] }') + attestation('V-258728'));
    const { stdout } = await evaluate('--attestations', file);
    const ajv = new Ajv2020({ allErrors: true });
    addFormats.default(ajv);
    expect(ajv.compile(scanSchema())(JSON.parse(stdout))).toBe(true);
    expect(JSON.parse(stdout)).toMatchObject({ attestations: [{ controlId: MANUAL, state: 'holds' }, {}] });
    expect(stdout).not.toContain('attestations.yaml');
  });

  test('one that has expired answers nothing and is said', async () => {
    const file = await written(attestation(MANUAL, 'expires: 2020-12-31', 'updated: 2020-01-01'));
    const { stdout, stderr } = await evaluate('--attestations', file);
    expect(statusesOf(stdout, MANUAL)).toEqual(['not_reviewed', 'not_reviewed']);
    expect(stderr).toContain(
      `the attestation of ${MANUAL} by Jane Doe expired on 2020-12-31: the control is not reviewed`,
    );
  });

  test('one of a control that rules read changes nothing and is said', async () => {
    const [plain, attested] = [await evaluate(), await evaluate('--attestations', await written(attestation(READ)))];
    expect(statusesOf(attested.stdout, READ)).toEqual(statusesOf(plain.stdout, READ));
    expect(attested.stderr).toContain('answers nothing where rules read all of it');
  });

  test('the summary of people counts it', async () => {
    const [plain, attested] = [await pageOf(), await pageOf('--attestations', await written(attestation(MANUAL)))];
    expect(attested).toContain('(2 attested by people, not read)');
    expect(plain).not.toContain('attested');
  });

  test('of a config hold where the command line names none', async () => {
    await written(attestation(MANUAL), 'site.yaml');
    const config = await written('frameworks: [stig-esxi-8]\nattestations: site.yaml\n', 'config.yaml');
    const { stdout } = await offline('evaluate', 'facts.esxsnap', '--config', config, '--format', 'json');
    expect(statusesOf(stdout, MANUAL)).toEqual(['not_a_finding', 'not_a_finding']);
  });

  test('report puts others in their place', async () => {
    await writeFile(join(folder.path, 'old.json'), (await evaluate()).stdout);
    const file = await written(attestation(MANUAL, 'status: failed').replace('  status: passed\n', ''));
    const { stdout } = await offline('report', 'old.json', '--attestations', file, '--format', 'json');
    expect(statusesOf(stdout, MANUAL)).toEqual(['open', 'open']);
  });
});

test.each([
  [
    ['--framework', 'stig-esxi-8'],
    attestation('ESXI-80-00236'),
    'ATTESTATIONS_INVALID: attestations.yaml:1: no framework has a control "ESXI-80-00236": did you mean "ESXI-80-000236"?',
  ],
  [
    ['--framework', 'stig-esxi-8'],
    attestation(MANUAL, 'expires: soon'),
    'ATTESTATIONS_INVALID: attestations.yaml:6:12: 0 > expires: a date such as 2027-03-31 was expected',
  ],
  [
    ['--framework', 'stig-esxi-8'],
    attestation(MANUAL) + attestation(MANUAL),
    'ATTESTATIONS_INVALID: attestations.yaml:7:15: ESXI-80-000236 is attested already',
  ],
  [
    ['--framework', 'stig-esxi-8'],
    attestation(MANUAL, 'updated: 2199-01-01'),
    'ATTESTATIONS_INVALID: attestations.yaml:6:12: ESXI-80-000236 is attested on 2199-01-01',
  ],
  [['--pack', 'hpe'], attestation(MANUAL), 'USAGE: --attestations answers controls, and no framework was chosen.'],
])('is refused in one sentence: %j', async (words, text, sentence) => {
  const { exitCode, stdout, stderr } = await offline(
    'evaluate',
    'facts.esxsnap',
    ...words,
    '--attestations',
    await written(text),
  );
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toContain(sentence);
});

test('a file that is not there is said', async () => {
  const { exitCode, stderr } = await evaluate('--attestations', 'nowhere.yaml');
  expect([exitCode, stderr]).toEqual([2, 'FILE_NOT_READ: There is no file "nowhere.yaml".\n']);
});

test('an attestation of another framework than the chosen one is said, and is no mistake', async () => {
  const id = (await readFile('rules/frameworks/stig-esxi-7.csv', 'utf8')).split('\n')[1]?.split(',')[0] ?? '';
  const { exitCode, stderr } = await evaluate('--attestations', await written(attestation(id)));
  expect(exitCode).not.toBe(2);
  expect(stderr).toContain(
    `the attestation of ${id} by Jane Doe answers nothing: no framework that was chosen has that control`,
  );
});
