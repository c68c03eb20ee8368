import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { folderOfTest } from '../history/stored.ts';
import { ACCOUNT, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { type Outcome, runIn } from './captured-io.ts';

/** 8.0 U3, open to what U3k has closed, and a Gen10 server of each of two models. */
const ESTATE = `
defaults: { version: 8.0.3, build: 24022510 }
datacenters:
  - name: Lab
    clusters:
      - name: Production
        hosts:
          - { name: esx-01, vendor: HPE, model: ProLiant DL380 Gen10 }
          - { name: esx-02, vendor: HPE, model: ProLiant DL380 Gen10 }
          - { name: esx-03, vendor: Dell Inc., model: PowerEdge R740 }
`;
const TO = '8.0U3k';
/** The patch changes a default that nobody has published. */
const PATCH = { build: '25595708', defaults: { iovDisableIR: 'TRUE' } };
const PACKS = ['--pack', 'hpe', '--pack', 'advisories'];
const CRITICAL = 'advisories/vmsa-2026-0006-cve-2026-47876';

let folder: string;
let vcenter: Simulator;
beforeEach(async () => {
  folder = await folderOfTest();
  vcenter = await simulatedVcenter(ESTATE);
});
afterEach(() => vcenter.close());

const at = (name: string): string => join(folder, name);

function run(...words: readonly string[]): Promise<Outcome> {
  return runIn(words, { env: { HOME: folder, XDG_STATE_HOME: folder, ESXCHECK_PASSWORD: ACCOUNT.password } });
}

function ask(command: string, ...words: readonly string[]): Promise<Outcome> {
  const target = ['--target', `${vcenter.host}:${vcenter.port}`, '--user', ACCOUNT.user];
  return run(command, ...words, ...target, '--thumbprint', vcenter.certificate.sha256);
}

interface Found {
  readonly hosts: readonly { readonly id: string; readonly name: string }[];
  readonly findings: readonly {
    readonly rule: string;
    readonly host: string;
    readonly verdict: string;
    readonly horizons: { readonly now: string | null; readonly nextPatch: string | null };
  }[];
}

/** By name of the host: how it stands to one rule. */
async function standing(rule: string, ...words: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const { stdout } = await ask('scan', ...PACKS, '--format', 'json', ...words);
  const { hosts, findings } = JSON.parse(stdout) as Found;
  return Object.fromEntries(
    hosts.map(({ id, name }) => {
      const found = findings.find((finding) => finding.rule === rule && finding.host === id);
      return [name, `${found?.horizons.now ?? '-'} ${found?.horizons.nextPatch ?? '-'}`];
    }),
  );
}

test('a patch night: exposure before, a canary that teaches, a prediction for its model alone, the gate, and what became of it', async () => {
  // Before: open now, closed by the patch.
  expect(await standing(CRITICAL, '--target-release', TO)).toEqual({
    'esx-01': 'fail pass',
    'esx-02': 'fail pass',
    'esx-03': 'fail pass',
  });
  await ask('scan', ...PACKS, '--output', at('before.json'));
  await ask('snapshot', '--all-settings', '--output', at('before.esxsnap'));

  // The canary shows a default that no catalog knew, and one host is no proof.
  vcenter.patchHost('esx-01', PATCH);
  await ask('snapshot', '--host', 'esx-01', '--all-settings', '--output', at('canary.esxsnap'));
  const seen = await run('diff', at('before.esxsnap'), at('canary.esxsnap'));
  expect(seen.stdout).toContain('iovDisableIR FALSE -> TRUE');
  expect(seen.stdout).toContain('1 of 1 host');
  expect((await run('catalog', 'learn', at('canary.esxsnap'))).stdout).toContain('on esx-01, HPE ProLiant DL380 Gen10');

  // What it taught is said of its model, with whose measurement it was; of the other model only with doubt.
  const ahead = await ask('scan', '--all-settings', '--target-release', TO, '--format', 'json');
  const settings = (
    JSON.parse(ahead.stdout) as { settings: readonly { setting: string; to: unknown; doubt?: string }[] }
  ).settings;
  const learnt = settings.filter(({ setting }) => setting === 'iovDisableIR');
  expect(JSON.stringify(learnt)).toContain('esx-01');
  expect(learnt.some(({ doubt }) => doubt === 'other-model')).toBe(true);

  // The gate lets the patched host go, and holds one that was not patched.
  expect((await ask('gate', 'esx-01', '--rule', CRITICAL)).exitCode).toBe(0);
  expect((await ask('gate', 'esx-02', '--rule', CRITICAL)).exitCode).toBe(1);

  // The others follow; what the patch did is said of all hosts of the step, and what it closed.
  vcenter.patchHost('esx-02', PATCH);
  vcenter.patchHost('esx-03', PATCH);
  const after = await ask('scan', ...PACKS, '--since', at('before.json'));
  expect(after.stdout).toMatch(/advisor(y|ies) closed/);
  expect(await standing(CRITICAL)).toEqual({ 'esx-01': 'pass -', 'esx-02': 'pass -', 'esx-03': 'pass -' });
});
