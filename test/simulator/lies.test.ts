import { expect, test } from 'vitest';
import { EsxcheckError } from '../../src/model/errors.ts';
import { parseEstate } from '../../src/simulator/estate.ts';
import type { Lie } from '../../src/simulator/lies/lie.ts';
import { readTree, writeTree } from '../../src/simulator/lies/tree.ts';
import { command, ofObjects, unescape } from './client.ts';
import { estateOf, executerOf, properties, simulated, type Simulated } from './start.ts';

/** A liar and an honest host. */
function liar(lies: readonly Lie[]): Promise<Simulated> {
  const text = JSON.stringify(lies);
  return simulated(estateOf(`- { name: liar, trouble: { lies: ${text} } }\n- { name: honest }`), {
    gzip: false,
    hears: true,
  });
}

const MODE = 'config.lockdownMode';
const AT = `property HostSystem.${MODE}`;

test.each([
  ['dropped', /^(?!.*propSet)(?!.*missingSet)/],
  ['no-permission', /<missingSet>.*xsi:type="NoPermission".*System\.Read/],
  ['fault', /<missingSet>.*xsi:type="SystemError"/],
  ['empty', /<val xsi:type="HostLockdownMode"><\/val>/],
  ['empty-list', /<val xsi:type="ArrayOfString"><\/val>/],
  ['structure', /<val xsi:type="UnheardOf"><unheardOf>x<\/unheardOf><\/val>/],
  ['garbled', /<val xsi:type="HostLockdownMode">§ garbled §<\/val>/],
  ['doubled', /lockdownDisabled<\/val><\/propSet><propSet>.*lockdownNormal/],
  ['doubled-first', /lockdownNormal<\/val><\/propSet><propSet>.*lockdownDisabled/],
  ['other-name', /<name>unheardOf<\/name>/],
] as const)('a property can be %s, and that of another host is as it was', async (way, told) => {
  await using world = await liar([{ at: AT, way }]);
  expect((await properties(world, 'liar', [MODE])).replaceAll('\n', '')).toMatch(told);
  expect(await properties(world, 'honest', [MODE])).toContain('>lockdownDisabled</val>');
  expect(world.simulator.liesTold.size).toBe(1);
});

test('a member is lied about wherever it stands', async () => {
  await using world = await liar([
    { at: 'property HostSystem.config.firewall', member: 'ruleset/enabled', way: 'doubled' },
  ]);
  const answer = await properties(world, 'liar', ['config.firewall']);
  const keys = answer.match(/<key>/g)?.length ?? 0;
  expect(keys).toBeGreaterThan(10);
  expect(answer.match(/<enabled>(true<\/enabled><enabled>false|false<\/enabled><enabled>true)/g)).toHaveLength(keys);
});

async function kernelList(world: Simulated, host: string): Promise<string> {
  const answer = await world.client.call(
    'ExecuteSoap',
    await executerOf(world, host),
    command(KERNEL, { option: 'iovDisableIR' }),
  );
  return unescape(answer);
}

const KERNEL = 'system.settings.kernel.list';

test.each([
  ['dropped', /^(?!.*returnval)/],
  ['no-permission', /<fault xsi:type="NoPermission">.*Global\.Settings/],
  ['cli-fault', /VimEsxCLICLIFault.*Unable to load/],
  ['empty', /<response><obj [^>]*><\/obj><\/response>|<response><obj [^>]*\/><\/response>/],
  ['empty-list', /xsi:type="ArrayOfDataObject"><\/obj>/],
  ['unknown-array', /xsi:type="ArrayOfUnheardOf"><UnheardOf/],
  ['page', /<h1>503<\/h1>/],
  ['doubled', /<DataObject.*<DataObject/],
  ['other-name', /<Name>unheardOf<\/Name>/],
] as const)('esxcli can be %s', async (way, told) => {
  await using world = await liar([{ at: `esxcli ${KERNEL.replaceAll('.', ' ')} --option`, way }]);
  expect((await kernelList(world, 'liar')).replaceAll('\n', '')).toMatch(told);
  expect(await kernelList(world, 'honest')).toContain('<Name>iovDisableIR</Name>');
});

test('a method faults, and what it does is done all the same', async () => {
  await using world = await liar([{ at: 'method EnableRuleset', way: 'fault' }]);
  const system = world.simulator.hostNamed('liar').moid.replace('host-', 'HostFirewallSystem:firewallSystem-');
  await expect(world.client.call('EnableRuleset', system, '<id>vic-engine</id>')).rejects.toThrow('SystemError');
  const ruleset = world.simulator.hostNamed('liar').firewall?.rulesets.find(({ key }) => key === 'vic-engine');
  expect(ruleset?.enabled).toBe(true);
});

test('what belongs to no host is lied about by the estate', async () => {
  const estate = parseEstate('lies: [{ at: method CurrentTime, way: garbled }]', 'lies');
  await using world = await simulated(estate);
  expect(await world.client.call('CurrentTime', 'ServiceInstance:ServiceInstance')).toContain('§ garbled §');
  world.simulator.lieAbout();
  expect(await world.client.call('CurrentTime', 'ServiceInstance:ServiceInstance')).not.toContain('garbled');
});

test('every request is heard by what it asks, with its true answer, whatever is told', async () => {
  await using world = await liar([{ at: AT, way: 'garbled' }]);
  await properties(world, 'liar', [MODE, 'summary.managementServerIp']);
  const heard = world.simulator.heard.get(AT);
  expect(heard).toMatchObject({ ofHosts: true, answer: '<val xsi:type="HostLockdownMode">lockdownDisabled</val>' });
  expect(world.simulator.heard.get('property HostSystem.summary.managementServerIp')?.answer).toBeNull();
  const root = ofObjects(['Folder:group-d1'], ['name']);
  await world.client.call('RetrievePropertiesEx', 'PropertyCollector:propertyCollector', root);
  expect(world.simulator.heard.get('property Folder.name')?.ofHosts).toBe(false);
});

test('what is not lied about goes out as it was written', () => {
  const text = '<a xmlns:x="urn:x" x:type="y:z" type="T">1 &amp; 2<b></b><x:c k="&quot;">&lt;d&gt;</x:c></a>';
  const tree = readTree(text);
  expect(tree === null ? null : writeTree(tree)).toBe(text);
  expect(readTree('<a><b></a>')).toBeNull();
});

test.each([
  ['{ at: config.firewall, way: dropped }', /lies\.0\.at: a request such as "property HostSystem\.config\.firewall"/],
  ['{ at: esxcli, way: dropped }', /lies\.0\.at: a request such as/],
  ['{ at: method Login, way: shouted }', /lies\.0\.way: /],
  ['{ at: method Login, member: /key, way: dropped }', /lies\.0\.member: names of elements joined by "\/"/],
  ['{ at: method Login, member: key, way: other-name }', /lies\.0\.way: a member can be dropped, empty/],
])('a mistake in a lie is named with its place: %s', (lie, message) => {
  const yaml = `datacenters: [{ name: DC, hosts: [{ name: a, trouble: { lies: [${lie}] } }] }]`;
  try {
    parseEstate(yaml, 'lab.yaml');
  } catch (error) {
    if (!(error instanceof EsxcheckError)) throw error;
    expect(error.details).toEqual([expect.stringMatching(/^lab\.yaml:1:\d+: /)]);
    expect(error.details[0]).toMatch(message);
    return;
  }
  throw new Error('it was taken');
});
