import type { ServiceSpec } from './estate.ts';

const ROWS: readonly (readonly [string, string, string, string?])[] = [
  ['DCUI', 'Direct Console UI', 'running on'],
  ['TSM', 'ESXi Shell', 'stopped off'],
  ['TSM-SSH', 'SSH', 'stopped off'],
  ['lbtd', 'Load-Based Teaming Daemon', 'running on'],
  ['lwsmd', 'Active Directory Service', 'stopped off'],
  ['ntpd', 'NTP Daemon', 'running on'],
  ['pcscd', 'PC/SC Smart Card Daemon', 'stopped off'],
  ['sfcbd-watchdog', 'CIM Server', 'stopped on'],
  ['slpd', 'slpd', 'stopped off'],
  ['snmpd', 'SNMP Server', 'stopped on'],
  ['vmsyslogd', 'Syslog Server', 'running on'],
  ['vpxa', 'VMware vCenter Agent', 'running on', 'vpxHeartbeats'],
  ['xorg', 'X.Org Server', 'stopped on'],
];

/** The services of a host after installation. */
export const SERVICES: readonly ServiceSpec[] = ROWS.map(([key, label, state, ruleset]) => ({
  key,
  label,
  required: key === 'vmsyslogd',
  running: state.startsWith('running'),
  policy: state.endsWith('on') ? 'on' : 'off',
  ruleset: ruleset ?? null,
}));
