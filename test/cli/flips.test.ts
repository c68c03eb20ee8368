import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { folderOfTest } from '../history/stored.ts';
import { ACCOUNT, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { type Outcome, runIn } from './captured-io.ts';

const BEFORE = '3620759';
/** Its default of iovDisableIR is TRUE. */
const AFTER = { build: '4600944', defaults: { vtdSuperPages: 'FALSE' } };

const ESTATE = `
instanceUuid: 11111111-2222-3333-4444-555555555555
defaults: { version: 6.0.0, build: ${BEFORE} }
datacenters:
  - name: Lab
    clusters:
      - name: Gen8
        hosts:
          - { name: gen8-1, vendor: HP, model: ProLiant DL380p Gen8 }
          - { name: gen8-2, vendor: HP, model: ProLiant DL380p Gen8 }
          - { name: gen8-3, vendor: HP, model: ProLiant DL380p Gen8 }
      - name: Dell
        hosts:
          - { name: dell-1, vendor: Dell Inc., model: PowerEdge R720 }
          - { name: dell-2, vendor: Dell Inc., model: PowerEdge R720 }
`;
const HOSTS = ['gen8-1', 'gen8-2', 'gen8-3', 'dell-1', 'dell-2'];

let folder: string;
let vcenter: Simulator;
beforeEach(async () => {
  folder = await folderOfTest();
  vcenter = await simulatedVcenter(ESTATE);
  await writeFile(at('secret'), `${ACCOUNT.password}\n`, { mode: 0o600 });
});
afterEach(() => vcenter.close());

const at = (name: string): string => join(folder, name);

function run(...words: readonly string[]): Promise<Outcome> {
  return runIn(words, { env: { HOME: folder, XDG_STATE_HOME: folder, ESXCHECK_PASSWORD: ACCOUNT.password } });
}

const where = (): readonly string[] => [
  '--target',
  `${vcenter.host}:${vcenter.port}`,
  '--user',
  ACCOUNT.user,
  '--thumbprint',
  vcenter.certificate.sha256,
];

function patch(hosts: readonly string[] = HOSTS): void {
  for (const host of hosts) vcenter.patchHost(host, AFTER);
}

interface Step {
  readonly model: string;
  readonly hosts: readonly string[];
  readonly compared: number;
  readonly flips: readonly Readonly<Record<string, unknown>>[];
}

async function stepsBetween(before: string, after: string): Promise<readonly Step[]> {
  const { stdout } = await run('diff', before, after, '--format', 'json');
  return (JSON.parse(stdout) as { flips: { steps: readonly Step[] } }).flips.steps;
}

test('two scans of the history, and scan --since, say what a patch did to the settings that rules read', async () => {
  await run('scan', ...where(), '--record');
  patch();
  const scanned = await run('scan', ...where(), '--record', '--since', 'latest');
  expect(scanned.stdout).toContain(
    'on 2 models (Dell Inc. PowerEdge R720, HP ProLiant DL380p Gen8), 1 default changed on all 5 hosts; no rule covers it on 2 hosts',
  );
  const { stdout, exitCode } = await run('diff');
  expect(exitCode).toBe(0);
  expect(stdout).toContain('1 default changed on all 5 hosts; no rule covers it on 2 hosts');
  expect(await stepsBetween('previous', 'latest')).toMatchObject([
    {
      model: 'PowerEdge R720',
      compared: 1,
      flips: [{ setting: 'iovDisableIR', rules: [], uncovered: 2, followed: 2 }],
    },
    {
      model: 'ProLiant DL380p Gen8',
      compared: 1,
      flips: [{ rules: ['hpe/gen8-interrupt-remapping'], uncovered: 0, followed: 3 }],
    },
  ]);
});

test('a host that is patched alone proves nothing, and those that stand still bear it out', async () => {
  await run('scan', ...where(), '--record');
  patch(['gen8-1']);
  await run('scan', ...where(), '--record');
  expect((await run('diff')).stdout).toContain('1 default changed on 1 of 1 host, which is no proof');
  patch(['gen8-2']);
  await run('scan', ...where(), '--record');
  expect((await run('diff')).stdout).toContain(
    '1 default changed on 1 of 1 host, and 1 other host of the model on that build bears it out',
  );
});

test('two snapshots with every setting show every default that changed', async () => {
  const [before, after] = [at('before.esxsnap'), at('after.esxsnap')];
  await run('snapshot', ...where(), '--comparable', '--output', before);
  patch();
  await run('snapshot', ...where(), '--comparable', '--output', after);
  const steps = await stepsBetween(before, after);
  expect(steps.map(({ flips }) => flips.map(({ setting }) => setting))).toEqual([
    ['iovDisableIR', 'vtdSuperPages'],
    ['iovDisableIR', 'vtdSuperPages'],
  ]);
  expect(steps[0]?.compared).toBeGreaterThan(15);
  const { stdout } = await run('diff', before, after);
  expect(stdout).toContain(
    'Note: A snapshot holds facts and no verdicts: both were judged now, by the packs cpu, hpe, vic.',
  );
  expect(stdout).toContain('2 defaults changed on all 5 hosts; no rule covers 1 of them, nor 1 on some of these hosts');
  expect(stdout).not.toContain('Default changed');
  expect((await run('diff', before, after, '--format', 'csv')).stdout).toMatch(
    /^default-changed,gen8-1,vtdSuperPages/m,
  );
});

test('snapshots without the list say what they lack', async () => {
  const [before, after] = [at('before.esxsnap'), at('after.esxsnap')];
  await run('snapshot', ...where(), '--output', before);
  patch();
  await run('snapshot', ...where(), '--output', after);
  const { stdout } = await run('diff', before, after);
  expect(stdout).toContain('No snapshot holds the whole list of kernel settings');
  expect(stdout).toContain('1 default changed on all 5 hosts');
});

test('an unattended run tells a channel of failures that no rule covers a default, though nothing fails', async () => {
  const bodies: { lines: string[]; flips: { setting: string; uncovered: number }[] }[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      bodies.push(JSON.parse(await text(request)) as (typeof bodies)[number]);
      response.end();
    })();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const target = `{ address: '${vcenter.host}:${vcenter.port}', user: '${ACCOUNT.user}', password: { file: secret }, trust: { thumbprints: ['${vcenter.certificate.sha256}'] } }`;
  const config = at('esxcheck.yaml');
  const channel = `notifications:\n  - { when: fail, webhook: { url: 'http://127.0.0.1:${port}/' } }\n`;
  const scope = 'targets:\n  - ' + target + '\n';
  await writeFile(config, `packs: [hpe]\n${scope}history: { file: h.db }\n${channel}`, { mode: 0o600 });
  await run('run', '--config', config);
  expect(bodies).toEqual([]);
  patch(['dell-1', 'dell-2']);
  expect(await run('run', '--config', config)).toMatchObject({ exitCode: 0 });
  server.close();
  expect(bodies).toHaveLength(1);
  expect(bodies[0]?.lines.join('\n')).toContain(
    'With ESXi 6.0 Patch 4 (4600944) on Dell Inc. PowerEdge R720, 1 default changed on all 2 hosts (iovDisableIR FALSE -> TRUE); no rule covers it',
  );
  expect(bodies[0]?.flips).toMatchObject([{ setting: 'iovDisableIR', uncovered: 2 }]);
});
