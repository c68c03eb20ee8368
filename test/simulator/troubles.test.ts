import { expect, test } from 'vitest';
import { generateEstate } from '../../src/simulator/estate.ts';
import { COLLECTOR, createHostView, overView, texts } from './client.ts';
import { estateOf, properties, property, simulated } from './start.ts';

const CLOCK = ['CurrentTime', 'ServiceInstance:ServiceInstance'] as const;

test('503 comes for so many calls after so many others, and then no more', async () => {
  await using world = await simulated(generateEstate({ hosts: 1 }));
  world.simulator.disturb({ kind: 'unavailable', after: 1, times: 2 });
  const statuses: number[] = [];
  for (let i = 0; i < 5; i += 1) statuses.push((await world.client.tryCall(...CLOCK)).status);
  expect(statuses).toEqual([200, 503, 503, 200, 200]);
});

test('a trouble waits for its method and ends when the server is calmed', async () => {
  await using world = await simulated(generateEstate({ hosts: 1 }));
  world.simulator.disturb({ kind: 'unavailable', method: 'CurrentTime', times: null });
  await createHostView(world.client);
  expect((await world.client.tryCall(...CLOCK)).status).toBe(503);
  world.simulator.calm();
  expect((await world.client.tryCall(...CLOCK)).status).toBe(200);
});

test('an error page, garbage, XML that ends early and a SystemError', async () => {
  await using world = await simulated(generateEstate({ hosts: 1 }));
  world.simulator.disturb({ kind: 'html' });
  expect((await world.client.tryCall(...CLOCK)).headers['content-type']).toBe('text/html');
  world.simulator.disturb({ kind: 'garbage' });
  expect((await world.client.tryCall(...CLOCK)).text).toContain('&XML;');
  world.simulator.disturb({ kind: 'cut' });
  const cut = await world.client.tryCall(...CLOCK);
  expect([cut.status, cut.text.includes('</soapenv:Envelope>')]).toEqual([200, false]);
  world.simulator.disturb({ kind: 'fault' });
  expect((await world.client.tryCall(...CLOCK)).text).toContain('SystemError');
});

test('a connection that is cut mid-body fails the call, and the next one works', async () => {
  await using world = await simulated(generateEstate({ hosts: 1 }));
  world.simulator.disturb({ kind: 'drop' });
  await expect(world.client.tryCall(...CLOCK)).rejects.toThrow();
  await world.client.call(...CLOCK);
});

test('a hanging host never answers, while others do; mended it answers again', async () => {
  await using world = await simulated(estateOf('- { name: stuck, trouble: { hanging: true } }\n- name: well'));
  const { client, simulator } = world;
  const ask = (name: string, signal?: AbortSignal): ReturnType<typeof client.tryCall> =>
    client.tryCall(
      'RetrieveManagedMethodExecuter',
      `HostSystem:${simulator.hostNamed(name).moid}`,
      '',
      signal === undefined ? {} : { signal },
    );
  const impatient = new AbortController();
  const stuck = ask('stuck', impatient.signal);
  expect((await ask('well')).status).toBe(200);
  expect(await property(world, 'stuck', 'name')).toBe('stuck');
  impatient.abort();
  await expect(stuck).rejects.toThrow();
  simulator.disturbHost('stuck', {});
  expect((await ask('stuck')).status).toBe(200);
});

test('a write that reaches a hanging host is not carried out', async () => {
  await using world = await simulated(estateOf('- { name: a, trouble: { hanging: true } }'));
  const { client, simulator } = world;
  const impatient = new AbortController();
  const host = simulator.hostNamed('a');
  const seen = new Promise<void>((resolve) => {
    const poll = setInterval(() => {
      if (simulator.calls.count('EnableRuleset') === 0) return;
      clearInterval(poll);
      resolve();
    }, 1);
  });
  const call = client.tryCall(
    'EnableRuleset',
    `HostFirewallSystem:firewallSystem-${host.moid.slice(5)}`,
    '<id>vic-engine</id>',
    {
      signal: impatient.signal,
    },
  );
  await seen;
  impatient.abort();
  await expect(call).rejects.toThrow();
  expect(host.firewall).toBe(host.spec.firewall);
});

