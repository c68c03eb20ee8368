import { expect, test } from 'vitest';
import { KNOWN_RELEASES } from '../../src/checks/values/release-branch.ts';
import { compareVersions } from '../../src/checks/values/value.ts';
import { judged, rules } from './judged.ts';

/**
 * Rule (and profile), release, control, what the control wants, where, the option, and a value just inside and just outside.
 * STIG 8 and 7: vmware/dod-compliance-and-automation, vsphere/8.0/v2r3-stig and vsphere/7.0/v1r4-stig. SCG 8, 9.0 and 9.1:
 * vmware/vcf-security-and-compliance-guidelines, vsphere/8.0 and cloud-foundation/9.0 and 9.1.
 */
const OPTIONS = `
dcui-timeout | 7.0.3 | ESXI-70-000043 | 120 | STIG 7 | UserVars.DcuiTimeOut | 120 | 121
dcui-timeout | 8.0.3 | ESXI-80-000196 | 600 or less | STIG 8 | UserVars.DcuiTimeOut | 600 | 601
dcui-timeout | 8.0.3 | ESXI-80-000196 | not 0 | STIG 8 | UserVars.DcuiTimeOut | 1 | 0
shell-interactive-timeout | 7.0.3 | ESXI-70-000041 | 120 | STIG 7 | UserVars.ESXiShellInteractiveTimeOut | 120 | 121
shell-interactive-timeout | 8.0.3 | ESXI-80-000068 | 900 or less | STIG 8 | UserVars.ESXiShellInteractiveTimeOut | 900 | 901
host-client-session-timeout | 7.0.3 | ESXI-70-000089 | 600 | STIG 7 | UserVars.HostClientSessionTimeout | 600 | 601
host-client-session-timeout | 8.0.3 | ESXI-80-000010 | 900 or less | STIG 8 | UserVars.HostClientSessionTimeout | 900 | 901
account-auto-unlock-time stig | 7.0.3 | ESXI-70-000006 | 900 | STIG 7 | Security.AccountUnlockTime | 900 | 899
account-auto-unlock-time stig | 8.0.3 | ESXI-80-000111 | 900 or less | STIG 8 | Security.AccountUnlockTime | 899 | 901
account-auto-unlock-time | 8.0.3 | esxi-8.account-auto-unlock-time | 900 | SCG 8 | Security.AccountUnlockTime | 900 | 899
account-password-max-days | 8.0.3 | esxi-8.account-password-max-days | the default | SCG 8 | Security.PasswordMaxDays | 99999 | 0
account-password-max-days | 8.0.3 | esxi-8.account-password-max-days | 9999 | SCG 8 | Security.PasswordMaxDays | 9999 | 0
account-password-max-days | 9.0.2 | esx-9.password-max-age | 99999 | SCG 9.0 | Security.PasswordMaxDays | 99999 | 100000
account-password-max-days | 9.1.0 | esx-9.password-max-age | 99999 | SCG 9.1 | Security.PasswordMaxDays | 99999 | 100000
account-password-max-days stig | 8.0.3 | ESXI-80-000227 | 90 | STIG 8 | Security.PasswordMaxDays | 90 | 91
account-password-max-days stig | 7.0.3 | ESXI-70-000091 | 90 | STIG 7 | Security.PasswordMaxDays | 90 | 91
api-soap-timeout | 8.0.3 | esxi-8.api-soap-timeout | 10 | SCG 8 | Config.HostAgent.vmacore.soap.sessionTimeout | 10 | 11
api-soap-timeout | 9.0.2 | esx-9.api-soap-timeout | 10 | SCG 9.0 | Config.HostAgent.vmacore.soap.sessionTimeout | 10 | 11
api-soap-timeout | 9.1.0 | esx-9.api-soap-timeout | 15 | SCG 9.1 | Config.HostAgent.vmacore.soap.sessionTimeout | 15 | 16
api-soap-timeout stig | 7.0.3 | ESXI-70-000088 | 30 | STIG 7 | Config.HostAgent.vmacore.soap.sessionTimeout | 30 | 31
account-password-policies | 8.0.3 | esxi-8.account-password-policies | max=64 | SCG 8 | Security.PasswordQualityControl | similar=deny retry=3 min=disabled,disabled,disabled,disabled,15 max=64 | similar=deny retry=3 min=disabled,disabled,disabled,disabled,15
account-password-policies | 8.0.3 | esxi-8.account-password-policies | 15 at last | SCG 8 | Security.PasswordQualityControl | similar=deny retry=3 min=disabled,disabled,disabled,disabled,15 max=64 | similar=deny retry=3 min=disabled,disabled,disabled,1,1 max=64
account-password-policies stig | 8.0.3 | ESXI-80-000035 | 15 at last | STIG 8 | Security.PasswordQualityControl | similar=deny retry=3 min=disabled,disabled,disabled,disabled,15 | similar=deny retry=3 min=disabled,disabled,disabled,disabled,14
account-password-policies stig | 8.0.3 | ESXI-80-000035 | disabled before | STIG 8 | Security.PasswordQualityControl | similar=deny retry=3 min=disabled,disabled,disabled,disabled,15 | similar=deny retry=3 min=disabled,disabled,disabled,15,15
account-password-policies | 7.0.3 | ESXI-70-000031 | 15 at last | STIG 7 | Security.PasswordQualityControl | similar=deny retry=3 min=disabled,disabled,disabled,disabled,15 | similar=deny retry=3 min=disabled,disabled,disabled,disabled,14
account-password-policies | 9.0.2 | esx-9.password-complexity | random=0 | SCG 9.0 | Security.PasswordQualityControl | random=0 similar=deny retry=3 min=disabled,disabled,disabled,disabled,15 | similar=deny retry=3 min=disabled,disabled,disabled,disabled,15
account-password-policies | 9.1.0 | esx-9.password-complexity | minlen=15 | SCG 9.1 | Security.PasswordQualityControlPwquality | retry=3 dcredit=-1 ucredit=-1 lcredit=-1 ocredit=-1 minlen=15 difok=4 enforce_for_root | retry=3 dcredit=-1 ucredit=-1 lcredit=-1 ocredit=-1 minlen=14 difok=4 enforce_for_root
`;

