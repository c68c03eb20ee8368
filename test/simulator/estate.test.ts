import { expect, test, vi } from 'vitest';
import { generateEstate, loadEstate, parseEstate } from '../../src/simulator/estate.ts';
import type { HostSpec } from '../../src/simulator/estate/estate.ts';
import { EsxcheckError } from '../../src/model/errors.ts';
import { estateOf } from './start.ts';

function refusal(yaml: string): readonly string[] {
  try {
    parseEstate(yaml, 'lab.yaml');
  } catch (error) {
    if (error instanceof EsxcheckError && error.code === 'ESTATE_INVALID') return error.details;
    throw error;
  }
  return [];
}

function hostsOf(estate: ReturnType<typeof parseEstate>): readonly HostSpec[] {
  return estate.datacenters.flatMap((dc) => dc.computeResources.flatMap(({ hosts }) => hosts));
}

test('an empty file is a vCenter without hosts', () => {
  expect(parseEstate('', 'empty.yaml')).toMatchObject({ kind: 'vcenter', name: 'empty', datacenters: [], latency: 0 });
});

test('a mistake is named with file, line and column', () => {
  expect(refusal('latency: fast')).toEqual([expect.stringMatching(/^lab\.yaml:1:10: latency: /)]);
  expect(refusal('datacenters:\n  - name: DC\n    hosts:\n      - name: a\n        colour: red')).toEqual([
    expect.stringMatching(/^lab\.yaml:5:9: datacenters\.0\.hosts\.0: .*colour/),
  ]);
  expect(refusal('name: [unclosed')).toEqual([expect.stringMatching(/^lab\.yaml:1:/)]);
  expect(refusal('a: 1\na: 2')[0]).toMatch(/^lab\.yaml:2:1: .*unique/i);
  expect(refusal('datacenters: [{ name: DC, hosts: [{ name: a, template: gen8 }] }]')).toEqual([
    'lab.yaml: there is no template "gen8"',
  ]);
});

test('a key that is a map is a mistake like others, and the parser does not warn past it', () => {
  const warned = vi.spyOn(process, 'emitWarning').mockReturnValue();
  expect(refusal('{ a: 1 }: x')).toEqual([expect.stringContaining('lab.yaml:1:1: ')]);
  expect(warned).not.toHaveBeenCalled();
});

test('a file that cannot be read is an error with a code', async () => {
  await expect(loadEstate('/nowhere/estate.yaml')).rejects.toMatchObject({ code: 'ESTATE_NOT_FOUND' });
});

test('an alias bomb is refused', () => {
  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x, x]',
    ...['b', 'c', 'd', 'e', 'f', 'g'].map((name, i) => `${name}: &${name} [${`*${'abcdef'[i] ?? ''}, `.repeat(9)}]`),
  ];
  expect(() => parseEstate(bomb.join('\n'), 'bomb.yaml')).toThrow(EsxcheckError);
});

test('defaults, cluster, template and host are laid over each other, maps key by key', () => {
  const estate = parseEstate(
    `
defaults: { vendor: HP, model: from defaults, kernel: { a: 'x' } }
templates: { t: { model: from template, bios: { version: T1 }, kernel: { b: 'y' } } }
datacenters:
  - name: DC
    clusters:
      - name: C
        defaults: { cpuCores: 4, bios: { version: C1, date: '2020-02-02' } }
        hosts:
          - { name: 'esx-{n}.lab', count: 3, template: t, kernel: { a: { runtime: 'z' } } }
`,
    'x',
  );
  const hosts = hostsOf(estate);
  expect(hosts.map(({ name }) => name)).toEqual(['esx-01.lab', 'esx-02.lab', 'esx-03.lab']);
  expect(hosts[0]).toMatchObject({
    vendor: 'HP',
    model: 'from template',
    cpuCores: 4,
    bios: { version: 'T1', date: '2020-02-02' },
  });
  expect(hosts[0]?.kernel.get('b')?.configured).toBe('y');
  expect(new Set(hosts.map(({ uuid }) => uuid)).size).toBe(3);
});

test('the default of iovDisableIR follows the build, Configured follows Default and Runtime follows Configured', () => {
  const estate = estateOf(
    '- { name: p04, version: 6.0.0, build: 4600944 }\n- { name: u2, version: 6.0.0, build: 3620759 }\n- { name: set, build: 4600944, kernel: { iovDisableIR: false } }',
  );
  const values = hostsOf(estate).map(({ kernel }) => kernel.get('iovDisableIR'));
  expect(values.map((value) => [value?.default, value?.configured, value?.runtime])).toEqual([
    ['TRUE', 'TRUE', 'TRUE'],
    ['FALSE', 'FALSE', 'FALSE'],
    ['TRUE', 'FALSE', 'FALSE'],
  ]);
});

test('rulesets are those of the release, changed, added and removed by key', () => {
  const estate = estateOf(
    "- { name: old, version: 6.5.0 }\n- { name: new, firewall: { rulesets: { vic-engine: { enabled: true, allowed: [10.1.1.1, 10.2.0.0/16] }, vSPC: null, own: { rules: ['outbound tcp 2000-3000'] } } } }",
  );
  const [old, changed] = hostsOf(estate).map(
    ({ firewall }) => new Map(firewall?.rulesets.map((ruleset) => [ruleset.key, ruleset])),
  );
  expect(old?.has('vic-engine')).toBe(false);
  expect(old?.get('vSPC')).toMatchObject({
    enabled: false,
    rules: [{ direction: 'outbound', protocol: 'tcp', port: 0, endPort: 65535 }],
  });
  expect(changed?.get('vic-engine')).toMatchObject({
    enabled: true,
    allowed: { all: false, addresses: ['10.1.1.1'], networks: [{ network: '10.2.0.0', prefixLength: 16 }] },
    rules: [{ port: 2377, endPort: null, portType: 'dst' }],
  });
  expect(changed?.has('vSPC')).toBe(false);
  expect(changed?.get('own')?.rules).toEqual([
    { direction: 'outbound', protocol: 'tcp', portType: null, port: 2000, endPort: 3000 },
  ]);
});

test('names that belong to every object are ordinary keys', () => {
  const [host] = hostsOf(estateOf("- { name: a, kernel: { __proto__: 'x', constructor: 'y' } }"));
  expect(host?.kernel.get('constructor')?.configured).toBe('y');
  expect(({} as Record<string, unknown>)['configured']).toBeUndefined();
});

test('a generated estate has as many hosts as asked for, in clusters, and is the same each time', () => {
  const estate = generateEstate({ hosts: 100 });
  expect(hostsOf(estate)).toHaveLength(100);
  expect(estate.datacenters[0]?.computeResources).toHaveLength(4);
  expect(generateEstate({ hosts: 100 })).toEqual(estate);
  expect(hostsOf(generateEstate({ hosts: 7, clusters: 3 }))).toHaveLength(7);
});
