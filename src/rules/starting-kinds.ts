import type { SingleCheck } from '../model/rule.ts';

/** The parts of a starting rule that hang on the kind of its check, as lines of YAML. */
export interface StartingKind {
  /** What the kind is about, to follow "of the kind". */
  readonly about: string;
  readonly title: string;
  readonly appliesTo?: string;
  readonly check: string;
  /** Left out where a machine cannot bring it about. */
  readonly remedy?: string;
  readonly examples: readonly (readonly [facts: string, verdict: string])[];
}

/** A starting point for each kind; the values are for people to change. */
export const STARTING_KINDS: Readonly<Record<SingleCheck['kind'], StartingKind>> = {
  advancedOption: {
    about: 'an advanced option, by its full key',
    title: 'UserVars.DcuiTimeOut is from 1 to 600 seconds',
    check: 'advancedOption: { key: UserVars.DcuiTimeOut, between: [1, 600] }',
    remedy: 'advancedOption: { key: UserVars.DcuiTimeOut, value: 600 }',
    examples: [
      ['{ option.UserVars.DcuiTimeOut: 600 }', 'pass'],
      ['{ option.UserVars.DcuiTimeOut: 0 }', 'fail'],
      ['{ option.UserVars.DcuiTimeOut: unread }', 'unknown'],
    ],
  },
  service: {
    about: 'a service: whether it runs (running), and whether it starts with the host (policy: on, off, automatic)',
    title: 'The service ntpd runs and starts with the host',
    check: "service: { key: ntpd, running: true, policy: 'on' }",
    remedy: "service: { key: ntpd, running: true, policy: 'on' }",
    examples: [
      ["{ services: { ntpd: { running: true, policy: 'on' } } }", 'pass'],
      ["{ services: { ntpd: { running: false, policy: 'off' } } }", 'fail'],
      ['{ services: unread }', 'unknown'],
    ],
  },
  kernelSetting: {
    about: 'a VMkernel boot setting: its value now and after the next reboot',
    title: 'HPE Gen8 hosts have iovDisableIR FALSE',
    appliesTo: "{ host.vendor: { matches: '^(HP|HPE)$' }, host.model: { matches: 'Gen8' } }",
    check: "kernelSetting: { name: iovDisableIR, equals: 'FALSE' }",
    remedy: "kernelSetting: { name: iovDisableIR, value: 'FALSE' }",
    examples: [
      [gen8("{ default: 'TRUE', configured: 'FALSE', runtime: 'FALSE' }"), 'pass'],
      [gen8("{ default: 'TRUE', configured: 'TRUE', runtime: 'TRUE' }"), 'fail'],
      [gen8('unread'), 'unknown'],
      ['{ host.vendor: Dell Inc., host.model: PowerEdge R640 }', 'not-applicable'],
    ],
  },
  property: {
    about: 'a fact by name; of a list, every entry must be as wanted ("esxcheck rules facts" lists all)',
    title: 'The host has time servers',
    check: 'property: { name: host.ntpServers, present: true }',
    examples: [
      ['{ host.ntpServers: [192.0.2.1] }', 'pass'],
      ['{ host.ntpServers: [] }', 'fail'],
      ['{ host.ntpServers: unread }', 'unknown'],
    ],
  },
  release: {
    about: 'the build: atLeast (the lowest of each line), notOlderThan (a day), oneOf or notOneOf (builds)',
    title: 'Hosts of the line 8.0 run build 24022510 or later',
    check: "release: { atLeast: { '8.0': 24022510 } }",
    examples: [
      ["{ host.version: '8.0.3', host.build: 24022510, host.bootTime: '2026-01-01T00:00:00Z' }", 'pass'],
      ["{ host.version: '8.0.3', host.build: 24022510, host.bootTime: '2024-01-01T00:00:00Z' }", 'warn'],
      ["{ host.version: '8.0.2', host.build: 22380479 }", 'fail'],
      ['{}', 'unknown'],
    ],
  },
  vib: {
    about: 'the version of a package of the running image',
    title: 'The package example-driver is 1.2.0 or newer where it is installed',
    check: "vib: { name: example-driver, atLeast: '1.2.0' }",
    examples: [
      ["{ vibs: { example-driver: { version: '1.2.3' } } }", 'pass'],
      ["{ vibs: { example-driver: { version: '1.1.9' } } }", 'fail'],
      ['{ vibs: unread }', 'unknown'],
      ['{ vibs: {} }', 'not-applicable'],
    ],
  },
  esxcli: {
    about: 'a field of what an esxcli command answers; only commands that end in get or list can be asked',
    title: 'The configuration of the host is encrypted by its TPM',
    check: 'esxcli: { command: system settings encryption get, field: Mode, equals: TPM }',
    examples: [
      ['{ esxcli: { system settings encryption get: [{ Mode: TPM }] } }', 'pass'],
      ['{ esxcli: { system settings encryption get: [{ Mode: None }] } }', 'fail'],
      ['{ esxcli: unread }', 'unknown'],
    ],
  },
  firewallAllows: {
    about: 'a port that an enabled ruleset lets through',
    title: 'The firewall lets outbound tcp/514 through',
    check: 'firewallAllows: { direction: outbound, protocol: tcp, port: 514 }',
    examples: [
      [firewall('syslog: { enabled: true, opens: [outbound tcp 514], allowed: all }'), 'pass'],
      [firewall('syslog: { enabled: false, opens: [outbound tcp 514], allowed: all }'), 'fail'],
      ['{ firewall: unread }', 'unknown'],
    ],
  },
  firewallRuleset: {
    about: 'a ruleset: enabled true or false; or, while it is on, allowed: limited (to listed addresses only)',
    title: 'The ruleset vSPC is off',
    check: 'firewallRuleset: { key: vSPC, enabled: false }',
    remedy: 'firewallRuleset: { key: vSPC, enabled: false }',
    examples: [
      [firewall('vSPC: { enabled: false, opens: [outbound tcp 0-65535], allowed: all }'), 'pass'],
      [firewall('vSPC: { enabled: true, opens: [outbound tcp 0-65535], allowed: all }'), 'fail'],
      ['{ firewall: unread }', 'unknown'],
    ],
  },
};

/** By name. */
export const KINDS = Object.keys(STARTING_KINDS) as readonly SingleCheck['kind'][];

function gen8(setting: string): string {
  return `{ host.vendor: HPE, host.model: ProLiant DL380p Gen8, kernel.iovDisableIR: ${setting} }`;
}

function firewall(rulesets: string): string {
  return `{ firewall: { enabled: true, outgoingBlocked: true, rulesets: { ${rulesets} } } }`;
}
