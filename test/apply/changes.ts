import type { Action } from '../../src/model/plan.ts';

/** An action and the state that the plan saw before it. */
export type Change = readonly [action: Action, before: Action];

export const KERNEL: Change = [
  { kind: 'kernelSetting', name: 'iovDisableIR', value: 'FALSE' },
  { kind: 'kernelSetting', name: 'iovDisableIR', value: 'TRUE' },
];
export const ALLOWED: Change = [
  {
    kind: 'allowedHosts',
    ruleset: 'vic-engine',
    allowed: { all: false, addresses: ['10.1.2.3'], networks: ['10.9.0.0/16'] },
  },
  { kind: 'allowedHosts', ruleset: 'vic-engine', allowed: { all: true, addresses: [], networks: [] } },
];
export const RULESET: Change = [
  { kind: 'ruleset', ruleset: 'vic-engine', enabled: true },
  { kind: 'ruleset', ruleset: 'vic-engine', enabled: false },
];
export const SERVICE: Change = [
  { kind: 'service', service: 'ntpd', running: true, policy: 'on' },
  { kind: 'service', service: 'ntpd', running: false, policy: 'off' },
];
export const OPTION: Change = [
  { kind: 'advancedOption', key: 'UserVars.SuppressShellWarning', type: 'long', value: '1' },
  { kind: 'advancedOption', key: 'UserVars.SuppressShellWarning', type: 'long', value: '0' },
];
export const ALL_KINDS = [KERNEL, ALLOWED, RULESET, SERVICE, OPTION];
