import { afterAll, expect, test } from 'vitest';
import { controlAnswers } from '../../src/evidence/control-answers.ts';
import type { ControlStatus, Framework } from '../../src/model/framework.ts';
import { frameworksNamed } from '../../src/shipped/shipped-frameworks.ts';
import { connectionTo, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { findingsOf, scanOf } from '../support/scans.ts';

const RULESETS = [
  'CIMHttpServer DHCPv6 DVSSync HBR NFC WOL cmmds dhcp dns etcdClientComm etcdPeerComm faultTolerance iofiltervp ntpClient',
  'rdt sshServer updateManager vMotion vSphereClient vpxHeartbeats vsanmgmt-https-tunnel webAccess',
];

/** What every framework wants alike. */
const COMMON = `
            lockdown: { mode: lockdownNormal }
            secureBoot: true
            encryption: { mode: TPM, requireSecureBoot: true, requireExecInstalledOnly: true }
            kernel: { execInstalledOnly: 'TRUE' }
            tlsProfile: NIST_2024
            ntpServers: [192.0.2.123]
            shellAccounts: [root]
            services: { sfcbd-watchdog: { policy: 'off' }, snmpd: { policy: 'off' }, ntpd: { running: true, policy: 'on' } }
            firewall: { rulesets: { ${RULESETS.join(' ')
              .split(' ')
              .map((key) => `${key}: { allowed: [192.0.2.0/24] }`)
              .join(', ')} } }
            options: &common
              Annotations.WelcomeMessage: Authorised users only.
              Config.Etc.issue: Authorised users only.
              Config.HostAgent.vmacore.soap.sessionTimeout: 30
              Mem.MemEagerZero: 1
              Net.BlockGuestBPDU: 1
              Security.AccountLockFailures: 3
              Security.AccountUnlockTime: 900
              Security.PasswordHistory: 5
              Security.PasswordMaxDays: 90
              Syslog.global.auditRecord.remoteEnable: true
              Syslog.global.auditRecord.storageCapacity: 100
              Syslog.global.auditRecord.storageEnable: true
              Syslog.global.certificate.strictX509Compliance: true
              Syslog.global.logHost: ssl://logs.example.com:1514
              UserVars.ESXiShellTimeOut: 600`;

const PASSWORDS = 'similar=deny retry=3 min=disabled,disabled,disabled,disabled,15';

/** A host that is as its STIG, or the readiness guide, wants it. */
const hardened = (name: string, version: string, build: number, options: Readonly<Record<string, string | number>>) => `
          - name: ${name}
            version: ${version}
            build: ${build}
            bootTime: '2026-11-01T00:00:00Z'${COMMON.replace(' &common', '')}
${Object.entries(options)
  .map(([key, value]) => `              ${key}: ${value}`)
  .join('\n')}`;

const ESTATE = `
version: 8.0.3
datacenters:
  - name: Lab
    clusters:
      - name: C1
        hosts:${hardened('seven', '7.0.3', 21313628, {
          'Security.PasswordQualityControl': PASSWORDS,
          'UserVars.DcuiTimeOut': 120,
          'UserVars.ESXiShellInteractiveTimeOut': 120,
          'UserVars.HostClientSessionTimeout': 600,
        })}${hardened('eight', '8.0.3', 25595708, {
          'Net.BMCNetworkEnable': 0,
          'Security.PasswordQualityControl': PASSWORDS,
          'Syslog.global.logLevel': 'info',
          'UserVars.ESXiShellInteractiveTimeOut': 900,
        })}${hardened('nine', '9.0.2', 25595025, {
          'Config.HostAgent.plugins.hostsvc.esxAdminsGroup': "''",
          'Net.BMCNetworkEnable': 0,
          'Security.PasswordQualityControl': `random=0 ${PASSWORDS}`,
          'UserVars.ESXiShellInteractiveTimeOut': 900,
        })}
          - { name: gone, version: 8.0.3, build: 25595708, connection: notResponding }
`;

const vcenter = await simulatedVcenter(ESTATE);
afterAll(() => vcenter.close());
const { rules, frameworks } = await frameworksNamed(['stig']);
const scan = await scanOf([connectionTo(vcenter)], { rules, frameworks });

function answersOf(name: string, host: string) {
  const framework = frameworks.find((one): one is Framework => one.name === name);
  if (framework === undefined) throw new Error(`there is no framework ${name}`);
  return controlAnswers(framework, findingsOf(scan, host));
}

function idsOf(name: string, host: string, status: ControlStatus): readonly string[] {
  return answersOf(name, host)
    .filter((answer) => answer.status === status)
    .map(({ control }) => control.id);
}

test.each([
  // 7.0 is out of general support, and nothing a host can be set to changes that.
  ['stig-esxi-7', 'seven', ['ESXI-70-000072'], ['000004', '000007', '000008', '000046', '000063', '000065', '000078']],
  ['stig-esxi-8', 'eight', [], ['000006', '000114', '000191', '000229']],
  ['readiness-esx-9', 'nine', [], ['000006', '000196']],
])(
  '%s: a host as it wants it has nothing open, and without lists of the site nothing else is left',
  (name, host, open, lists) => {
    expect(idsOf(name, host, 'open')).toEqual(open);
    const left = answersOf(name, host).filter(
      ({ control, status }) => control.coverage === 'rule' && status === 'not_reviewed',
    );
    expect(left.map(({ control }) => control.id.replace(/^.*-/, ''))).toEqual(lists);
    for (const { because } of left) expect(because).toContain('the config has no list site.');
  },
);

test('what is manual, unreadable or partly read is never answered, but where it does not apply', () => {
  for (const [name, host] of [
    ['stig-esxi-7', 'seven'],
    ['stig-esxi-8', 'eight'],
    ['readiness-esx-9', 'nine'],
  ] as const) {
    const others = answersOf(name, host).filter(({ control }) => control.coverage !== 'rule');
    const statuses = others.map(({ control, status }) => [control.coverage, status]);
    const odd = statuses.filter(
      ([coverage, status]) => status !== 'not_reviewed' && [coverage, status].join(' ') !== 'partly not_applicable',
    );
    expect(odd).toEqual([]);
    expect(others.length).toBeGreaterThan(8);
  }
});

test('of a host that does not answer every control is left to review', () => {
  expect(new Set(answersOf('stig-esxi-8', 'gone').map(({ status }) => status))).toEqual(new Set(['not_reviewed']));
});
