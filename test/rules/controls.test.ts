import { expect, test } from 'vitest';
import { type Facts, judged } from './judged.ts';

const LOCKDOWN = [
  ['lockdown-mode', 'ESXI-80-000008', { 'host.lockdownMode': 'lockdownDisabled' }],
  ['lockdown-dcui-access', 'ESXI-80-000189', { 'option.DCUI.Access': 'root,other' }],
  ['lockdown-exception-users', 'ESXI-80-000201', { 'host.lockdownExceptions': ['other'] }],
] as const;

test.each(LOCKDOWN)(
  '%s (%s) is not for a host that no vCenter manages, where that is known',
  (rule, _control, facts) => {
    for (const version of ['7.0.3', '8.0.3']) {
      const on = (managed: unknown) => judged(rule, version, { ...facts, 'host.managed': managed }).verdict;
      expect([on(true), on(false), on('unread')]).toEqual(['fail', 'not-applicable', 'unknown']);
    }
  },
);

test.each(['7.0.3', '8.0.3'])('logs-remote-tls-x509 on %s is not for a host without a target of TLS', (version) => {
  const on = (logHost: string) =>
    judged('logs-remote-tls-x509', version, {
      'option.Syslog.global.certificate.strictX509Compliance': false,
      'option.Syslog.global.logHost': logHost,
    }).verdict;
  expect([on('ssl://192.0.2.1:1514'), on('udp://192.0.2.1:514'), on('unread')]).toEqual([
    'fail',
    'not-applicable',
    'unknown',
  ]);
});

test.each([
  ['deactivate-snmp stig', '8.0.3', 'ESXI-80-000212'],
  ['deactivate-snmp', '7.0.3', 'ESXI-70-000053'],
])('%s on %s: %s takes version 3 with authentication alone', (rule, version) => {
  const on = (row: Facts) =>
    judged(rule, version, {
      services: { snmpd: { running: true, policy: 'on' } },
      esxcli: { 'system snmp get': [{ enable: true, communities: '', targets: '', ...row }] },
    }).verdict;
  expect(on({ v3targets: '192.0.2.9@162/watcher/priv/trap' })).toBe('pass');
  expect(on({ v3targets: '192.0.2.9@162/watcher/none/trap' })).toBe('fail');
  expect(on({ v3targets: '192.0.2.9@162/watcher/priv/trap', communities: 'public' })).toBe('fail');
});

const TPM = [
  ['tpm-configuration', 'ESXI-80-000238', { 'system settings encryption get': [{ Mode: 'NONE' }] }],
  ['secureboot-enforcement', 'ESXI-80-000085', { 'system settings encryption get': [{ RequireSecureBoot: false }] }],
  ['vib-trusted-binaries', 'ESXI-80-000244', {}],
] as const;

test.each(TPM)('%s (%s) is CAT III without a TPM, and CAT II where that is not known', (rule, _control, answers) => {
  const kernel = { default: 'FALSE', configured: 'FALSE', runtime: 'FALSE' };
  const on = (trusted: unknown) => {
    const esxcli = { ...answers, 'hardware trustedboot get': trusted };
    const found = judged(rule, '8.0.3', { esxcli, 'kernel.execInstalledOnly': kernel });
    return [found.verdict, found.severity];
  };
  expect(on([{ TpmPresent: true }])).toEqual(['fail', 'medium']);
  expect(on([{ TpmPresent: false }])).toEqual(['fail', 'low']);
  expect(on('unread')).toEqual(['fail', 'medium']);
});
