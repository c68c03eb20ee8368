import { afterAll, expect, test } from 'vitest';
import { withProfile } from '../../src/rules/select.ts';
import { connectionTo, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { packOf, scanOf, verdictsOf } from '../support/scans.ts';

const rules = await packOf('hardening');
const ids = rules.map(({ id }) => id);

/** A host that is as the guide wants it, and one of each older line as it comes. */
const ESTATE = `
version: 8.0.3
datacenters:
  - name: Lab
    clusters:
      - name: C1
        hosts:
          - name: hardened
            version: 8.0.3
            build: 24022510
            lockdown: { mode: lockdownNormal }
            secureBoot: true
            encryption: { mode: TPM, requireSecureBoot: true }
            kernel: { execInstalledOnly: 'TRUE' }
            tlsProfile: NIST_2024
            ntpServers: [192.0.2.123]
            shellAccounts: [root]
            activeDirectory: lab.example.com
            iscsi: [{ device: vmhba64, chap: chapRequired, mutualChap: chapRequired, targets: [{ address: 192.0.2.30 }] }]
            services:
              sfcbd-watchdog: { policy: 'off' }
              snmpd: { policy: 'off' }
            firewall: { rulesets: &limited {} }
            options:
              Annotations.WelcomeMessage: Authorised users only.
              Config.Etc.issue: Authorised users only.
              Config.HostAgent.plugins.hostsvc.esxAdminsGroup: Virtual Hosts
              Config.HostAgent.vmacore.soap.sessionTimeout: 10
              Mem.MemEagerZero: 1
              Net.BMCNetworkEnable: 0
              Security.PasswordMaxDays: 9999
              Security.PasswordQualityControl: similar=deny retry=3 min=disabled,disabled,disabled,disabled,15 max=64
              Syslog.global.auditRecord.remoteEnable: true
              Syslog.global.auditRecord.storageCapacity: 100
              Syslog.global.auditRecord.storageEnable: true
              Syslog.global.certificate.strictX509Compliance: true
              Syslog.global.logHost: ssl://logs.example.com:1514
              UserVars.ESXiShellInteractiveTimeOut: 900
              UserVars.ESXiShellTimeOut: 600
          - { name: old-60, version: 6.0.0, build: 5050593 }
          - { name: old-65, version: 6.5.0, build: 8294253 }
          - { name: old-70, version: 7.0.3, build: 21313628 }
          - name: open
            version: 8.0.3
            build: 24022510
            acceptanceLevel: CommunitySupported
            persistentLogs: false
            encryption: { mode: TPM }
            keyPersistence: true
            logFiltering: true
            fips: { ssh: false }
            ssh: { ciphers: aes128-cbc, gatewayports: yes, permittunnel: yes, clientaliveinterval: 0, banner: none }
            kernel: { disableHwrng: 'TRUE' }
            lockdown: { exceptions: [backup] }
            accounts: [jane]
            iscsi: [{ device: vmhba64, chap: chapPreferred, targets: [{ address: 192.0.2.30, chap: chapProhibited }] }]
            vmkServices: { vmotion: [vmk0], vsan: [vmk0] }
            firewall: { enabled: false, incomingBlocked: false }
            vSwitch: { promiscuous: true, portgroups: { Nested: { forgedTransmits: true, macChanges: true, vlan: 4095 } } }
            services:
              TSM: { running: true }
              TSM-SSH: { running: true, policy: 'on' }
              slpd: { running: true, policy: 'on' }
          - { name: gone, connection: notResponding }
`.replace('&limited {}', limited());

/** Every ruleset that a host has enabled lets one network through. */
function limited(): string {
  const keys =
    'CIMHttpServer DHCPv6 DVSSync HBR NFC WOL cmmds dhcp dns etcdClientComm etcdPeerComm faultTolerance iofiltervp ntpClient rdt ' +
    'sshServer updateManager vMotion vSphereClient vpxHeartbeats vsanmgmt-https-tunnel webAccess';
  return `{ ${keys
    .split(' ')
    .map((key) => `${key}: { allowed: [192.0.2.0/24] }`)
    .join(', ')} }`;
}

const vcenter = await simulatedVcenter(ESTATE);
afterAll(() => vcenter.close());
const scan = await scanOf([connectionTo(vcenter)], { rules });

function rulesOf(host: string, verdict: string): readonly string[] {
  return Object.entries(verdictsOf(scan, host))
    .filter(([, each]) => each === verdict)
    .map(([rule]) => rule.replace('hardening/', ''));
}

/** Rules of controls that the guides of 9.0 and 9.1 alone have. */
const SINCE_90 = [
  'ad-admin-group-name',
  'ad-admin-group-autoadd',
  'ad-admin-validate-interval',
  'ceip-disable',
  'forensic-snapshots',
  'hardware-tpm',
  'memory-tiering-encryption',
  'network-rpf-promisc',
  'tpm-trusted-binaries',
  'vmotion-encryption-offload',
];
const OF_7 = ['rhttpproxy-fips'];
/** None of the hosts has a host profile. */
const OF_PROFILES = ['ad-auth-proxy'];

test('a host that is as the guide wants it passes every rule of its release', () => {
  const others = new Set([...SINCE_90, ...OF_7, ...OF_PROFILES].map((name) => `hardening/${name}`));
  expect(verdictsOf(scan, 'hardened')).toEqual(
    Object.fromEntries(ids.filter((id) => !others.has(id)).map((id) => [id, 'pass'])),
  );
});

/** The rules that do not apply to a host. */
function lacking(host: string): readonly string[] {
  const applying = new Set(Object.keys(verdictsOf(scan, host)));
  return ids.filter((id) => !applying.has(id)).map((id) => id.replace('hardening/', ''));
}

test('what a release does not have is not applicable', () => {
  const since80u3 = ['tls-profile', 'tls-profile-after-reboot'];
  const ssh = ids.map((id) => id.replace('hardening/', '')).filter((id) => id.startsWith('ssh-') && id !== 'ssh-fips');
  const since80 = [
    ...SINCE_90,
    ...ssh,
    'account-dcui',
    'account-vpxuser',
    'entropy',
    'hw-virtual-nic',
    'key-persistence',
    'logs-filter',
  ];
  // None of them has a log host, let alone one by TLS.
  const withoutTls = ['logs-remote-tls', 'logs-remote-tls-x509'];
  const since70u3 = [
    ...withoutTls,
    'logs-audit-local',
    'logs-audit-local-capacity',
    'logs-audit-persistent',
    'logs-audit-remote',
    'logs-level-global',
  ];
  const since70 = [
    'account-password-history',
    'account-password-max-days',
    'api-soap-timeout',
    'cpu-hyperthread-warning',
    'memeagerzero',
  ];
  const since702 = ['secureboot-enforcement', 'tpm-configuration'];
  // In no domain, with no account of people, without iSCSI.
  const unused = [...OF_PROFILES, 'ad-admin-group', 'ad-membership', 'iscsi-mutual-chap'];
  expect(lacking('old-70')).toEqual([...unused, ...withoutTls, ...since80, ...since80u3].toSorted());
  const in65 = [...unused, ...since80u3, ...since80, ...OF_7, ...since70u3, ...since70, ...since702];
  expect(lacking('old-65')).toEqual(in65.toSorted());
  expect(lacking('old-60')).toEqual([...in65, 'host-client-session-timeout'].toSorted());
});

test('defaults of a release fail where they should', () => {
  // 10 failed logins, 120 seconds, SSL 3 alone is off, guests may send BPDUs.
  expect(rulesOf('old-60', 'fail')).toEqual(
    expect.arrayContaining(['account-auto-unlock-time', 'account-lockout', 'network-bpdu', 'tls-protocols']),
  );
  expect(rulesOf('old-65', 'pass')).toEqual(expect.arrayContaining(['account-auto-unlock-time', 'account-lockout']));
  expect(rulesOf('old-70', 'pass')).toEqual(expect.arrayContaining(['tls-protocols', 'cpu-hyperthread-warning']));
  // Before Update 3; nothing is sent on; 900 and 600 seconds are too long for ESXi 7.
  expect(rulesOf('old-70', 'fail')).toEqual(expect.arrayContaining(['updates', 'logs-audit-local', 'dcui-timeout']));
  expect(rulesOf('old-70', 'warn')).toEqual([]);
});

test('what is opened fails, and is named', () => {
  expect(rulesOf('open', 'fail')).toEqual(
    expect.arrayContaining([
      'account-dcui',
      'annotations-welcomemessage',
      'ad-membership',
      'deactivate-shell',
      'deactivate-slp',
      'deactivate-ssh',
      'entropy',
      'firewall-incoming-default',
      'firewall-restrict-access',
      'key-persistence',
      'iscsi-mutual-chap',
      'lockdown-exception-users',
      'logs-audit-persistent',
      'logs-filter',
      'logs-persistent',
      'network-reject-forged-transmits',
      'network-reject-mac-changes',
      'network-reject-promiscuous-mode',
      'ssh-fips',
      'ssh-fips-ciphers',
      'ssh-gateway-ports',
      'ssh-idle-timeout-interval',
      'ssh-login-banner',
      'ssh-tunnels',
      'network-vgt',
      'vib-acceptance-level-supported',
      'vmk-management',
      'vmk-storage',
      'vmk-vmotion',
    ]),
  );
  expect(observedOf('network-reject-promiscuous-mode')).toEqual([
    'vSwitch0',
    'VM Network',
    'Management Network',
    'Nested',
  ]);
  expect(observedOf('network-reject-mac-changes')).toEqual(['Nested']);
  expect(observedOf('lockdown-exception-users')).toEqual(['backup']);
  expect(observedOf('ad-membership')).toBe('notJoined');
  expect(observedOf('iscsi-mutual-chap')).toEqual(['vmhba64', 'vmhba64 192.0.2.30']);
  expect(observedOf('network-vgt')).toEqual(['Nested']);
  expect(observedOf('vmk-management')).toEqual(['vmk0 vmotion', 'vmk0 vsan']);
  // Incoming, outgoing, on or off, the default action.
  expect(observedOf('firewall-incoming-default')).toEqual(['false', 'true', 'false', 'DROP']);
});

/** What the host that is open was seen to have. */
function observedOf(rule: string): unknown {
  const open = scan.hosts.find(({ name }) => name === 'open')?.id;
  return scan.findings.find((each) => each.rule === `hardening/${rule}` && each.host === open)?.observed;
}

test('a host that cannot be asked is unknown, whatever vCenter remembers of it', () => {
  expect(new Set(Object.values(verdictsOf(scan, 'gone')))).toEqual(new Set(['unknown']));
});

test('the whole pack is 33 calls a host, and four pages', async () => {
  await using alone = await simulatedVcenter(
    'datacenters: [{ name: Lab, hosts: [{ name: a, version: 8.0.3, build: 24022510 }] }]',
  );
  await scanOf([connectionTo(alone)], { rules });
  expect(Object.fromEntries(alone.calls.byMethod)).toMatchObject({
    // Ten groups of options, and three that ESX 9 alone has: a key that a list lacks is asked for by itself.
    QueryOptions: 13,
    RetrieveManagedMethodExecuter: 1,
    ExecuteSoap: 18,
    QueryLockdownExceptions: 1,
    // The hosts that there are, their properties, their certificates, and the list of host profiles.
    RetrievePropertiesEx: 4,
  });
  expect([...alone.calls.writes, ...vcenter.calls.writes]).toEqual([]);
  // The host that is gone is asked nothing.
  expect(vcenter.calls.byMethod.get('RetrieveManagedMethodExecuter')).toBe(scan.hosts.length - 1);
});

test('the STIG wants other numbers', async () => {
  const stig = await scanOf([connectionTo(vcenter)], { rules: withProfile(rules, 'stig') });
  const of = (host: string, rule: string): unknown => verdictsOf(stig, host)[`hardening/${rule}`];
  // 5 failed logins are too many, 9999 days too long, 30 minutes will do.
  expect([of('hardened', 'account-lockout'), of('hardened', 'account-password-max-days')]).toEqual(['fail', 'fail']);
  expect(of('open', 'api-soap-timeout')).toBe('pass');
  expect(rulesOf('open', 'fail')).toContain('api-soap-timeout');
  // Level error is the guide's, and too little for the STIG of ESXi 8.
  expect([of('hardened', 'logs-level-global'), of('old-70', 'logs-level-global')]).toEqual(['fail', 'pass']);
  const profiled = stig.rules.filter(({ profile }) => profile === 'stig').map(({ id }) => id.replace('hardening/', ''));
  expect(profiled).toEqual([
    'account-auto-unlock-time',
    'account-lockout',
    'account-password-history',
    'account-password-max-days',
    'account-password-policies',
    'ad-admin-group-name',
    'ad-admin-validate-interval',
    'api-soap-timeout',
    'dcui-timeout',
    'deactivate-snmp',
    'host-client-session-timeout',
    'logs-audit-local-capacity',
    'logs-level-global',
    'shell-interactive-timeout',
    'shell-timeout',
    'tls-profile',
    'tls-profile-after-reboot',
    'tls-protocols',
    'updates',
  ]);
});
