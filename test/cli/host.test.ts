import { join } from 'node:path';
import { expect, test } from 'vitest';
import { simulatedVcenter } from '../support/simulated-vcenter.ts';
import { loadEstate } from '../../src/simulator/estate.ts';
import { temporaryFolder } from '../apply/support.ts';
import { runIn } from './captured-io.ts';

test('one host completely, with how it stood before where a history is kept', async () => {
  await using vcenter = await simulatedVcenter(await loadEstate('src/simulator/estates/demo.yaml'));
  await using folder = await temporaryFolder();
  const history = ['--history', join(folder.path, 'history.db')];
  const connection = [
    '--target',
    `127.0.0.1:${vcenter.port}`,
    '--user',
    'administrator@vsphere.local',
    '--thumbprint',
    vcenter.certificate.sha256,
    '--no-config',
  ];
  const around = { env: { ESXCHECK_PASSWORD: 'demo' } };
  await runIn(['scan', ...connection, ...history, '--record'], around);
  const { stdout, exitCode } = await runIn(['host', 'esx-08.demo.example', ...connection, ...history], around);
  expect(exitCode).toBe(1);
  expect(stdout).toContain('iovDisableIR Def:TRUE Con:TRUE Run:FALSE');
  expect(stdout).toMatch(/Earlier scans\n {2}- \S+ \S+ UTC 1 non-compliant.*: hpe\/gen8-interrupt-remapping/);
  const json = await runIn(['host', 'esx-08.demo.example', ...connection, ...history, '--format', 'json'], around);
  expect((JSON.parse(json.stdout) as { hosts: unknown[] }).hosts).toHaveLength(1);
  const none = await runIn(['host', 'esx-99', ...connection, ...history], around);
  expect(none.exitCode).toBe(2);
});
