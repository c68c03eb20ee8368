import { existsSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { folderOfTest } from '../history/stored.ts';
import { ACCOUNT, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { runIn } from './captured-io.ts';

const HOST = "name: esx-01, vendor: HP, model: ProLiant DL380p Gen8, kernel: { iovDisableIR: 'TRUE' }";

let vcenter: Simulator;
let folder: string;

beforeAll(async () => {
  vcenter = await simulatedVcenter(`datacenters: [{ name: Lab, clusters: [{ name: A, hosts: [{ ${HOST} }] }] }]`);
});
afterAll(() => vcenter.close());
beforeEach(async () => {
  folder = await folderOfTest();
});

async function config(file: string): Promise<string> {
  const { host, port, certificate } = vcenter;
  const target = `{ address: '${host}:${port}', user: '${ACCOUNT.user}', password: { env: ESXCHECK_PASSWORD }, trust: { thumbprints: ['${certificate.sha256}'] } }`;
  const text = `packs: [hpe]\ntargets: [${target}]\nhistory: { file: kept/scans.db }\n`;
  await writeFile(file, text, { mode: 0o600 });
  return file;
}

const run = (...words: readonly string[]) =>
  runIn(words, {
    env: {
      ESXCHECK_PASSWORD: ACCOUNT.password,
      XDG_CONFIG_HOME: join(folder, 'own'),
      XDG_STATE_HOME: join(folder, 'state'),
    },
    homeDir: folder,
  });

test('every command that keeps scans or looks back finds the history of the config', async () => {
  const named = ['--config', await config(join(folder, 'esxcheck.yaml'))];
  expect((await run('run', ...named)).stderr).toBe('');
  expect((await run('scan', ...named, '--record', '--output', join(folder, 'scan.json'))).stderr).toContain(
    `Kept as scan 2 of the history ${JSON.stringify(join(folder, 'kept', 'scans.db'))}.`,
  );
  expect((await run('history', ...named, '--format', 'lines')).stdout).toContain('summary scans=2');
  expect((await run('diff', ...named)).exitCode).toBe(0);
  expect((await run('diff', '1', 'latest', ...named)).exitCode).toBe(0);
  expect((await run('trend', ...named)).exitCode).toBe(0);
  expect(await run('report', 'latest', ...named, '--since', 'previous', '--format', 'lines')).toMatchObject({
    exitCode: 1,
    stderr: '',
  });
  expect((await run('history', 'audit', ...named)).exitCode).toBe(0);
  expect((await run('scan', ...named, '--since', 'latest')).exitCode).toBe(1);
  expect((await run('history', ...named, '--import', join(folder, 'scan.json'))).stderr).toContain('is scan 2 of');
  expect((await run('history', ...named, '--forget-older-than', '1', '--confirm')).stdout).toContain('Forgot 0 scans');
  expect(existsSync(join(folder, 'state', 'esxcheck', 'history.db'))).toBe(false);
});

test('a file that is named wins over the config, and without a config the own one is meant', async () => {
  const named = ['--config', await config(join(folder, 'esxcheck.yaml'))];
  const other = join(folder, 'other.db');
  expect((await run('run', ...named)).exitCode).toBe(1);
  expect((await run('history', ...named, '--history', other)).stderr).toContain(other);
  expect((await run('history', '--no-config')).stderr).toContain(join(folder, 'state', 'esxcheck', 'history.db'));
});

test("the config of the user's folder counts unnamed, but not where others may write it", async () => {
  const own = join(folder, 'own', 'esxcheck');
  await mkdir(own, { recursive: true });
  const file = await config(join(own, 'esxcheck.yaml'));
  expect((await run('scan', '--record')).exitCode).toBe(1);
  expect((await run('history', '--format', 'lines')).stdout).toContain('summary scans=1');
  expect(existsSync(join(own, 'kept', 'scans.db'))).toBe(true);
  await chmod(file, 0o666);
  const refused = await run('history');
  expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
  expect(refused.stderr).toContain('CONFIG_NOT_OWN');
  expect((await run('diff', join(folder, 'none.json'), 'also-none.json')).stderr).toContain('FILE_NOT_READ');
});

test('a setting that no host has is a mistake, and the one that was meant is named', async () => {
  const { host, port, certificate } = vcenter;
  const at = ['--target', `${host}:${port}`, '--user', ACCOUNT.user, '--thumbprint', certificate.sha256];
  const mistyped = await run('kernel', 'iovDisableIr', ...at);
  expect(mistyped).toMatchObject({ exitCode: 2, stdout: '' });
  expect(mistyped.stderr).toBe(
    'SETTING_UNKNOWN: No host lists a VMkernel setting iovDisableIr.\n  Did you mean iovDisableIR?\n',
  );
  expect((await run('kernel', 'zzz', ...at)).stderr).toContain('upper and lower case matter');
});
