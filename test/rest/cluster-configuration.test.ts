import { describe, expect, it } from 'vitest';
import { configurationCompliance } from '../../src/rest/cluster-configuration.ts';
import { RestAnswerError } from '../../src/rest/json.ts';

/**
 * After the result of a check of three hosts of a vCenter 8.0.3 that VMware keeps among its own tests (vmware-config-modules,
 * test_cluster_config_utils.py), in the JSON that the reference gives for it: there the maps of the task are lists of pairs.
 */
const DRIFTING = {
  cluster_status: 'NOT_COMPLIANT',
  commit: 'config-commit-2',
  software_commit: '2',
  end_time: '2024-11-08T19:40:44.651Z',
  summary: { id: 'summary', default_message: '3 hosts are out of compliance', args: [] },
  compliant_hosts: [] as string[],
  non_compliant_hosts: ['host-17', 'host-23'],
  failed_hosts: [] as string[],
  skipped_hosts: [] as string[],
  host_info: {},
  hosts: { 'host-17': drifting(), 'host-23': drifting() },
};

function drifting() {
  return {
    summary: {},
    host_status: { status: 'OK', start_time: '2024-11-08T19:40:33.844Z', end_time: '2024-11-08T19:40:44.423Z' },
    host_compliance: {
      status: 'NON_COMPLIANT',
      compliance_info: {
        sets: [{ path: '/profile/esx/security/settings/account_lock_failures', current: '0', target: '100' }],
      },
    },
  };
}

const COMPLIANT = {
  ...DRIFTING,
  cluster_status: 'COMPLIANT',
  non_compliant_hosts: [],
  compliant_hosts: ['host-17'],
  hosts: { 'host-17': { ...drifting(), host_compliance: { status: 'COMPLIANT' } } },
};

function wordOf(answer: unknown, host = 'host-17') {
  return configurationCompliance('domain-c9').decode(answer)(host);
}

it('reads what drifts by its path, and never the values', () => {
  const word = wordOf(DRIFTING);
  expect(word).toStrictEqual({
    kind: 'said',
    word: {
      status: 'NON_COMPLIANT',
      checkedAt: Date.parse('2024-11-08T19:40:44.423Z'),
      drift: ['/profile/esx/security/settings/account_lock_failures differs'],
    },
  });
  expect(JSON.stringify(word)).not.toContain('100');
});

it('tells kinds of drift apart, each setting once', () => {
  const info = { sets: null, adds: [{ path: '/b' }, { path: '/b' }], deletes: [{ path: '/a' }] };
  expect(wordOf(withCompliance({ status: 'NON_COMPLIANT', compliance_info: info }))).toMatchObject({
    word: { drift: ['/a is not expected', '/b is missing'] },
  });
});

it('a host that differs differs in something', () => {
  expect(wordOf(withCompliance({ status: 'NON_COMPLIANT' }))).toMatchObject({
    word: { drift: ['settings that vCenter does not name'] },
  });
});

it('cuts a drift without end', () => {
  const sets = Array.from({ length: 5000 }, (_, index) => ({ path: `/p${index}` }));
  const word = wordOf(withCompliance({ status: 'NON_COMPLIANT', compliance_info: { sets } }));
  expect(word.kind === 'said' && word.word.drift.length).toBe(201);
  expect(word).toMatchObject({ word: { drift: expect.arrayContaining(['4800 more']) } });
});

it('says of a compliant host that nothing drifts', () => {
  expect(wordOf(COMPLIANT)).toMatchObject({ kind: 'said', word: { status: 'COMPLIANT', drift: [] } });
});

function withCompliance(host_compliance: object) {
  return { ...DRIFTING, hosts: { ...DRIFTING.hosts, 'host-17': { ...drifting(), host_compliance } } };
}

describe('nothing that is said badly is said of the host', () => {
  it.each([
    ['not named', DRIFTING, 'host-99', 'unnamed'],
    ['while a check runs', { ...COMPLIANT, cluster_status: 'RUNNING' }, 'host-17', 'unknown'],
    ['failed', { ...DRIFTING, non_compliant_hosts: [], failed_hosts: ['host-17'] }, 'host-17', 'unknown'],
    ['skipped', { ...DRIFTING, non_compliant_hosts: [], skipped_hosts: ['host-17'] }, 'host-17', 'unknown'],
    ['in two lists', { ...DRIFTING, compliant_hosts: ['host-17'] }, 'host-17', 'contradiction'],
    [
      'compliant by the list alone',
      { ...DRIFTING, compliant_hosts: ['host-17'], non_compliant_hosts: [] },
      'host-17',
      'contradiction',
    ],
    ['compliant, and yet different', drifted(), 'host-17', 'contradiction'],
    ['not compared', notCompared(), 'host-17', 'contradiction'],
    ['without its part', { ...DRIFTING, hosts: {} }, 'host-17', 'garbled'],
    ['with a word that is none', withCompliance({ status: 'PARTLY' }), 'host-17', 'garbled'],
    [
      'with a drift of another kind',
      withCompliance({ status: 'NON_COMPLIANT', compliance_info: { sets: 'all' } }),
      'host-17',
      'garbled',
    ],
  ])('%s', (_what, answer, host, kind) => {
    expect(wordOf(answer, host).kind).toBe(kind);
  });
});

function drifted() {
  const host_compliance = { ...drifting().host_compliance, status: 'COMPLIANT' };
  return { ...COMPLIANT, hosts: { 'host-17': { ...drifting(), host_compliance } } };
}

function notCompared() {
  const host_status = { ...drifting().host_status, status: 'TIMED_OUT' };
  return { ...DRIFTING, hosts: { 'host-17': { ...drifting(), host_status } } };
}

it.each([
  ['nothing', null],
  ['an empty structure', {}],
  ['a status that is none', { ...DRIFTING, cluster_status: 'NON_COMPLIANT' }],
  ['no moment', { ...DRIFTING, end_time: '' }],
  ['no list', { ...DRIFTING, skipped_hosts: null }],
  ['a compliant cluster with hosts that are not', { ...DRIFTING, cluster_status: 'COMPLIANT' }],
])('%s is refused as a whole', (_what, answer) => {
  expect(() => wordOf(answer)).toThrow(RestAnswerError);
});
