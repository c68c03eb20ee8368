import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { chooseReference } from '../../src/compare/choose-reference.ts';
import { NATURAL_DIFFERENCES } from '../../src/compare/natural-differences.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import { bareFacts } from '../../src/model/facts.ts';
import { ABSENT, read, unread } from '../../src/model/reading.ts';
import { comparable, compared, DENIED, fullComparison, type HostParts } from './fixture.ts';

/** What of a host differs from one that told everything, as `part key member: there -> here`. */
function differences(parts: HostParts, reference: HostParts = {}): readonly string[] {
  return said(compared(comparable('golden', reference), comparable('other', parts)));
}

function said({ differences: all }: Comparison): readonly string[] {
  return all.map(({ part, key, member, kind, reference, value }) =>
    [part, key, member, kind, `${reference} -> ${value}`].filter((word) => word !== '').join(' '),
  );
}

function long(value: string): HostParts {
  return { facts: { optionList: read(new Map([['Net.X', read({ type: 'xsd:long', value })]])) } };
}

const BLIND = {
  type: 'Bool',
  default: null,
  configured: null,
  runtime: null,
  source: 'esxcli' as const,
  problem: DENIED,
};

function scratchAt(value: string): HostParts {
  return { options: { 'ScratchConfig.CurrentScratchLocation': value } };
}

describe('what differs', () => {
  test('nothing between hosts that are alike', () => {
    const { differences: none, notKnown, hosts } = compared(comparable('golden'), comparable('other'));
    expect({ none, notKnown }).toEqual({ none: [], notKnown: [] });
    expect(hosts).toMatchObject([{ differences: 0, notKnown: 0, notes: [] }]);
  });

  test.each<[string, HostParts, string]>([
    [
      'an option',
      { options: { 'UserVars.ESXiShellTimeOut': '0' } },
      'options UserVars.ESXiShellTimeOut value differs 600 -> 0',
    ],
    ['an option more', { options: { 'Net.Own': '1' } }, 'options Net.Own extra null -> 1'],
    [
      'a service that runs',
      { services: { 'TSM-SSH': { running: true } } },
      'services TSM-SSH running differs no -> yes',
    ],
    [
      'how a service starts',
      { services: { DCUI: { running: true, policy: 'off' } } },
      'services DCUI policy differs on -> off',
    ],
    ['a kernel setting', { kernel: { iovDisableIR: 'TRUE' } }, 'kernel iovDisableIR configured differs FALSE -> TRUE'],
    ['a ruleset', { rulesets: { sshServer: { enabled: false } } }, 'firewall sshServer enabled differs yes -> no'],
    [
      'the default policy',
      { firewall: { incomingBlocked: false } },
      'firewall the firewall itself incoming differs blocked -> allowed',
    ],
    [
      'a firewall that is off',
      { firewall: { enabled: read(false) } },
      'firewall the firewall itself enabled differs yes -> no',
    ],
    [
      'who is let through',
      { rulesets: { sshServer: { allowed: { all: false, addresses: ['10.0.0.5'], networks: [] } } } },
      'firewall sshServer allowed differs all -> 10.0.0.5',
    ],
    [
      'the ports of a ruleset',
      { rulesets: { sshServer: { rules: [] } } },
      'firewall sshServer ports differs inbound tcp dst 22 -> none',
    ],
    [
      'a version',
      { vibs: { nmlx5: { vendor: 'NVIDIA', version: '2' } } },
      'packages nmlx5 version differs 8.0.3-0.0.1 -> 2',
    ],
    [
      'an acceptance level',
      { vibs: { nmlx5: { vendor: 'NVIDIA', acceptanceLevel: 'CommunitySupported' } } },
      'packages nmlx5 acceptance differs VMwareCertified -> CommunitySupported',
    ],
    [
      'the build',
      { host: { build: '1' }, vibs: { nmlx5: { version: '2' } } },
      'release ESXi build differs 4600944 -> 1',
    ],
  ])('%s', (_what, parts, expected) => {
    expect(differences(parts)).toEqual([expected]);
  });

  test('what the other does not list any more', () => {
    expect(differences({}, { services: { slpd: { running: true, policy: 'on' } } })).toEqual([
      'services slpd missing running yes, policy on -> null',
    ]);
  });

  test('the same value in another notation is none, but of a text', () => {
    expect(differences({ kernel: { iovDisableIR: 'false', maxVMs: '0x0' } })).toEqual([]);
    expect(differences(long('01'), long('1'))).toEqual([]);
    expect(differences({ options: { 'Net.X': '01' } }, { options: { 'Net.X': '1' } })).toHaveLength(1);
  });

  test('alike on several hosts is one, with all of them', () => {
    const parts = { services: { 'TSM-SSH': { running: true } } };
    const { differences: all } = compared(
      comparable('golden'),
      ...['a', 'b', 'c'].map((name) => comparable(name, { ...parts, host: { id: name } })),
    );
    expect(all).toMatchObject([{ key: 'TSM-SSH', hosts: ['a', 'b', 'c'] }]);
  });
});

