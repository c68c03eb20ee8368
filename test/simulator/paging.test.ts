import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { generateEstate } from '../../src/simulator/estate.ts';
import { COLLECTOR, createHostView, overView, ofObjects, texts, type RawClient } from './client.ts';
import { simulated } from './start.ts';
import { runs } from '../support/sample.ts';

async function readAll(
  client: RawClient,
  first: string,
): Promise<{ names: string[]; pages: number[]; tokens: string[] }> {
  const names: string[] = [];
  const pages: number[] = [];
  const tokens: string[] = [];
  for (let page = first; ;) {
    const found = texts(page, 'val');
    names.push(...found);
    pages.push(found.length);
    const [token] = texts(page, 'token');
    if (token === undefined) return { names, pages, tokens };
    tokens.push(token);
    page = await client.call('ContinueRetrievePropertiesEx', COLLECTOR, `<token>${token}</token>`);
  }
}

test('without maxObjects an answer is cut at 100 objects', async () => {
  await using world = await simulated(generateEstate({ hosts: 250 }));
  const view = await createHostView(world.client);
  const first = await world.client.call('RetrievePropertiesEx', COLLECTOR, overView(view, ['name']));
  expect((await readAll(world.client, first)).pages).toEqual([100, 100, 50]);
});

test('more than 100 objects are never in one page, however many are asked for', async () => {
  await using world = await simulated(generateEstate({ hosts: 120 }));
  const view = await createHostView(world.client);
  const first = await world.client.call('RetrievePropertiesEx', COLLECTOR, overView(view, ['name'], 5000));
  expect((await readAll(world.client, first)).pages).toEqual([100, 20]);
});

test('any page size returns every host exactly once, leaves no token open, and no token works twice', async () => {
  const estate = generateEstate({ hosts: 37 });
  await using world = await simulated(estate);
  const { client, simulator } = world;
  const view = await createHostView(client);
  const expected = simulator.hosts.map(({ spec }) => spec.name).toSorted();
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 60 }), async (size) => {
      const first = await client.call('RetrievePropertiesEx', COLLECTOR, overView(view, ['name'], size));
      const { names, tokens } = await readAll(client, first);
      expect(names.toSorted()).toEqual(expected);
      expect(simulator.openTokens).toBe(0);
      for (const token of tokens) {
        const again = await client.tryCall('ContinueRetrievePropertiesEx', COLLECTOR, `<token>${token}</token>`);
        expect(again.status).toBe(500);
      }
    }),
    { numRuns: runs(15) },
  );
});

test('a token belongs to the session and the collector that gave it, and is spent by a cancel', async () => {
  await using world = await simulated(generateEstate({ hosts: 5 }));
  const { client, simulator } = world;
  const view = await createHostView(client);
  const [token] = texts(await client.call('RetrievePropertiesEx', COLLECTOR, overView(view, ['name'], 2)), 'token');
  const parameter = `<token>${token ?? ''}</token>`;
  const cookie = client.cookie;
  client.cookie = null;
  await client.login();
  expect((await client.tryCall('ContinueRetrievePropertiesEx', COLLECTOR, parameter)).text).toContain(
    'InvalidArgument',
  );
  client.cookie = cookie;
  const [own] = texts(await client.call('CreatePropertyCollector', COLLECTOR), 'returnval');
  expect(
    (await client.tryCall('ContinueRetrievePropertiesEx', `PropertyCollector:${own ?? ''}`, parameter)).status,
  ).toBe(500);
  expect(simulator.openTokens).toBe(1);
  await client.call('CancelRetrievePropertiesEx', COLLECTOR, parameter);
  expect(simulator.openTokens).toBe(0);
  expect((await client.tryCall('ContinueRetrievePropertiesEx', COLLECTOR, parameter)).status).toBe(500);
});

test('a token left behind by a logout is still counted as open', async () => {
  await using world = await simulated(generateEstate({ hosts: 5 }));
  const { client, simulator } = world;
  const view = await createHostView(client);
  await client.call('RetrievePropertiesEx', COLLECTOR, overView(view, ['name'], 2));
  await client.call('Logout', 'SessionManager:SessionManager');
  expect(simulator.openSessions).toBe(0);
  expect(simulator.openTokens).toBe(1);
});

test('a page of no objects is refused, and an answer without objects has no returnval', async () => {
  await using world = await simulated(generateEstate({ hosts: 2 }));
  const view = await createHostView(world.client);
  const refused = await world.client.tryCall('RetrievePropertiesEx', COLLECTOR, overView(view, ['name'], 0));
  expect(refused.text).toContain('xsi:type="InvalidArgument"');
  const empty = await world.client.call(
    'RetrievePropertiesEx',
    COLLECTOR,
    ofObjects(['HostSystem:host-999'], ['name'], true),
  );
  expect(empty).not.toContain('returnval');
});

test('objects that are gone fault the call unless they were to be left out', async () => {
  await using world = await simulated(generateEstate({ hosts: 2 }));
  const { client, simulator } = world;
  const objects = [`HostSystem:${simulator.hosts[0]?.moid ?? ''}`, 'HostSystem:host-999'];
  const faulted = await client.tryCall('RetrievePropertiesEx', COLLECTOR, ofObjects(objects, ['name']));
  expect(faulted.status).toBe(500);
  expect(faulted.text).toContain('<obj type="HostSystem">host-999</obj>');
  expect(
    texts(await client.call('RetrievePropertiesEx', COLLECTOR, ofObjects(objects, ['name'], true)), 'val'),
  ).toHaveLength(1);
});
