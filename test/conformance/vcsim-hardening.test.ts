import { expect, test } from 'vitest';
import { against, scanDocument } from './support/esxcheck.ts';
import { startVcsim } from './support/vcsim.ts';
import { witness } from './support/witness.ts';

/** Written by hand from what vcsim ships (`simulator/esx`): ESXi 8.0.2 build 21997540 behind an API of 6.5. */
const VERDICTS = {
  'account-dcui': 'unknown', // vcsim has no such command
  'account-vpxuser': 'unknown', // vcsim has no such command
  'ad-membership': 'unknown', // no authenticationManagerInfo
  'certificate-issuer': 'pass', // its manager tells one; no list of the site
  'deactivate-cim': 'fail', // sfcbd-watchdog: running false, policy on
  'deactivate-shell': 'pass', // TSM: running false, policy off
  'deactivate-snmp': 'fail', // snmpd: running false, policy on
  'deactivate-ssh': 'pass', // TSM-SSH: running false, policy off
  entropy: 'unknown', // vcsim has no kernel settings
  'firewall-incoming-default': 'fail', // blocked both ways, but esxcli says Enabled false
  'firewall-restrict-access': 'fail', // enabled rulesets with allIp true
  'key-persistence': 'unknown', // vcsim has no such command, and none that tells of a TPM
  'lockdown-exception-users': 'unknown', // vcsim has no such method
  'lockdown-mode': 'fail', // lockdownDisabled
  'logs-filter': 'unknown', // vcsim has no such command
  'logs-level': 'pass', // info, its one option
  'logs-persistent': 'unknown', // vcsim has no such command
  'network-native-vlan': 'pass', // vlanId 0 of both port groups; no list of the site
  'network-reject-forged-transmits': 'fail', // vSwitch0 and its port groups: true
  'network-reject-mac-changes': 'fail', // the same: true
  'network-reject-promiscuous-mode': 'pass', // the same: false
  'network-reserved-vlan': 'pass', // the same as native
  'network-vgt': 'pass', // vlanId 0
  secureboot: 'unknown', // the API is older than the property
  'secureboot-enforcement': 'unknown', // vcsim has no such command
  'ssh-fips': 'unknown', // vcsim has no such command
  'ssh-fips-ciphers': 'unknown', // vcsim has no such command
  'ssh-gateway-ports': 'unknown', // vcsim has no such command
  'ssh-host-based-auth': 'unknown', // vcsim has no such command
  'ssh-idle-timeout-count': 'unknown', // vcsim has no such command
  'ssh-idle-timeout-interval': 'unknown', // vcsim has no such command
  'ssh-login-banner': 'unknown', // vcsim has no such command
  'ssh-rhosts': 'unknown', // vcsim has no such command
  'ssh-stream-local-forwarding': 'unknown', // vcsim has no such command
  'ssh-tcp-forwarding': 'unknown', // vcsim has no such command
  'ssh-tunnels': 'unknown', // vcsim has no such command
  'ssh-user-environment': 'unknown', // vcsim has no such command
  'timekeeping-services': 'fail', // ntpd: running false, policy off; there is no ptpd
  'timekeeping-sources': 'unknown', // no dateTimeInfo
  'tpm-configuration': 'unknown', // vcsim has no such command
  updates: 'fail', // 8.0.2 is before 8.0 Update 3, whatever its build
  'vib-acceptance-level-supported': 'unknown', // vcsim has no such command
  'vib-trusted-binaries': 'unknown', // vcsim has no kernel settings
  'vmk-management': 'pass', // vmk0 is selected for management alone
  'vmk-storage': 'pass', // nothing is selected for vSAN
  'vmk-vmotion': 'pass', // nothing is selected for vMotion
} as const;

const RULES = 93;

witness('unmodified vcsim, hardened or not', 'go', () => {
  test('each host is judged as what it ships says; options that are not there make rules not applicable', async () => {
    await using vcsim = await startVcsim({ stock: true, hosts: 3, clusters: 1 });
    const { findings } = scanDocument(await against(vcsim, 'scan', '--pack', 'hardening', '--format', 'json'));
    for (const { id } of vcsim.hosts) {
      const applying = findings.filter(({ host, verdict }) => host.endsWith(`/${id}`) && verdict !== 'not-applicable');
      const verdicts = applying.map(({ rule, verdict }) => [rule.replace('hardening/', ''), verdict]);
      expect(Object.fromEntries(verdicts)).toEqual(VERDICTS);
    }
    expect(findings).toHaveLength(3 * RULES);
  });
});
