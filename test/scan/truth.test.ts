import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import type { Scan } from '../../src/model/scan.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { findingsOf, rulesOf, scanOf } from '../support/scans.ts';
import { connectionTo, simulatedVcenter } from '../support/simulated-vcenter.ts';

/*
 * What strangers' servers and public reports did to the first release, each an example of a kind; test/lies looks for the
 * other members of the kinds. One scan over all of them, by all rules.
 */

/** A host, what is odd about it, and what must be said of it: the verdict, and the reason where it is unknown. */
interface Case {
  readonly host: string;
  readonly says: Readonly<Record<string, string>>;
}

const GEN8 = 'hpe/gen8-interrupt-remapping';
const PORT = 'vic/outbound-2377';
const KERNEL = 'esxcli system settings kernel list';
const FIREWALL = 'property HostSystem.config.firewall';

function lies(...told: readonly (readonly [at: string, way: string, member?: string])[]): string {
  const each = told.map(([at, way, member]) =>
    JSON.stringify({ at, way, ...(member === undefined ? {} : { member }) }),
  );
  return `trouble: { lies: [${each.join(', ')}] }`;
}

/** Both ways in which a kernel setting is listed, and the option that stores it. */
function mute(way: string): string {
  const option = ['option VMkernel.Boot.iovDisableIR', 'other-name'] as const;
  return lies([`${KERNEL} --option`, way], [KERNEL, way], option);
}

const LISTED = 'firewall: { rulesets: { vic-engine: { enabled: true, allowed: [198.51.100.0/24] } } }';
const WIDE = (list: string): string => `firewall: { rulesets: { sshServer: { enabled: true, allowed: [${list}] } } }`;