test('a host that drops its answers fails on its own', async () => {
  await using world = await simulated(estateOf('- { name: a, trouble: { drops: true } }\n- name: b'));
  const { client, simulator } = world;
  await expect(
    client.tryCall('RetrieveManagedMethodExecuter', `HostSystem:${simulator.hostNamed('a').moid}`),
  ).rejects.toThrow();
  await client.call('RetrieveManagedMethodExecuter', `HostSystem:${simulator.hostNamed('b').moid}`);
});

test('a slow host and latency take their time without a busy server', async () => {
  await using world = await simulated(estateOf('- { name: a, trouble: { slow: 80 } }'), { latency: 20 });
  const host = `HostSystem:${world.simulator.hostNamed('a').moid}`;
  const cpu = process.cpuUsage();
  const start = performance.now();
  await Promise.all(Array.from({ length: 10 }, () => world.client.call('RetrieveManagedMethodExecuter', host)));
  expect(performance.now() - start).toBeGreaterThanOrEqual(95);
  expect(world.simulator.calls.peak).toBeGreaterThan(1);
  expect(process.cpuUsage(cpu).user).toBeLessThan(2_000_000);
});

test('an endless answer goes on for as long as the client reads, in little memory', async () => {
  await using world = await simulated(generateEstate({ hosts: 1 }));
  const view = await createHostView(world.client);
  world.simulator.disturb({ kind: 'huge', method: 'RetrievePropertiesEx', bytes: 20e6 });
  const answer = await world.client.tryCall('RetrievePropertiesEx', COLLECTOR, overView(view, ['name']));
  expect(answer.body.length).toBeGreaterThan(20e6);
  expect(answer.text.endsWith('</soapenv:Envelope>')).toBe(true);
});

test('characters that XML forbids stand raw in the asset tag', async () => {
  await using world = await simulated(
    estateOf(
      ['control', 'invalidUtf8', 'nullReference']
        .map((kind) => `- { name: ${kind}, trouble: { characters: ${kind} } }`)
        .join('\n'),
    ),
  );
  const { client } = world;
  const view = await createHostView(client);
  const { body } = await client.tryCall('RetrievePropertiesEx', COLLECTOR, overView(view, ['summary.hardware']));
  expect(body.includes(Buffer.from('<identifierValue>A\u0001B\u001FC</identifierValue>'))).toBe(true);
  expect(body.includes(Buffer.concat([Buffer.from('>A'), Buffer.of(0xff), Buffer.from('B<')]))).toBe(true);
  expect(body.includes('>A&#x0;B<')).toBe(true);
});

test('a host vanishes after an answer that held it; the next page is without it, or faults once', async () => {
  await using world = await simulated(
    estateOf(
      '- { name: a, trouble: { vanishes: { fault: true } } }\n- { name: b, trouble: { vanishes: {} } }\n- name: c',
    ),
  );
  const { client } = world;
  const view = await createHostView(client);
  const read = (): ReturnType<typeof client.tryCall> =>
    client.tryCall('RetrievePropertiesEx', COLLECTOR, overView(view, ['name']));
  expect(texts((await read()).text, 'val')).toEqual(['a', 'b', 'c']);
  expect((await read()).text).toContain('ManagedObjectNotFound');
  expect(texts((await read()).text, 'val')).toEqual(['c']);
});

test('a test can change the world at the very moment of a call', async () => {
  const seen: string[] = [];
  await using world = await simulated(estateOf('- name: a'), {
    onCall: ({ method, host }) => {
      seen.push(`${method} ${host ?? '-'}`);
      if (method === 'RetrievePropertiesEx') world.simulator.hostNamed('a').connection = 'disconnected';
    },
  });
  expect(await properties(world, 'a', ['runtime.connectionState'])).toContain('>disconnected<');
  expect(seen).toEqual(['Login -', 'RetrievePropertiesEx -']);
});

test('troubles that stand in the estate file are on from the start', async () => {
  await using world = await simulated(
    estateOf('- name: a', 'latency: 3\ntroubles: [{ kind: expire, face: fault, after: 2 }]'),
  );
  const answers = [
    await world.client.tryCall(...CLOCK),
    await world.client.tryCall(...CLOCK),
    await world.client.tryCall(...CLOCK),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 500]);
});