describe('what differs by nature', () => {
  test('is left out with its reason, and counts nowhere', () => {
    const {
      differences: none,
      leftOut,
      hosts,
    } = compared(
      comparable('golden'),
      comparable('other', { options: { 'Misc.HostName': 'other', 'VMkernel.Boot.x': '1' } }),
    );
    expect(none).toEqual([]);
    expect(hosts[0]?.differences).toBe(0);
    expect(leftOut.map(({ key, reason }) => [key, reason])).toEqual([
      ['Misc.HostName', 'the name of the host itself'],
      ['VMkernel.Boot.x', 'compared among the kernel settings'],
    ]);
  });

  test('is a difference where one of them is of another kind: scratch in memory is not on a volume', () => {
    expect(differences(scratchAt('/vmfs/volumes/2/.locker'), scratchAt('/vmfs/volumes/1/.locker'))).toEqual([]);
    expect(differences(scratchAt('/tmp/scratch'), scratchAt('/vmfs/volumes/1/.locker'))).toHaveLength(1);
  });

  test('is what the page lists', async () => {
    const page = await readFile('docs/compare.md', 'utf8');
    const rows = NATURAL_DIFFERENCES.map(
      ({ key, reason, both }) =>
        `| \`${key}\` | ${reason} | ${both === undefined ? 'always' : 'both are on a volume'} |`,
    );
    expect(page).toContain(`|---|---|---|\n${rows.join('\n')}\n\n`);
  });

  test('every entry has a reason, and none stands twice', () => {
    expect(NATURAL_DIFFERENCES.every(({ reason }) => reason.length > 10)).toBe(true);
    expect(new Set(NATURAL_DIFFERENCES.map(({ part, key }) => `${part} ${key}`)).size).toBe(NATURAL_DIFFERENCES.length);
  });
});

describe('what could not be read is not known, never the same', () => {
  const gone = { optionList: unread(DENIED), services: unread(DENIED), kernelList: unread(DENIED) };
  const all = { ...gone, firewall: unread(DENIED), vibs: unread(DENIED) };

  test.each(['reference', 'host'] as const)('on the side of the %s', (side) => {
    const [blind, whole] = [comparable('blind', { facts: all }), comparable('whole')];
    const { differences: none, notKnown } = side === 'host' ? compared(whole, blind) : compared(blind, whole);
    expect(none).toEqual([]);
    expect(notKnown.map(({ part, key, code }) => [part, key, code])).toEqual(
      ['options', 'services', 'kernel', 'firewall', 'packages'].map((part) => [part, null, 'no-permission']),
    );
    expect(notKnown.every((each) => each.side === side)).toBe(true);
  });

  test('nor is what nobody asked for', () => {
    const { host } = comparable('plain');
    const { notKnown, hosts } = compared(bareFacts(host), comparable('other'));
    expect(notKnown).toHaveLength(5);
    expect(hosts[0]?.notKnown).toBe(5);
  });

  test('of one option, one setting, one member', () => {
    const parts: HostParts = {
      options: { 'Net.BlockGuestBPDU': DENIED },
      firewall: { enabled: unread(DENIED), outgoingBlocked: null },
      vibs: { nmlx5: { vendor: null } },
    };
    const { differences: none, notKnown } = compared(comparable('golden'), comparable('other', parts));
    expect(none).toEqual([]);
    expect(notKnown.map(({ part, key, side }) => [part, key, side])).toEqual([
      ['options', 'Net.BlockGuestBPDU', 'host'],
      ['firewall', 'the firewall itself', 'host'],
      ['firewall', 'the firewall itself', 'host'],
      ['packages', 'nmlx5', 'host'],
    ]);
  });

  test('a setting of which nothing but what it was configured to is known is compared; one without that is not', () => {
    const setting = { type: 'Bool', default: null, runtime: null, source: 'esxcli' as const, problem: DENIED };
    const list = (configured: string | null): HostParts => ({
      facts: { kernelList: read(new Map([['iovDisableIR', { ...setting, configured }]])) },
    });
    expect(differences(list('TRUE'), list('FALSE'))).toHaveLength(1);
    expect(compared(comparable('golden', list('FALSE')), comparable('other', list(null))).notKnown).toHaveLength(1);
  });

  test('a snapshot that was taken for rules is compared as far as it goes, and the rest is not known', () => {
    const { host } = comparable('plain');
    const kept = {
      ...bareFacts(host),
      options: new Map([
        ['UserVars.ESXiShellTimeOut', read({ type: 'xsd:string', value: '0' })],
        ['Net.Gone', ABSENT],
      ]),
    };
    const comparison = compared(kept, comparable('other'));
    expect(said(comparison)).toEqual(['options UserVars.ESXiShellTimeOut value differs 0 -> 600']);
    expect(comparison.notKnown.filter(({ part }) => part === 'options')).toMatchObject([
      { key: null, side: 'reference' },
    ]);
  });

  test('a list in which something stands twice does not tell which of them holds', () => {
    const vib = { name: 'a', version: '1', vendor: 'v', acceptanceLevel: 'x' };
    const doubled = comparable('other', { facts: { vibs: read([vib, { ...vib, version: '2' }]) } });
    const once = comparable('golden', { facts: { vibs: read([vib]) } });
    const { differences: none, notKnown } = compared(once, doubled);
    expect({ none, codes: notKnown.map(({ code }) => code) }).toEqual({ none: [], codes: ['contradiction'] });
  });

  test('what neither could tell for one reason is not the same, though both readings are one object', () => {
    const option = new Map([['Net.X', unread(DENIED)]]);
    const list = new Map([['iovDisableIR', BLIND]]);
    const rulesets = { sshServer: {} };
    const facts = { optionList: read(option), kernelList: read(list) };
    const { differences: none, notKnown } = compared(
      comparable('golden', { facts, rulesets, firewall: { enabled: unread(DENIED) } }),
      comparable('other', { facts, rulesets, firewall: { enabled: unread(DENIED) } }),
    );
    expect(none).toEqual([]);
    expect(notKnown.map(({ key }) => key)).toEqual(['Net.X', 'iovDisableIR', 'the firewall itself']);
  });

  test('a release that was not told', () => {
    const { notKnown } = compared(comparable('golden'), comparable('other', { host: { build: null } }));
    expect(notKnown).toMatchObject([{ part: 'release', detail: 'the build was not told' }]);
  });
});