const CASES: Readonly<Record<string, Case>> = {
  'esxcli fails with words, and no option stores the setting': {
    host: mute('cli-fault'),
    says: { [GEN8]: 'unknown fault' },
  },
  'esxcli answers a setting with a text': { host: mute('scalar'), says: { [GEN8]: 'unknown unexpected-answer' } },
  'esxcli answers with a bare element': { host: mute('empty'), says: { [GEN8]: 'unknown unexpected-answer' } },
  'esxcli answers with a web page': { host: mute('page'), says: { [GEN8]: 'unknown unexpected-answer' } },
  'esxcli answers with a list of an unknown kind': {
    host: mute('unknown-array'),
    says: { [GEN8]: 'unknown unexpected-answer' },
  },
  'esxcli lists nothing': { host: mute('empty-list'), says: { [GEN8]: 'unknown setting-not-reported' } },
  'one name fails, and the whole list has it': {
    host: lies([`${KERNEL} --option`, 'cli-fault']),
    says: { [GEN8]: 'fail' },
  },
  'a setting comes twice and differently': {
    host: lies([`${KERNEL} --option`, 'doubled', 'DataObject']),
    says: { [GEN8]: 'unknown contradiction' },
  },
  'a value that the host does not have at hand': {
    host: "kernel: { iovDisableIR: { type: String, default: 'N/A', configured: 'N/A', runtime: 'N/A' } }",
    says: { [GEN8]: 'unknown setting-not-reported' },
  },
  'whether a patch is staged is a text': {
    host: lies(['esxcli software vib list --rebootingimage', 'scalar']),
    says: { 'prepatch/no-staged-image': 'unknown unexpected-answer' },
  },
  'a network without its prefix': {
    host: `${LISTED}, ${lies([FIREWALL, 'dropped', 'ruleset/allowedHosts/ipNetwork/prefixLength'])}`,
    says: { [PORT]: 'unknown unexpected-answer' },
  },
  'a ruleset without its list of addresses': {
    host: `${LISTED}, ${lies([FIREWALL, 'dropped', 'ruleset/allowedHosts'])}`,
    says: { [PORT]: 'unknown unexpected-answer' },
  },
  'a ruleset comes twice': {
    host: lies([FIREWALL, 'doubled', 'ruleset']),
    says: { [PORT]: 'unknown unexpected-answer' },
  },
  'no ruleset at all': { host: lies([FIREWALL, 'empty']), says: { [PORT]: 'unknown unexpected-answer' } },
  'a host that tells no configuration at all': {
    host: lies(
      ['property HostSystem.config.network', 'dropped'],
      ['property HostSystem.config.lockdownMode', 'dropped'],
      ['property HostSystem.capability.uefiSecureBoot', 'dropped'],
      ['property HostSystem.configManager.certificateManager', 'dropped'],
      ['property HostSystem.summary.rebootRequired', 'dropped'],
    ),
    says: {
      'hardening/network-reject-mac-changes': 'unknown not-reported',
      'hardening/lockdown-mode': 'unknown not-reported',
      'hardening/secureboot': 'unknown not-reported',
      'prepatch/certificate-valid': 'unknown not-reported',
      'prepatch/no-reboot-pending': 'unknown not-reported',
    },
  },
  'the firewall answers with an empty list': {
    host: lies(['esxcli network firewall get', 'empty-list']),
    says: { 'hardening/firewall-incoming-default': 'unknown unexpected-answer' },
  },
  'the default policy is not told': {
    host: lies(['property HostSystem.config.firewall.defaultPolicy.incomingBlocked', 'dropped']),
    says: { 'hardening/firewall-incoming-default': 'unknown not-reported' },
  },
  'structures come as empty lists': {
    host: lies(
      ['esxcli system tls server get', 'empty-list'],
      ['esxcli system settings encryption get', 'empty-list'],
      ['esxcli system syslog config get', 'empty-list'],
    ),
    says: {
      'hardening/tls-profile-after-reboot': 'unknown unexpected-answer',
      'hardening/tpm-configuration': 'unknown unexpected-answer',
      'hardening/secureboot-enforcement': 'unknown unexpected-answer',
      'hardening/logs-persistent': 'unknown unexpected-answer',
    },
  },
  'another option than the one that was asked for': {
    host: lies(['option DCUI.Access', 'other-name']),
    says: { 'hardening/lockdown-dcui-access': 'unknown not-reported' },
  },
  'a version that is none': {
    host: "version: '%%% 7.0.3'",
    says: {
      'hardening/shell-interactive-timeout': 'unknown unexpected-answer',
      'hardening/updates': 'unknown unexpected-answer',
      'prepatch/gen8-default-true-build': 'unknown unexpected-answer',
    },
  },
  'a version with a leading zero': {
    host: "version: '07.0.3'",
    says: { 'hardening/shell-interactive-timeout': 'unknown unexpected-answer' },
  },
  'alarms that do not tell how they stand': {
    host: `redAlarms: [Host storage status], ${lies(['property HostSystem.triggeredAlarmState', 'dropped', 'AlarmState/overallStatus'])}`,
    says: { 'prepatch/no-red-alarms': 'unknown unexpected-answer' },
  },
  'esxcli is refused for want of a privilege': {
    host: 'kernel: { iovDisableIR: "TRUE" }, trouble: { esxcli: { fault: noPermission, privilege: Global.Settings } }',
    says: { [GEN8]: 'fail', 'prepatch/acceptance-level': 'unknown no-permission' },
  },
  'esxcli is refused before it is asked': {
    host: 'kernel: { iovDisableIR: "TRUE" }, trouble: { esxcli: { fault: restrictedVersion, at: executer } }',
    says: { [GEN8]: 'fail', 'prepatch/acceptance-level': 'unknown fault' },
  },
  'a typed fault inside the answer': {
    host: 'trouble: { esxcli: hostNotConnected }',
    says: { [GEN8]: 'unknown disconnected', 'prepatch/acceptance-level': 'unknown disconnected' },
  },
  'a maker in full': { host: 'vendor: Hewlett Packard Enterprise', says: { [GEN8]: 'fail' } },
  'a model with a space': { host: "vendor: Hewlett-Packard, model: 'ProLiant DL380p Gen 8'", says: { [GEN8]: 'fail' } },
  'a maker that is a placeholder': {
    host: 'vendor: To be filled by O.E.M.',
    says: { [GEN8]: 'not-applicable', 'hpe/gen8-unknown-maker': 'warn' },
  },
  'a list that holds everything': { host: WIDE('0.0.0.0/0'), says: { 'hardening/firewall-restrict-access': 'fail' } },
  'a list of two halves': {
    host: WIDE('0.0.0.0/1, 128.0.0.0/1'),
    says: { 'hardening/firewall-restrict-access': 'fail' },
  },
  'a list that holds all of IPv6': { host: WIDE('"::/0"'), says: { 'hardening/firewall-restrict-access': 'fail' } },
  'a list of half of all there are': {
    host: WIDE('1.1.1.1/1'),
    says: { 'hardening/firewall-restrict-access': 'fail' },
  },
  'a log host that is none': {
    host: "options: { Syslog.global.logHost: '<none>' }",
    says: { 'hardening/logs-remote': 'fail', 'prepatch/syslog-target': 'fail' },
  },
  'a boot card beside a disk': {
    host: "bootDevice: { nic: '00:50:56:00:00:01' }",
    says: { 'prepatch/boots-from-disk': 'pass' },
  },
  'neither a boot disk nor a card': {
    host: "bootDevice: { uuid: '' }",
    says: { 'prepatch/boots-from-disk': 'unknown unexpected-answer' },
  },
};

