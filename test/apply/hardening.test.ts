import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Finding, Verdict } from '../../src/model/finding.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { type Outcome as Ended, runIn } from '../cli/captured-io.ts';
import { ACCOUNT, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { writesTo } from './command-support.ts';
import { settingsOf, temporaryFolder } from './support.ts';

/** Options of each type, a service and a ruleset that are not as wanted. */
const ESTATE = `
datacenters:
  - name: Lab
    clusters:
      - name: C1
        hosts:
          - name: 'esx-{n}'
            count: 2
            services: { slpd: { running: true, policy: 'on' } }
            firewall: { rulesets: { ftpClient: { enabled: true } } }
            options:
              Config.HostAgent.log.level: verbose
              Config.HostAgent.plugins.solo.enableMob: true
              Config.HostAgent.vmacore.soap.sessionTimeout: 0
              Mem.ShareForceSalting: 0
`;

const RULESET = `id: ours/no-ftp-client
title: Hosts do not let FTP out
severity: low
because: For the test.
check:
  firewallRuleset: { key: ftpClient, enabled: false }
remedy:
  firewallRuleset: { key: ftpClient, enabled: false }
examples:
  - facts: { firewall: { rulesets: { ftpClient: { enabled: false, opens: [outbound tcp 21], allowed: all } } } }
    verdict: pass
  - facts: { firewall: { rulesets: { ftpClient: { enabled: true, opens: [outbound tcp 21], allowed: all } } } }
    verdict: fail
`;

const MENDED = [
  'hardening/api-soap-timeout',
  'hardening/deactivate-mob',
  'hardening/deactivate-slp',
  'hardening/logs-level',
  'hardening/shell-interactive-timeout',
  'hardening/shell-timeout',
  'hardening/transparent-page-sharing',
  'ours/no-ftp-client',
];

interface Bench extends AsyncDisposable {
  readonly vcenter: Simulator;
  readonly planFile: string;
  run(...words: readonly string[]): Promise<Ended>;
  verdicts(): Promise<ReadonlyMap<string, Verdict>>;
}

async function bench(): Promise<Bench> {
  const folder = await temporaryFolder();
  await mkdir(join(folder.path, 'rules', 'ours'), { recursive: true });
  await writeFile(join(folder.path, 'rules', 'ours', 'no-ftp-client.yaml'), RULESET);
  const vcenter = await simulatedVcenter(ESTATE);
  const connection = ['--target', `${vcenter.host}:${vcenter.port}`, '--user', ACCOUNT.user];
  const trust = ['--thumbprint', vcenter.certificate.sha256];
  const env = { ESXCHECK_PASSWORD: ACCOUNT.password, XDG_STATE_HOME: folder.path };
  const run = (...words: readonly string[]): Promise<Ended> => runIn([...words, ...connection, ...trust], { env });
  const judge = ['--pack', 'hardening', '--pack', 'ours', '--rules', join(folder.path, 'rules')];
  return {
    vcenter,
    planFile: join(folder.path, 'plan.json'),
    run: (command, ...words) =>
      run(command ?? '', ...words, ...(command === 'plan' || command === 'scan' ? judge : [])),
    verdicts: async () => {
      const { stdout } = await run('scan', '--format', 'json', ...judge);
      const { findings } = JSON.parse(stdout) as { findings: readonly Finding[] };
      return new Map(findings.map(({ host, rule, verdict }) => [`${host.slice(-2)} ${rule}`, verdict]));
    },
    [Symbol.asyncDispose]: async () => {
      await vcenter.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

function failing(verdicts: ReadonlyMap<string, Verdict>): readonly string[] {
  return [...verdicts].filter(([, verdict]) => verdict === 'fail').map(([key]) => key.slice(key.indexOf(' ') + 1));
}

test('options, a service and a ruleset: scanned, planned, applied, verified and rolled back', async () => {
  await using at = await bench();
  const before = at.vcenter.hosts.map(settingsOf);
  const found = await at.verdicts();
  expect(failing(found)).toEqual(expect.arrayContaining(MENDED));

  const planned = await at.run('plan', '--format', 'json', '--output', at.planFile);
  const plan = JSON.parse(planned.stdout) as Plan;
  expect(planned.exitCode).toBe(0);
  expect([...new Set(plan.steps.map(({ why }) => why.rule))].toSorted()).toEqual(MENDED);
  expect(plan.steps).toHaveLength(2 * MENDED.length);
  expect(plan.steps.some(({ needsReboot }) => needsReboot)).toBe(false);
  // What fails and has no remedy is accounted for, host by host.
  const left = new Set(plan.leftOut.map(({ reason }) => reason));
  expect(left).toContain('manual');
  expect(at.vcenter.calls.writes).toEqual([]);

  const applied = await at.run('apply', at.planFile, '--confirm', '--format', 'lines');
  expect(applied.stdout).toContain(`${plan.steps.length} steps on 2 hosts: ${plan.steps.length} done`);
  expect(applied.exitCode).toBe(0);
  const after = await at.verdicts();
  expect(failing(after).filter((rule) => MENDED.includes(rule))).toEqual([]);
  // Nothing but what was planned has changed.
  const unplanned = [...found].filter(([key]) => !MENDED.includes(key.slice(key.indexOf(' ') + 1)));
  expect(unplanned.map(([key]) => [key, after.get(key)])).toEqual(unplanned);

  const rules = at.planFile.replace('plan.json', 'rules');
  const verified = await at.run('verify', at.planFile, '--rules', rules, '--format', 'json');
  expect(verified.exitCode).toBe(0);
  expect(verified.stderr).not.toContain('has changed');

  const undone = await at.run('rollback', at.planFile, '--confirm');
  expect(undone.exitCode).toBe(0);
  expect(at.vcenter.hosts.map(settingsOf)).toEqual(before);
  expect((await at.run('verify', at.planFile, '--rules', rules)).exitCode).toBe(1);
});

test('a write carries the type that the host has', async () => {
  await using at = await bench();
  await at.run('plan', '--output', at.planFile);
  await at.run('apply', at.planFile, '--confirm');
  const options = at.vcenter.hosts.map((host) => host.options.get('Config.HostAgent.vmacore.soap.sessionTimeout'));
  expect(options).toEqual([
    { type: 'int', text: '10' },
    { type: 'int', text: '10' },
  ]);
  expect(new Set(writesTo(at.vcenter).map((write) => write.slice(write.indexOf(' ') + 1)))).toEqual(
    new Set(['UpdateOptions', 'StopService', 'UpdateServicePolicy', 'DisableRuleset']),
  );
});

test('a plan that names no pack plans nothing of hardening', async () => {
  await using at = await bench();
  const connection = ['--target', `${at.vcenter.host}:${at.vcenter.port}`, '--user', ACCOUNT.user];
  const { stdout } = await runIn(
    ['plan', '--format', 'json', ...connection, '--thumbprint', at.vcenter.certificate.sha256],
    { env: { ESXCHECK_PASSWORD: ACCOUNT.password } },
  );
  expect((JSON.parse(stdout) as Plan).steps).toEqual([]);
});

test('verify goes by the profile that the plan was made by', async () => {
  await using at = await bench();
  const planned = await at.run('plan', '--profile', 'stig', '--format', 'json', '--output', at.planFile);
  const step = (JSON.parse(planned.stdout) as Plan).steps.find(({ why }) => why.rule === 'hardening/api-soap-timeout');
  expect(step?.action).toMatchObject({ type: 'int', value: '30' });
  await at.run('apply', at.planFile, '--confirm');
  const rules = ['--rules', at.planFile.replace('plan.json', 'rules')];
  const verified = await at.run('verify', at.planFile, ...rules);
  expect([verified.exitCode, verified.stderr]).toEqual([0, expect.not.stringContaining('has changed')]);
});

test('a scan and a plan that go by different profiles say what to add', async () => {
  await using at = await bench();
  const scanFile = at.planFile.replace('plan.json', 'scan.json');
  await at.run('scan', '--profile', 'stig', '--output', scanFile);
  const without = await runIn(['plan', '--from', scanFile, '--pack', 'hardening', '--format', 'json']);
  expect(without.stderr).toMatch(
    /^PLAN_RULES_CHANGED: .*\n +The scan was judged by the profile stig: add --profile stig/,
  );
  const withIt = await runIn([
    'plan',
    '--from',
    scanFile,
    '--pack',
    'hardening',
    '--profile',
    'stig',
    '--format',
    'json',
  ]);
  expect((JSON.parse(withIt.stdout) as Plan).steps.length).toBeGreaterThan(0);
});
