import { expect, test } from 'vitest';
import { NO_DEMAND } from '../../src/model/facts.ts';
import type { SingleCheck } from '../../src/model/check.ts';
import type { Rule } from '../../src/model/rule.ts';
import { demandOf, demandOfProfiles, namesOf } from '../../src/rules/demand.ts';
import { FIREWALL_RULE, RULE } from '../evaluate/facts.ts';

const option: SingleCheck = {
  kind: 'advancedOption',
  key: 'UserVars.DcuiTimeOut',
  operator: { op: 'atMost', value: 600 },
};
const service: SingleCheck = { kind: 'service', key: 'TSM-SSH', running: false, policy: null };
const strict: Rule = {
  ...RULE,
  profiles: { stig: { check: { kind: 'all', checks: [option, service] }, remedy: null } },
};

test('what a profile asks is read only where all profiles are asked for', () => {
  expect(namesOf(demandOf([strict]))).toEqual(['kernel.iovDisableIR']);
  expect(namesOf(demandOfProfiles([strict]))).toEqual([
    'kernel.iovDisableIR',
    'option.UserVars.DcuiTimeOut',
    'services',
  ]);
});

test('every kind of demand has a name, and no demand has none', () => {
  expect(namesOf(NO_DEMAND)).toEqual([]);
  expect(namesOf(demandOf([FIREWALL_RULE]))).toEqual(['firewall', 'firewall.enabled']);
  const query = { command: ['system', 'version', 'get'], arguments: {} };
  const rest = { ...NO_DEMAND, vibs: true, properties: new Set(['host.ntpServers']), esxcli: new Map([['k', query]]) };
  expect(namesOf(rest)).toEqual(['host.ntpServers', 'vibs', 'esxcli k']);
});
