import { describe, expect, test } from 'vitest';
import { command, text, unescape, type Answer } from './client.ts';
import { estateOf, executerOf, simulated, type Simulated } from './start.ts';

const SYSTEM = ['System.Anonymous', 'System.View', 'System.Read'];

/** A server and a session of an account with those privileges, or one that may only read. */
async function scoped(privileges: readonly string[] | 'readOnly', head = ''): Promise<Simulated> {
  const rights = privileges === 'readOnly' ? 'readOnly: true' : `privileges: ${JSON.stringify(privileges)}`;
  const accounts = `accounts: [{ user: reader, password: r, ${rights} }, { user: administrator@vsphere.local, password: demo }]`;
  const world = await simulated(estateOf('- name: a', `${accounts}\n${head}`));
  world.client.cookie = null;
  await world.client.login('reader', 'r');
  return world;
}

async function run(world: Simulated, name: string, given: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return world.client.tryCall('ExecuteSoap', await executerOf(world, 'a'), command(name, given));
}

/** The privilege that a command was refused for want of; null when it was carried out. */
async function lacking(world: Simulated, name: string, given: Readonly<Record<string, string>> = {}) {
  const answer = unescape((await run(world, name, given)).text);
  if (!answer.includes('xsi:type="NoPermission"')) return null;
  return text(answer, 'privilegeId');
}

const SET_KERNEL = { setting: 'iovDisableIR', value: 'TRUE' };

describe('an account that may only read', () => {
  test.each([
    ['system.settings.kernel.list', null],
    ['network.firewall.get', null],
    ['system.boot.device.get', null],
    ['system.stats.uptime.get', null],
    ['software.vib.list', 'Global.Settings'],
    ['software.acceptance.get', 'Global.Settings'],
    ['vsan.debug.resync.summary.get', 'Global.Settings'],
    ['system.account.list', 'Global.Settings'],
    ['hardware.platform.get', 'Host.Config.Settings'],
    ['hardware.trustedboot.get', 'Host.Config.Settings'],
  ])('runs or is refused %s by the longest prefix', async (name, privilege) => {
    for (const rights of ['readOnly', SYSTEM] as const) {
      await using world = await scoped(rights);
      expect(await lacking(world, name)).toBe(privilege);
    }
  });

  test.each([
    ['system.settings.kernel.set', SET_KERNEL, 'Host.Config.AdvancedConfig'],
    ['network.firewall.set', { enabled: 'false' }, 'Host.Config.Network'],
  ])('is refused %s, and nothing is written', async (name, given, privilege) => {
    await using world = await scoped(SYSTEM);
    expect(await lacking(world, name, given)).toBe(privilege);
    expect(world.simulator.calls.writes).toEqual([]);
  });

  test('is refused methods by the privilege that the API declares', async () => {
    await using world = await scoped('readOnly');
    const access = 'HostAccessManager:hostAccessManager-';
    const number = world.simulator.hostNamed('a').moid.replace('host-', '');
    const refused = await world.client.tryCall('QueryLockdownExceptions', `${access}${number}`);
    expect(text(refused.text, 'privilegeId')).toBe('Global.Settings');
  });
});

test('Global.Settings opens software and vsan, Host.Cim.CimInteraction opens nothing', async () => {
  await using other = await scoped([...SYSTEM, 'Host.Cim.CimInteraction', 'Host.Config.Settings']);
  expect(await lacking(other, 'software.vib.list')).toBe('Global.Settings');
  await using world = await scoped([...SYSTEM, 'Global.Settings']);
  expect(await lacking(world, 'software.vib.list')).toBe(null);
});

test('a refusal shows inside an answer of HTTP 200, or at the SOAP level where the estate says so', async () => {
  await using inside = await scoped(SYSTEM);
  const told = await run(inside, 'software.vib.list');
  expect(told.status).toBe(200);
  expect(unescape(text(told.text, 'faultDetail'))).toContain(
    '<fault xsi:type="NoPermission"><object type="HostSystem">ha-host</object><privilegeId>Global.Settings</privilegeId></fault>',
  );
  await using outside = await scoped(SYSTEM, 'esxcli: { refusals: soap }');
  const refused = await run(outside, 'software.vib.list');
  expect(refused.status).toBe(500);
  expect(text(refused.text, 'privilegeId')).toBe('Global.Settings');
});

test('the executer itself takes what the estate says', async () => {
  await using world = await scoped(SYSTEM, 'esxcli: { executerPrivilege: Host.Config.Settings }');
  const refused = await world.client.tryCall(
    'RetrieveManagedMethodExecuter',
    `HostSystem:${world.simulator.hostNamed('a').moid}`,
  );
  expect(text(refused.text, 'privilegeId')).toBe('Host.Config.Settings');
});

test('an account that may only read is told so when it asks', async () => {
  await using world = await scoped('readOnly');
  const entity = `<entity type="HostSystem">${world.simulator.hostNamed('a').moid}</entity><sessionId>x</sessionId>`;
  const asked = ['System.Read', 'Global.Settings'].map((id) => `<privId>${id}</privId>`).join('');
  const answer = await world.client.call(
    'HasPrivilegeOnEntities',
    'AuthorizationManager:AuthorizationManager',
    `${entity}${asked}`,
  );
  expect([...answer.matchAll(/<isGranted>(\w+)/g)].map(([, granted]) => granted)).toEqual(['true', 'false']);
});
