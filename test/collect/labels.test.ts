import { expect, test } from 'vitest';
import { EVERYTHING, readSelection, type Scope } from '../../src/collect/scope.ts';
import { openSession } from '../../src/connect/session.ts';
import type { TroubleInput } from '../../src/simulator/estate/trouble.ts';
import { connectionTo, simulatedVcenter } from '../support/simulated-vcenter.ts';

const ESTATE = `
tags: ['Environment=Unused']
datacenters:
  - name: DC1
    tags: ['Site=Berlin']
    attributes: { Owner: Infrastructure }
    folders:
      Racks: { tags: ['Row=A'] }
      Racks/Left: { attributes: { Owner: Left team } }
    clusters:
      - name: C1
        folder: Racks/Left
        tags: ['Environment=Production']
        hosts:
          - { name: esx-01, tags: ['Role=Canary', 'Site=Berlin'], attributes: { Owner: Jane, Rack: '7' } }
          - { name: esx-02 }
      - { name: C2, folder: Racks, tags: ['Environment=Lab'], hosts: [{ name: esx-03 }] }
    hosts: [{ name: esx-04, tags: ['Environment=Production'] }]
  - name: DC2
    clusters: [{ name: C3, hosts: [{ name: esx-05 }] }]
`;

interface Selected {
  readonly names: readonly string[];
  readonly unmatched: readonly string[];
}

async function selected(
  scope: Partial<Scope>,
  troubles: readonly TroubleInput[] = [],
  estate = ESTATE,
): Promise<Selected> {
  await using simulator = await simulatedVcenter(estate);
  simulator.disturb(...troubles);
  const { endpoint, credentials } = connectionTo(simulator, { timeoutMs: 1500 });
  const session = await openSession(endpoint, credentials, { random: () => 0 });
  try {
    const { hosts, unmatched } = await readSelection(session, { ...EVERYTHING, ...scope });
    return { names: hosts.map(({ name }) => name), unmatched: unmatched.map(({ flag, value }) => `${flag} ${value}`) };
  } finally {
    await session.close();
    expect([simulator.openSessions, simulator.openRestSessions]).toEqual([0, 0]);
  }
}

test.each<[string, Partial<Scope>, readonly string[]]>([
  ['a tag of a cluster, and of a host alone', { tags: ['Environment=Production'] }, ['esx-01', 'esx-02', 'esx-04']],
  ['any case, globs in both parts', { tags: ['env*=LAB'] }, ['esx-03']],
  ['several tags: any of them', { tags: ['Role=Canary', 'Environment=Lab'] }, ['esx-01', 'esx-03']],
  ['a tag of a folder', { tags: ['Row=A'] }, ['esx-01', 'esx-02', 'esx-03']],
  ['a tag of a datacenter', { tags: ['Site=Berlin'] }, ['esx-01', 'esx-02', 'esx-03', 'esx-04']],
  ['tag and cluster: both', { tags: ['Site=Berlin'], computeResources: ['C2'] }, ['esx-03']],
  ['a folder, and what lies below', { folders: ['Racks'] }, ['esx-01', 'esx-02', 'esx-03']],
  ['a path of folders', { folders: ['racks/L*'] }, ['esx-01', 'esx-02']],
  ['a path from the datacenter on', { folders: ['/DC1/Racks'] }, ['esx-01', 'esx-02', 'esx-03']],
  ['the nearest value of an attribute', { attributes: ['Owner=Left team'] }, ['esx-02']],
  ['an attribute of a datacenter', { attributes: ['Owner=Infra*'] }, ['esx-03', 'esx-04']],
  ['all kinds together', { attributes: ['Rack=7'], tags: ['Role=*'], folders: ['Left'], hosts: ['esx-*'] }, ['esx-01']],
])('in scope by %s', async (_what, scope, names) => {
  expect(await selected(scope)).toEqual({ names, unmatched: [] });
});

test.each<[Partial<Scope>, string]>([
  [{ tags: ['Environment=Unused'] }, '--tag Environment=Unused'],
  [{ tags: ['Environment=Prod'] }, '--tag Environment=Prod'],
  [{ folders: ['DC1'] }, '--folder DC1'],
  [{ attributes: ['Owner=Nobody'] }, '--attribute Owner=Nobody'],
])('what matches nothing is told: %j', async (scope, term) => {
  expect(await selected(scope)).toEqual({ names: [], unmatched: [term] });
});

