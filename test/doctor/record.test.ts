import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Scan } from '../../src/model/scan.ts';
import { runIn } from '../cli/captured-io.ts';
import { parseCapture, replay } from '../support/replay.ts';
import { rulesOf, scanOf } from '../support/scans.ts';
import { ACCOUNT, connectionTo, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { temporaryFolder } from '../target/surroundings.ts';

const ESTATE = `
name: vcenter.secret-company.example
datacenters:
  - name: Hidden Valley
    clusters:
      - name: Accounting
        hosts:
          - { name: ledger-01.secret-company.example, vendor: HP, model: ProLiant DL380p Gen8, kernel: { iovDisableIR: 'TRUE' } }
          - { name: ledger-02.secret-company.example, vendor: HP, model: ProLiant DL380p Gen8, firewall: { rulesets: { vSPC: { enabled: true } } } }
          - { name: "ledger<03>&", vendor: Dell, model: PowerEdge, options: { Syslog.global.logHost: 'tcp://logs.secret-company.example:514' } }
`;

async function captured(path: string) {
  await using vcenter = await simulatedVcenter(ESTATE, { pageSize: 2 });
  const target = ['--target', `${vcenter.host}:${vcenter.port}`, '--thumbprint', vcenter.certificate.sha256];
  const words = ['doctor', ...target, '--user', ACCOUNT.user, '--no-config', '--record', path];
  const outcome = await runIn(words, { env: { ESXCHECK_PASSWORD: ACCOUNT.password } });
  expect(outcome).toMatchObject({ exitCode: 0, stdout: '' });
  const scan = await scanOf([connectionTo(vcenter)], { rules: await rulesOf(() => true) });
  const identities = vcenter.hosts.flatMap(({ spec }) => [spec.name, spec.uuid, spec.serial]);
  return { scan, identities, openSessions: vcenter.openSessions, writes: vcenter.calls.writes };
}

/** Verdicts by rule and host, the hosts by what a pseudonym keeps. */
function verdictsIn({ findings, hosts }: Scan): readonly string[] {
  const moids = new Map(hosts.map(({ id, moid }) => [id, moid]));
  return findings.map(({ rule, host, verdict }) => `${moids.get(host)} ${rule} ${verdict}`).toSorted();
}

test('a capture names nobody and nothing of the site, and others may not read it', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'capture.gz');
  const { identities, openSessions, writes } = await captured(path);
  const { head, calls } = parseCapture(await readFile(path));
  expect(head).toMatchObject({ schema: 'esxcheck.capture/1', apiVersion: '8.0.3.0' });
  const text = JSON.stringify(calls);
  for (const word of [
    ...identities,
    'secret-company',
    'Hidden Valley',
    'Accounting',
    'ledger',
    ACCOUNT.user,
    '>demo<',
  ]) {
    expect(text).not.toContain(word);
  }
  expect(text).not.toMatch(/\b10\.2\d\.\d+\.\d+\b/);
  expect(text).toContain('vic-engine');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect({ openSessions, writes }).toEqual({ openSessions: 0, writes: [] });
});

test('a capture that is replayed is judged as the server itself was', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'capture.gz');
  const { scan } = await captured(path);
  await using server = await replay(parseCapture(await readFile(path)));
  const again = await scanOf([server.connection], { rules: await rulesOf(() => true) });
  expect(again.hosts.map(({ name }) => name)).not.toEqual(scan.hosts.map(({ name }) => name));
  expect(verdictsIn(again)).toEqual(verdictsIn(scan));
  expect(again.findings.length).toBeGreaterThan(100);
});

test('only one target is recorded', async () => {
  const words = ['doctor', '--target', 'a', '--target', 'b', '--user', 'x', '--no-config', '--record', '/tmp/none.gz'];
  const { exitCode, stderr } = await runIn(words, { env: { ESXCHECK_PASSWORD: 'x' } });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('--record takes one --target');
});
