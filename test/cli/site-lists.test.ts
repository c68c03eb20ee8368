import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ACCOUNT, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { runIn } from './captured-io.ts';

const vcenter = await simulatedVcenter(`
datacenters:
  - name: Lab
    hosts: [{ name: esx-01, options: { Syslog.global.logHost: 'ssl://logs.example.com:1514' } }]
`);
const folder = mkdtempSync(join(tmpdir(), 'site-'));
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await vcenter.close();
});

interface Judged {
  readonly findings: readonly {
    readonly rule: string;
    readonly verdict: string;
    readonly expected: unknown;
    readonly evidence?: { readonly open?: string };
  }[];
}

/** What a scan by the STIG says of log hosts, with a config. */
async function logsBy(config: string) {
  const file = join(folder, 'esxcheck.yaml');
  writeFileSync(file, config);
  const connection = ['--target', `${vcenter.host}:${vcenter.port}`, '--user', ACCOUNT.user];
  const trust = ['--thumbprint', vcenter.certificate.sha256];
  const words = ['scan', '--format', 'json', '--framework', 'stig-esxi-8', '--config', file, ...connection, ...trust];
  const { stdout, stderr } = await runIn(words, { env: { ESXCHECK_PASSWORD: ACCOUNT.password } });
  if (stdout === '') return stderr;
  const { findings } = JSON.parse(stdout) as Judged;
  const { verdict, expected, evidence } = findings.find(({ rule }) => rule === 'hardening/logs-remote') ?? {};
  return [verdict, expected, evidence?.open?.includes('site.log-hosts') === true];
}

test('the lists of a config decide, and what they leave out stays open', async () => {
  expect(await logsBy('packs: [hpe]\n')).toEqual(['pass', { listedIn: 'log-hosts' }, true]);
  const right = 'site: { log-hosts: [logs.example.com] }\n';
  expect(await logsBy(right)).toEqual(['pass', { listedIn: ['logs.example.com'] }, false]);
  const wrong = 'site: { log-hosts: [other.example.com] }\n';
  expect(await logsBy(wrong)).toEqual(['fail', { listedIn: ['other.example.com'] }, false]);
});

test('a list that cannot be meant stops the scan, with its place', async () => {
  expect(await logsBy('site: { log-hosts: ["http://logs"] }\n')).toContain(
    '1:21: site > log-hosts > 0: a log host such as',
  );
});