const ALWAYS = { times: null };
const LIES: readonly (readonly [string, TroubleInput])[] = [
  ['refused', { kind: 'status', status: 403, method: 'rest-attached-tags', ...ALWAYS }],
  ['not found', { kind: 'status', status: 404, method: 'rest-attached-tags', ...ALWAYS }],
  ['unavailable', { kind: 'unavailable', method: 'rest-attached-tags', ...ALWAYS }],
  ['cut', { kind: 'cut', method: 'rest-attached-tags', ...ALWAYS }],
  ['dropped', { kind: 'drop', method: 'rest-attached-tags', ...ALWAYS }],
  ['garbage', { kind: 'garbage', method: 'rest-attached-tags', ...ALWAYS }],
  ['never', { kind: 'hang', method: 'rest-attached-tags', ...ALWAYS }],
  ['one object short', { kind: 'omits', method: 'rest-attached-tags' }],
  ['one object twice', { kind: 'doubles', method: 'rest-attached-tags' }],
  ['an empty list', { kind: 'json', json: '[]', method: 'rest-attached-tags' }],
  ['null', { kind: 'json', json: 'null', method: 'rest-attached-tags' }],
  ['a login refused', { kind: 'status', status: 401, method: 'rest-login', ...ALWAYS }],
  ['a tag without its name', { kind: 'json', json: '{}', method: 'rest-tag' }],
  ['a tag that is gone', { kind: 'status', status: 404, method: 'rest-tag', ...ALWAYS }],
  ['a category that is refused', { kind: 'status', status: 403, method: 'rest-category', ...ALWAYS }],
];

test.each(LIES)('tags that are answered with %s leave nobody out: the scope cannot be told', async (_what, trouble) => {
  const error = { code: 'SCOPE_UNDECIDED', message: expect.stringContaining('5 hosts') as string };
  await expect(selected({ tags: ['Environment=Production'] }, [trouble])).rejects.toMatchObject(error);
});

test('a server without REST cannot tell a scope by tags, and others it can', async () => {
  const without = `rest: none\n${ESTATE}`;
  await expect(selected({ tags: ['Environment=Lab'] }, [], without)).rejects.toMatchObject({ code: 'SCOPE_UNDECIDED' });
  expect((await selected({ folders: ['Racks'], attributes: ['Rack=7'] }, [], without)).names).toEqual(['esx-01']);
  const host = 'kind: esxi\nhost: { name: esx-01 }';
  await expect(selected({ tags: ['Environment=Lab'] }, [], host)).rejects.toMatchObject({ code: 'SCOPE_UNDECIDED' });
  await expect(selected({ attributes: ['Rack=7'] }, [], host)).rejects.toMatchObject({ code: 'SCOPE_UNDECIDED' });
});

test('hosts that another part of the scope leaves out need no tags', async () => {
  const trouble: TroubleInput = { kind: 'status', status: 403, method: 'rest-attached-tags', times: null };
  const error = { code: 'SCOPE_UNDECIDED', message: expect.stringContaining('1 host of') as string };
  const scope = { tags: ['Environment=Production'], hosts: ['esx-05'] };
  await expect(selected(scope, [trouble])).rejects.toMatchObject(error);
});

test('every label says where it comes from', async () => {
  await using simulator = await simulatedVcenter(ESTATE);
  const { endpoint, credentials } = connectionTo(simulator);
  await using session = await openSession(endpoint, credentials);
  const labels = { tags: true, attributes: true };
  const { inventory } = await readSelection(session, EVERYTHING, { labels });
  const [first, second] = inventory;
  expect(first?.tags).toEqual([
    { category: 'Environment', name: 'Production', on: 'cluster', of: 'C1' },
    { category: 'Role', name: 'Canary', on: 'host', of: 'esx-01' },
    { category: 'Row', name: 'A', on: 'folder', of: 'Racks' },
    { category: 'Site', name: 'Berlin', on: 'host', of: 'esx-01' },
  ]);
  expect(second?.attributes).toEqual([{ name: 'Owner', value: 'Left team', on: 'folder', of: 'Left' }]);
  expect(simulator.calls.count('rest-attached-tags')).toBe(1);
  expect(simulator.calls.count('rest-category')).toBe(4);
});

test('no label is asked for where none is needed', async () => {
  await using simulator = await simulatedVcenter(ESTATE);
  const { endpoint, credentials } = connectionTo(simulator);
  await using session = await openSession(endpoint, credentials);
  const { inventory } = await readSelection(session, { ...EVERYTHING, folders: ['Racks'] });
  expect(inventory.every((host) => host.tags === undefined && host.attributes === undefined)).toBe(true);
  expect([...simulator.calls.byMethod.keys()].filter((name) => name.startsWith('rest'))).toEqual([]);
});
