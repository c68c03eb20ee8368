import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { runInProcess } from '../support/in-process.ts';
import { ACCOUNT, simulatedVcenter } from '../support/simulated-vcenter.ts';

let vcenter: Simulator;

beforeAll(async () => {
  vcenter = await simulatedVcenter(`
datacenters:
  - name: Lab
    hosts: [{ name: esx-01, firewall: { rulesets: { vic-engine: { enabled: true, allowed: [10.9.0.5] } } } }]
`);
});
afterAll(() => vcenter.close());

function run(...words: readonly string[]) {
  const connection = ['--target', `${vcenter.host}:${vcenter.port}`, '--thumbprint', vcenter.certificate.sha256];
  const rule = ['--user', ACCOUNT.user, '--rule', 'vic/vic-engine-limited', '--format', 'json'];
  return runInProcess([...words, ...connection, ...rule], { env: { ESXCHECK_PASSWORD: ACCOUNT.password } });
}

test.each([
  ['scan', []],
  ['gate', ['esx-01']],
])('%s judges a list by --vch-network, and does not know it without', async (command, words) => {
  expect((await run(command, ...words)).exitCode).toBe(3);
  const inside = await run(command, ...words, '--vch-network', '10.9.0.0/24');
  expect(inside).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/"verdict": ?"pass"/) as string });
  const outside = await run(command, ...words, '--vch-network', '10.8.0.0/24');
  expect(outside).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/"verdict": ?"warn"/) as string });
});

test('what is no network is refused before anybody is contacted', async () => {
  const { exitCode, stderr } = await run('scan', '--vch-network', '10.9.0.5/24');
  expect(exitCode).toBe(2);
  expect(stderr).toContain('is an address inside a network');
});