const NAMES = new Map(Object.keys(CASES).map((name, index) => [name, `esx-${String(index).padStart(2, '0')}`]));

let vcenter: Simulator;
let scan: Scan;

beforeAll(async () => {
  const hosts = Object.entries(CASES).map(
    ([name, { host }]) => `        - { ${[`name: ${NAMES.get(name) ?? ''}`, host].join(', ')} }`,
  );
  vcenter = await simulatedVcenter(`
datacenters:
  - name: Lab
    clusters:
      - name: C
        defaults: { vendor: HP, model: ProLiant DL380p Gen8, version: 8.0.3, build: 24022510, kernel: { iovDisableIR: 'TRUE' } }
        hosts:
${hosts.join('\n')}
`);
  scan = await scanOf([connectionTo(vcenter)], { rules: await rulesOf(() => true) });
}, 120_000);

afterAll(() => vcenter.close());

function said(findings: readonly Finding[], id: string): string {
  const found = findings.find(({ rule }) => rule === id);
  return found?.verdict === 'unknown' ? `unknown ${found.reason ?? 'without a reason'}` : String(found?.verdict);
}

test.each(Object.entries(CASES))('%s', (name, { says }) => {
  const findings = findingsOf(scan, NAMES.get(name) ?? '');
  expect(Object.fromEntries(Object.keys(says).map((id) => [id, said(findings, id)]))).toEqual(says);
});

function causeOf(name: string, id: string): unknown {
  return findingsOf(scan, NAMES.get(name) ?? '').find(({ rule }) => rule === id)?.cause;
}

test('what the server said, the privilege and the property come with the finding', () => {
  expect(causeOf('esxcli fails with words, and no option stores the setting', GEN8)).toMatchObject({
    code: 'fault',
    fault: 'VimEsxCLICLIFault',
    detail: expect.stringMatching(/\w/),
  });
  expect(causeOf('esxcli is refused for want of a privilege', 'prepatch/acceptance-level')).toMatchObject({
    privilege: 'Global.Settings',
  });
  expect(causeOf('a host that tells no configuration at all', 'prepatch/no-reboot-pending')).toMatchObject({
    path: 'summary.rebootRequired',
  });
});

test('every unknown has a reason', () => {
  const silent = scan.findings.filter(({ verdict, reason }) => verdict === 'unknown' && reason === null);
  expect(silent).toEqual([]);
});
