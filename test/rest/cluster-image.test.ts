import { describe, expect, it } from 'vitest';
import { desiredImage, imageCompliance } from '../../src/rest/cluster-image.ts';
import { RestAnswerError } from '../../src/rest/json.ts';

/**
 * The sample result of VMware's own code (vsphere-automation-sdk-java, samples/vlcm/ImageOperations.java: a cluster of one host
 * in December 2022), in the JSON that the reference gives for it. The framing is ours, values and names are the sample's.
 */
const SAMPLE = {
  status: 'NON_COMPLIANT',
  impact: 'REBOOT_REQUIRED',
  stage_status: 'NOT_STAGED',
  commit: '5',
  scan_time: '2022-12-14T03:52:16.999Z',
  notifications: {},
  compliant_hosts: [],
  non_compliant_hosts: ['host-16'],
  incompatible_hosts: [],
  unavailable_hosts: [],
  host_info: { 'host-16': { name: '10.10.10.10' } },
  hosts: {
    'host-16': {
      status: 'NON_COMPLIANT',
      impact: 'REBOOT_REQUIRED',
      commit: '5',
      scan_time: '2022-12-14T03:52:16.999Z',
      notifications: {},
      add_on: { status: 'COMPLIANT', notifications: {} },
      components: {},
      solutions: {},
      base_image: {
        status: 'COMPLIANT',
        notifications: {},
        current: {
          version: '8.0.1-0.0.20764643',
          details: { display_version: '8.0  - 20764643', display_name: 'ESXi' },
        },
        target: {
          version: '8.0.1-0.0.20764643',
          details: { display_version: '8.0  - 20764643', display_name: 'ESXi' },
        },
      },
    },
  },
};

const HOST = SAMPLE.hosts['host-16'];

function wordOf(answer: unknown, host = 'host-16') {
  return imageCompliance('domain-c8').decode(answer)(host);
}

it('reads what vCenter found of a host, and when', () => {
  expect(wordOf(SAMPLE)).toStrictEqual({
    kind: 'said',
    word: {
      status: 'NON_COMPLIANT',
      checkedAt: Date.parse('2022-12-14T03:52:16.999Z'),
      current: '8.0.1-0.0.20764643',
      target: '8.0.1-0.0.20764643',
    },
  });
});

describe('nothing that is said badly is said of the host', () => {
  it.each([
    ['another host', { ...SAMPLE }, 'host-17', 'unnamed'],
    ['a name of every object', { ...SAMPLE }, 'constructor', 'unnamed'],
    ['unavailable', { ...SAMPLE, non_compliant_hosts: [], unavailable_hosts: ['host-16'] }, 'host-16', 'unknown'],
    ['in two lists', { ...SAMPLE, compliant_hosts: ['host-16'] }, 'host-16', 'contradiction'],
    ['twice in one', { ...SAMPLE, non_compliant_hosts: ['host-16', 'host-16'] }, 'host-16', 'contradiction'],
    [
      'in the list of another status',
      { ...SAMPLE, non_compliant_hosts: [], compliant_hosts: ['host-16'] },
      'host-16',
      'contradiction',
    ],
    ['without its part', { ...SAMPLE, hosts: {} }, 'host-16', 'garbled'],
    ['with a part of another kind', { ...SAMPLE, hosts: { 'host-16': 'COMPLIANT' } }, 'host-16', 'garbled'],
    ['with a status that is none', withHost({ status: 'FINE' }), 'host-16', 'garbled'],
    ['without a moment', withHost({ scan_time: undefined }), 'host-16', 'garbled'],
    ['with a moment that is none', withHost({ scan_time: 'yesterday' }), 'host-16', 'garbled'],
    ['without an image', withHost({ base_image: undefined }), 'host-16', 'garbled'],
    ['with an image without a version', withHost({ base_image: { current: {}, target: {} } }), 'host-16', 'garbled'],
  ])('%s', (_what, answer, host, kind) => {
    expect(wordOf(answer, host).kind).toBe(kind);
  });
});

function withHost(part: object) {
  return { ...SAMPLE, hosts: { 'host-16': { ...HOST, ...part } } };
}

describe('an answer that is none is refused as a whole', () => {
  it.each([
    ['nothing', null],
    ['a list', [SAMPLE]],
    ['a text', 'COMPLIANT'],
    ['an empty structure', {}],
    ['one that is wrapped', { value: SAMPLE }],
    ['a status that is none', { ...SAMPLE, status: 'OK' }],
    ['no list of hosts', { ...SAMPLE, compliant_hosts: undefined }],
    ['a list of other things', { ...SAMPLE, compliant_hosts: [{ id: 'host-1' }] }],
    ['no hosts', { ...SAMPLE, hosts: null }],
    ['no moment', { ...SAMPLE, scan_time: 1_671_000_000 }],
    ['a compliant cluster with hosts that are not', { ...SAMPLE, status: 'COMPLIANT' }],
  ])('%s', (_what, answer) => {
    expect(() => wordOf(answer)).toThrow(RestAnswerError);
  });
});

const { decode } = desiredImage('domain-c8');

describe('the desired image', () => {
  it.each(['8.0.3-0.70.24674464', '9.1.0.0200.25557999'])('is told by its version %s', (version) => {
    const answer = { base_image: { version }, components: {}, solutions: {} };
    expect(decode(answer)).toStrictEqual({ version, hasAlternatives: false });
    expect(decode({ ...answer, alternative_images: {} })).toMatchObject({ hasAlternatives: false });
    expect(decode({ ...answer, alternative_images: { a: {} } })).toMatchObject({ hasAlternatives: true });
  });

  it.each([
    ['nothing', null],
    ['no base image', { components: {} }],
    ['a base image without a version', { base_image: {} }],
    ['a number', { base_image: { version: 8 } }],
    ['a blank', { base_image: { version: ' ' } }],
    ['alternatives of another kind', { base_image: { version: '8.0.3-0.70.24674464' }, alternative_images: 'none' }],
  ])('is refused where it is %s', (_what, answer) => {
    expect(() => decode(answer)).toThrow(RestAnswerError);
  });
});
