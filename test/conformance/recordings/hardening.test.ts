import { describe, expect, test } from 'vitest';
import type { Rule } from '../../../src/model/rule.ts';
import { withProfile } from '../../../src/rules/select.ts';
import { packOf, scanOf } from '../../support/scans.ts';
import { RECORDINGS_PRESENT, RECORDINGS_REQUIRED, WITNESS } from './recorded.ts';
import { serveRecordedHost } from './reframed-server.ts';

/**
 * Written by hand from the raw recording; beside each what stands there. `no esxcli`: never recorded, so it cannot be known.
 */
const VERDICTS = {
  'ad-auth-proxy': 'unknown', // host profiles were never recorded
  'ad-membership': 'unknown', // HostActiveDirectoryInfo enabled false, so not joined; local accounts: no esxcli
  'account-auto-unlock-time': 'pass', // xsd:int 900
  'account-dcui': 'unknown', // no esxcli
  'account-lockout': 'fail', // xsd:int 0: never locked
  'account-password-history': 'pass', // xsd:int 5
  'account-password-max-days': 'pass', // xsd:int 99999, what hosts come with
  'account-password-policies': 'fail', // retry=3 min=disabled,disabled,disabled,7,7: no similar=deny
  'account-vpxuser': 'unknown', // no esxcli
  'ad-admin-group': 'not-applicable', // in no domain
  'ad-admin-group-name': 'not-applicable', // for ESX 9
  'ad-admin-group-autoadd': 'not-applicable', // for ESX 9
  'ad-admin-validate-interval': 'not-applicable', // for ESX 9
  'annotations-welcomemessage': 'fail', // empty
  'api-soap-timeout': 'fail', // xsd:int 30
  'ceip-disable': 'not-applicable', // for ESX 9.1
  'certificate-issuer': 'unknown', // the certificate manager was never recorded
  'cpu-hyperthread-warning': 'pass', // xsd:long 0
  'dcui-timeout': 'pass', // xsd:long 600
  'deactivate-cim': 'fail', // sfcbd-watchdog: running false, policy on
  'deactivate-mob': 'fail', // xsd:boolean true
  'deactivate-shell': 'pass', // TSM: running false, policy off
  'deactivate-slp': 'pass', // slpd: running false, policy off
  'deactivate-snmp': 'fail', // snmpd: running false, policy on
  'deactivate-ssh': 'fail', // TSM-SSH: running true, policy on
  entropy: 'unknown', // disableHwrng and entropySources are stored as they should be; what runs: no esxcli
  'etc-issue': 'fail', // empty
  'firewall-incoming-default': 'unknown', // incomingBlocked true, outgoingBlocked true; on or off: no esxcli
  'firewall-restrict-access': 'fail', // 22 enabled rulesets, each allIp true and ipListUserConfigurable true
  'forensic-snapshots': 'not-applicable', // for ESX 9.1
  'hardware-tpm': 'not-applicable', // for ESX 9
  'host-client-session-timeout': 'pass', // xsd:long 900
  'hw-virtual-nic': 'fail', // xsd:long 1
  'key-persistence': 'unknown', // no esxcli
  'iscsi-mutual-chap': 'not-applicable', // four adapters: HostParallelScsiHba, HostPcieHba, HostBlockHba twice
  'lockdown-dcui-access': 'pass', // root
  'lockdown-exception-users': 'unknown', // the list was never recorded
  'lockdown-mode': 'fail', // lockdownDisabled
  'logs-audit-local': 'fail', // xsd:boolean false
  'logs-audit-local-capacity': 'fail', // xsd:int 4
  'logs-audit-persistent': 'pass', // [] /scratch/auditLog, and scratch is on /vmfs/volumes
  'logs-audit-remote': 'fail', // xsd:boolean false
  'logs-filter': 'unknown', // no esxcli
  'logs-level': 'fail', // verbose
  'logs-level-global': 'pass', // error
  'logs-persistent': 'unknown', // logDir "[] /scratch/log"; whether it lasts: no esxcli
  'logs-remote': 'fail', // empty
  'logs-remote-tls': 'not-applicable', // xsd:boolean true, but no log host
  'logs-remote-tls-x509': 'not-applicable', // xsd:boolean false, but no log host, let alone one by ssl://
  memeagerzero: 'fail', // xsd:long 0
  'memory-tiering-encryption': 'not-applicable', // for ESX 9
  'network-bpdu': 'pass', // xsd:long 1
  'network-dvfilter': 'pass', // empty
  'network-rpf-promisc': 'not-applicable', // for ESX 9.1
  'rhttpproxy-fips': 'not-applicable', // for ESXi 7
  'network-native-vlan': 'pass', // vlanId 0 three times; no list of the site
  'network-reject-forged-transmits': 'pass', // vSwitch0 and its three port groups: false
  'network-reject-mac-changes': 'pass', // the same: false
  'network-reject-promiscuous-mode': 'pass', // the same: false
  'network-reserved-vlan': 'pass', // the same
  'network-vgt': 'pass', // the same
  secureboot: 'unknown', // the recorded API is 8.0.2.0, which does not have capability.uefiSecureBoot
  'secureboot-enforcement': 'unknown', // no esxcli
  'shell-interactive-timeout': 'fail', // xsd:long 0
  'shell-timeout': 'fail', // xsd:long 0
  'shell-warning': 'pass', // xsd:long 0
  'ssh-fips': 'unknown', // no esxcli
  'ssh-fips-ciphers': 'unknown', // no esxcli
  'ssh-gateway-ports': 'unknown', // no esxcli
  'ssh-host-based-auth': 'unknown', // no esxcli
  'ssh-idle-timeout-count': 'unknown', // no esxcli
  'ssh-idle-timeout-interval': 'unknown', // no esxcli
  'ssh-login-banner': 'unknown', // no esxcli
  'ssh-rhosts': 'unknown', // no esxcli
  'ssh-stream-local-forwarding': 'unknown', // no esxcli
  'ssh-tcp-forwarding': 'unknown', // no esxcli
  'ssh-tunnels': 'unknown', // no esxcli
  'ssh-user-environment': 'unknown', // no esxcli
  'timekeeping-services': 'fail', // ntpd: running true, policy off; ptpd: running false, policy off
  'timekeeping-sources': 'pass', // time.vmware.com
  'tls-profile': 'unknown', // no esxcli
  'tls-profile-after-reboot': 'unknown', // no esxcli
  'tls-protocols': 'pass', // sslv3,tlsv1,tlsv1.1
  'tpm-configuration': 'unknown', // no esxcli
  'tpm-trusted-binaries': 'not-applicable', // for ESX 9
  'transparent-page-sharing': 'pass', // xsd:long 2
  updates: 'pass', // 8.0.3, so Update 3 or later; build 69507956 is in no catalog
  'vib-acceptance-level-supported': 'unknown', // no esxcli
  'vib-trusted-binaries': 'fail', // xsd:boolean false, the stored value; no esxcli
  'vmotion-encryption-offload': 'not-applicable', // for ESX 9.1
  'vmk-management': 'fail', // vmk0 is selected for management, vmotion and vsan
  'vmk-storage': 'fail', // the same
  'vmk-vmotion': 'fail', // the same
} as const;

async function verdictsBy(rules: readonly Rule[]): Promise<Readonly<Record<string, string>>> {
  await using server = await serveRecordedHost();
  const { findings } = await scanOf([server.connection], { rules });
  return Object.fromEntries(findings.map(({ rule, verdict }) => [rule.replace('hardening/', ''), verdict]));
}

describe.skipIf(!RECORDINGS_PRESENT && !RECORDINGS_REQUIRED)(`the ${WITNESS} host, hardened or not`, () => {
  test('is judged as its raw values say', async () => {
    expect(await verdictsBy(await packOf('hardening'))).toEqual(VERDICTS);
  });

  test('and by the STIG otherwise where that differs', async () => {
    const stig = await verdictsBy(withProfile(await packOf('hardening'), 'stig'));
    // 30 minutes will do; 0 failed logins and 99999 days do not; 900 seconds do. Whether SNMP is set up is esxcli's to tell.
    expect(stig).toEqual({
      ...VERDICTS,
      'api-soap-timeout': 'pass',
      'account-password-max-days': 'fail',
      'logs-level-global': 'fail', // error, where info is wanted
      'deactivate-snmp': 'unknown',
      updates: 'unknown',
    });
  });
});