test('of another build the packages are not compared, which is said, and the build is a difference', () => {
  const { differences: all, hosts } = compared(
    comparable('golden'),
    comparable('other', { host: { version: '7.0.3', build: '1', model: 'Other' }, vibs: { nmlx5: { version: '9' } } }),
  );
  expect(all.map(({ part }) => part)).toEqual(['release', 'release']);
  expect(hosts[0]?.notes.join(' ')).toMatch(/another release .*packages are not compared.*other hardware/);
});

test('keys from a host reach nothing', () => {
  const { differences: all } = compared(
    comparable('golden'),
    comparable('other', { facts: { optionList: read(new Map([['__proto__', read({ type: null, value: '1' })]])) } }),
  );
  expect(all.some(({ key, kind }) => key === '__proto__' && kind === 'extra')).toBe(true);
});

test('the comparison that reports show has everything', () => {
  const { differences: all, notKnown, leftOut, hosts } = fullComparison();
  expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(['differs', 'extra', 'missing']));
  expect(notKnown.length).toBeGreaterThan(1);
  expect(leftOut.length).toBeGreaterThan(2);
  expect(hosts.map(({ differences: count }) => count)).toEqual([4, 7, 2, 1]);
});

describe('which host is trusted', () => {
  const [one, twin] = ['DC1', 'DC2'].map((datacenter) =>
    comparable('esx-01', {
      host: { id: `vc/${datacenter}`, moid: `host-${datacenter}`, uuid: null, datacenter, cluster: null },
    }),
  );
  const facts = [one, twin, comparable('esx-02')].filter((each) => each !== undefined);

  test('by its name, its path or its id', () => {
    expect(chooseReference(facts, 'ESX-02').host.name).toBe('esx-02');
    expect(chooseReference(facts, 'DC2/esx-01')).toBe(twin);
    expect(chooseReference(facts, 'host-dc1')).toBe(one);
  });

  test('of two with one name it must be said which', () => {
    expect(() => chooseReference(facts, 'esx-01')).toThrow('"esx-01" is more than one host.');
    expect(() => chooseReference(facts, null)).toThrow('The snapshot holds 3 hosts.');
    expect(() => chooseReference(facts, 'nobody')).toThrow('There is no host "nobody".');
  });

  test('one of which nothing was read is none', () => {
    const { host } = comparable('gone', { host: { trouble: { code: 'disconnected', detail: 'it is not there' } } });
    expect(() => chooseReference([bareFacts(host)], null)).toThrow(/Nothing of "gone" was read \(disconnected/);
  });
});