const rows = OPTIONS.trim()
  .split('\n')
  .map((line) => line.split(' | '));

test.each(rows)('%s on %s: %s wants %s (%s)', (rule = '', version = '', _control, _wanted, _source, ...told) => {
  const [key = '', inside = '', outside = ''] = told;
  const on = (value: string) =>
    judged(rule, version, { [`option.${key}`]: /^\d+$/.test(value) ? Number(value) : value }).verdict;
  expect([on(inside), on(outside)]).toEqual(['pass', 'fail']);
});

const BOOTED = { 'host.bootTime': '2026-11-01T00:00:00Z' };

test.each([
  ['updates', '8.0.3', 24022510, 'pass', 'esxi-8.updates: Update 3 itself'],
  ['updates', '8.0.2', 24585300, 'fail', 'ESXI-80-000221: 8.0 Update 2d'],
  ['updates', '8.0.2', 24789317, 'fail', 'ESXI-80-000221: 8.0 Update 2e'],
  ['updates', '8.0.0', 24569005, 'fail', 'ESXI-80-000221: 8.0e'],
  ['updates', '7.0.3', 24784741, 'fail', 'ESXI-70-000072 is CAT I: 7.0 is on no supported release'],
  ['updates stig', '8.0.3', 25595708, 'pass', 'ESXI-80-000221: the newest patch'],
  ['updates stig', '8.0.3', 25429389, 'fail', 'ESXI-80-000221: the patch before'],
  ['updates stig', '9.0.0', 24755229, 'fail', 'any 9.x is not the newest patch'],
])('%s on %s build %i: %s (%s)', (rule, version, build, wanted, _why) => {
  expect(judged(rule, version, { 'host.build': build, ...BOOTED })).toMatchObject({
    verdict: wanted,
    severity: 'high',
  });
});

test('what the profile stig calls the newest patch is what the catalog has', () => {
  const wish = rules.find(({ id }) => id === 'hardening/updates')?.profiles['stig']?.check;
  if (wish?.kind !== 'release' || wish.wish.kind !== 'atLeast') throw new Error('the rule asks for a release');
  const newest = new Map<string, readonly [string, number]>();
  for (const [build, { version }] of KNOWN_RELEASES) {
    const line = version.split('.', 2).join('.');
    const [known, highest] = newest.get(line) ?? ['0', 0];
    const order = compareVersions(version, known) ?? 0;
    if (order > 0 || (order === 0 && build > highest)) newest.set(line, [version, build]);
  }
  const lines = ['8.0', '9.0', '9.1'];
  expect([...newest.keys()].filter((line) => Number(line) >= 8).toSorted()).toEqual(lines);
  expect(wish.wish.builds).toEqual(Object.fromEntries(lines.map((line) => newest.get(line) ?? ['', 0])));
});

const TLS_NOW = 'system tls server get --showcurrentbootprofile="true"';
const TLS_SET = 'system tls server get';

function profiles(now: string, set: string) {
  return { esxcli: { [TLS_NOW]: [{ Profile: now }], [TLS_SET]: [{ Profile: set }] } };
}

test.each([
  ['tls-profile', '8.0.3', 'NIST_2024', 'COMPATIBLE', 'ESXI-80-000247'],
  ['tls-profile', '9.0.2', 'NIST_2024', 'COMPATIBLE', 'esx-9.tls-ciphers of 9.0'],
  ['tls-profile', '9.1.0', 'NIST_2024_TLS_13_ONLY', 'NIST_2024', 'esx-9.tls-ciphers of 9.1'],
  ['tls-profile stig', '9.1.0', 'NIST_2024', 'COMPATIBLE', 'VCFE-9X-000014 of the readiness guide'],
])('%s on %s wants %s, not %s (%s), of the current boot', (rule, version, inside, outside, _control) => {
  const after = rule.replace('tls-profile', 'tls-profile-after-reboot');
  expect(judged(rule, version, profiles(inside, outside)).verdict).toBe('pass');
  expect(judged(rule, version, profiles(outside, inside)).verdict).toBe('fail');
  expect(judged(after, version, profiles(inside, outside)).verdict).toBe('fail');
  expect(judged(after, version, profiles(outside, inside)).verdict).toBe('pass');
});

function audit(active: boolean, capacity: number, remote: boolean) {
  const row = {
    AuditRecordStorageActive: active,
    AuditRecordStorageCapacity: capacity,
    AuditRecordRemoteTransmissionActive: remote,
  };
  return { 'option.Syslog.global.auditRecord.storageEnable': true, esxcli: { 'system auditrecords get': [row] } };
}

function on(version: string, ...row: Parameters<typeof audit>): string {
  return judged('logs-audit-local', version, audit(...row)).verdict;
}

test('ESXI-70-000084 wants audit records stored, 4 to 100, and sent on; ESXI-80-000232 wants them stored', () => {
  expect([on('7.0.3', true, 4, true), on('7.0.3', true, 100, true)]).toEqual(['pass', 'pass']);
  expect([on('7.0.3', true, 4, false), on('7.0.3', true, 3, true), on('7.0.3', true, 101, true)]).toEqual([
    'fail',
    'fail',
    'fail',
  ]);
  expect(on('8.0.3', true, 4, false)).toBe('pass');
});
