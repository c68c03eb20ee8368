import { describe, expect, test } from 'vitest';
import type { HostTrouble } from '../../src/simulator/estate/estate.ts';
import { command, text, unescape, type Answer } from './client.ts';
import { estateOf, executerOf, properties, simulated, type Simulated } from './start.ts';

const FAULTS = {
  noPermission: 'NoPermission',
  notAuthenticated: 'NotAuthenticated',
  hostNotConnected: 'HostNotConnected',
  systemError: 'SystemError',
  hostConfigFault: 'HostConfigFault',
  restrictedVersion: 'RestrictedVersion',
  invalidRequest: 'InvalidRequest',
  invalidArgument: 'InvalidArgument',
  methodDisabled: 'MethodDisabled',
} as const;

async function run(world: Simulated, name: string): Promise<Answer> {
  return world.client.tryCall('ExecuteSoap', await executerOf(world, 'a'), command(name));
}

function disturb(world: Simulated, esxcli: NonNullable<HostTrouble['esxcli']>): void {
  world.simulator.disturbHost('a', { esxcli });
}

describe.each(Object.entries(FAULTS) as [keyof typeof FAULTS, string][])('%s of esxcli', (fault, type) => {
  test('shows by its type inside faultDetail, at ExecuteSoap, or at the executer', async () => {
    await using world = await simulated(estateOf(`- { name: a, trouble: { esxcli: ${fault} } }\n- name: b`));
    const inside = await run(world, 'network.firewall.get');
    expect(inside.status).toBe(200);
    expect(unescape(text(inside.text, 'faultDetail'))).toContain(`<fault xsi:type="${type}">`);
    disturb(world, { fault, at: 'execute' });
    const at = await run(world, 'network.firewall.get');
    expect([at.status, at.text.includes(`xsi:type="${type}"`)]).toEqual([500, true]);
    disturb(world, { fault, at: 'executer' });
    await expect(executerOf(world, 'a')).rejects.toThrow(`xsi:type="${type}"`);
    await executerOf(world, 'b');
  });
});

test('a fault may be that of some commands alone, and names the privilege that it is told to', async () => {
  const trouble = '{ esxcli: { fault: noPermission, only: [software], privilege: Global.Licenses } }';
  await using world = await simulated(estateOf(`- { name: a, trouble: ${trouble} }`));
  const refused = unescape(text((await run(world, 'software.vib.list')).text, 'faultDetail'));
  expect(text(refused, 'privilegeId')).toBe('Global.Licenses');
  expect((await run(world, 'network.firewall.get')).text).not.toContain('faultDetail');
});

test('a gateway that knows no session refuses what the host answers itself, and the session lives', async () => {
  await using world = await simulated(estateOf('- { name: a, trouble: { gateway: notAuthenticated } }\n- name: b'));
  await expect(executerOf(world, 'a')).rejects.toThrow('NotAuthenticated');
  await executerOf(world, 'b');
  expect(await properties(world, 'a', ['name'])).toContain('>a</val>');
  expect(world.simulator.openSessions).toBe(1);
});

test('properties of one host may be withheld for want of a login that there is', async () => {
  await using world = await simulated(
    estateOf('- { name: a, trouble: { notAuthenticated: [config.firewall] } }\n- { name: b, trouble: {} }'),
  );
  const answer = await properties(world, 'a', ['name', 'config.firewall']);
  expect(answer).toMatch(/<missingSet><path>config.firewall<\/path><fault><fault xsi:type="NotAuthenticated">/);
  expect(answer).toContain('>a</val>');
  expect(await properties(world, 'b', ['config.firewall'])).not.toContain('missingSet');
});
