import { expect, test } from 'vitest';
import { deadlineFor } from '../../src/connect/deadline.ts';
import { Exchange, type HttpRequest } from '../../src/connect/exchange.ts';
import { WriteRefusedError } from '../../src/connect/only-reading.ts';
import { openSession, type Session } from '../../src/connect/session.ts';
import { TrafficCounter, type WitnessedCall } from '../../src/connect/traffic.ts';
import type { RestCall } from '../../src/rest/call.ts';
import { RestRefusal } from '../../src/rest/refusal.ts';
import { attachedTags, category, tag } from '../../src/rest/tagging.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { connectionTo, simulatedVcenter } from '../support/simulated-vcenter.ts';

function estate(rest: string): string {
  return `
rest: ${rest}
datacenters:
  - name: Lab
    clusters: [{ name: C1, hosts: [{ name: esx-01, tags: ['Environment=Prod=1'] }, { name: esx-02 }] }]
`;
}

function hostsOf(simulator: Simulator) {
  return simulator.hosts.map(({ moid }) => ({ type: 'HostSystem', value: moid }));
}

interface Opened {
  readonly simulator: Simulator;
  readonly session: Session;
  readonly calls: WitnessedCall[];
}

async function within<T>(rest: string, work: (opened: Opened) => Promise<T>, timeoutMs = 10_000): Promise<T> {
  await using simulator = await simulatedVcenter(estate(rest));
  const { endpoint, credentials } = connectionTo(simulator, { timeoutMs });
  const calls: WitnessedCall[] = [];
  const witness = { wantsBodies: true, onCall: (call: WitnessedCall) => void calls.push(call) };
  const session = await openSession(endpoint, credentials, { witness, random: () => 0 });
  try {
    return await work({ simulator, session, calls });
  } finally {
    await session.close();
    expect(simulator.openRestSessions).toBe(0);
  }
}

test.each(['both', 'api', 'rest'])('tags are read in one session, that is ended; the server has: %s', async (form) => {
  await within(form, async ({ simulator, session, calls }) => {
    expect(simulator.calls.count('rest-login')).toBe(0);
    const asked = attachedTags(hostsOf(simulator));
    const [answers] = await Promise.all([session.rest.call(asked), session.rest.call(asked)]);
    const [tagId = ''] = answers[0]?.tags ?? [];
    expect(answers[1]?.tags).toEqual([]);
    const found = await session.rest.call(tag(tagId));
    expect([found.name, await session.rest.call(category(found.category))]).toEqual(['Prod=1', 'Environment']);
    expect(simulator.calls.count('rest-login')).toBe(form === 'rest' ? 2 : 1);
    expect(simulator.openRestSessions).toBe(1);
    const ofRest = calls.filter(({ method }) => method.startsWith('rest-'));
    const told = JSON.stringify(
      ofRest.map(({ bodies, ...call }) => [call, bodies?.request, bodies?.response.toString()]),
    );
    expect(told).not.toMatch(/demo|Basic|[0-9a-f]{32}/);
  });
});

test('a session without a REST call makes no REST login', async () => {
  const counted = await within('both', ({ simulator }) => Promise.resolve(simulator.calls));
  expect([...counted.byMethod.keys()].filter((name) => name.startsWith('rest'))).toEqual([]);
});

test('a server without REST, and a single host, say so', async () => {
  await within('none', async ({ simulator, session }) => {
    await expect(session.rest.call(attachedTags(hostsOf(simulator)))).rejects.toMatchObject({ code: 'REST_ABSENT' });
    await expect(session.rest.call(attachedTags([]))).rejects.toMatchObject({ code: 'REST_ABSENT' });
    expect(simulator.calls.count('rest-login')).toBe(2);
  });
  await using host = await simulatedVcenter('kind: esxi');
  const { endpoint, credentials } = connectionTo(host);
  await using session = await openSession(endpoint, credentials);
  await expect(session.rest.call(attachedTags([]))).rejects.toMatchObject({ code: 'REST_ABSENT' });
  expect(host.calls.count('rest-login')).toBe(0);
});

test('a refused login is sent once, and never under the other form', async () => {
  await within('both', async ({ simulator, session }) => {
    simulator.disturb({ kind: 'status', status: 401, method: 'rest-login', times: null });
    const asked = attachedTags(hostsOf(simulator));
    await expect(session.rest.call(asked)).rejects.toMatchObject({ code: 'REST_LOGIN_REFUSED' });
    await expect(session.rest.call(asked)).rejects.toMatchObject({ code: 'REST_LOGIN_REFUSED' });
    expect(simulator.calls.count('rest-login')).toBe(1);
  });
});

test('a session that ended is begun again, once for a call', async () => {
  await within('both', async ({ simulator, session }) => {
    const asked = attachedTags(hostsOf(simulator));
    await session.rest.call(asked);
    simulator.disturb({ kind: 'expire', method: 'rest-attached-tags' });
    expect(await session.rest.call(asked)).toHaveLength(2);
    expect(simulator.calls.count('rest-login')).toBe(2);
    simulator.disturb({ kind: 'expire', method: 'rest-attached-tags', times: null });
    await expect(session.rest.call(asked)).rejects.toMatchObject({ kind: 'unauthenticated' });
    expect(simulator.calls.count('rest-login')).toBe(3);
  });
});

test.each([
  [{ kind: 'status', status: 403 }, { kind: 'unauthorized' }],
  [{ kind: 'status', status: 404 }, { kind: 'not-found' }],
  [{ kind: 'status', status: 500 }, { kind: 'other' }],
  [{ kind: 'unavailable' }, { code: 'SERVICE_UNAVAILABLE' }],
  [{ kind: 'drop' }, { code: 'CONNECTION_LOST' }],
  [{ kind: 'cut' }, { code: 'UNEXPECTED_ANSWER' }],
  [{ kind: 'garbage' }, { code: 'UNEXPECTED_ANSWER' }],
  [{ kind: 'html' }, { code: 'UNEXPECTED_ANSWER' }],
  [{ kind: 'json', json: '{"__proto__":[]}' }, { code: 'UNEXPECTED_ANSWER' }],
  [{ kind: 'json', json: '['.repeat(100_000) }, { code: 'UNEXPECTED_ANSWER' }],
  [{ kind: 'omits' }, { code: 'UNEXPECTED_ANSWER' }],
  [{ kind: 'doubles' }, { code: 'UNEXPECTED_ANSWER' }],
  [{ kind: 'huge' }, { code: 'RESPONSE_TOO_LARGE' }],
  [{ kind: 'hang' }, { code: 'TIMEOUT' }],
] as const)('an answer with the trouble %j is an error, not an answer', async (trouble, error) => {
  const timeoutMs = trouble.kind === 'hang' ? 500 : 10_000;
  const work = async ({ simulator, session }: Opened): Promise<void> => {
    simulator.disturb({ ...trouble, method: 'rest-attached-tags', times: null });
    await expect(session.rest.call(attachedTags(hostsOf(simulator)))).rejects.toMatchObject(error);
  };
  await within('both', work, timeoutMs);
});

test('what passes is tried again, and a refusal is not', async () => {
  await within('both', async ({ simulator, session }) => {
    const asked = attachedTags(hostsOf(simulator));
    simulator.disturb({ kind: 'unavailable', method: 'rest-attached-tags' });
    expect(await session.rest.call(asked)).toHaveLength(2);
    simulator.disturb({ kind: 'status', status: 403, method: 'rest-attached-tags', times: null });
    await expect(session.rest.call(asked)).rejects.toBeInstanceOf(RestRefusal);
    expect(simulator.calls.count('rest-attached-tags')).toBe(3);
  });
});

test('nothing that changes something leaves, not even from a session that writes', async () => {
  await using simulator = await simulatedVcenter(estate('both'));
  const { endpoint, credentials } = connectionTo(simulator);
  await using session = await openSession(endpoint, credentials, { writes: true });
  const attach: RestCall<unknown> = {
    ...attachedTags([]),
    api: '/api/cis/tagging/tag-association?action=attach-multiple-tags-to-object',
  };
  await expect(session.rest.call(attach)).rejects.toBeInstanceOf(WriteRefusedError);
  const exchange = new Exchange(endpoint, new TrafficCounter(), { writes: true });
  using deadline = deadlineFor(endpoint, {});
  const request: HttpRequest = { method: 'DELETE', path: '/api/cis/tagging/tag/urn%3A1', headers: {}, body: null };
  await expect(exchange.send(request, deadline)).rejects.toBeInstanceOf(WriteRefusedError);
  await exchange.close();
  expect(simulator.calls.count('rest-unknown')).toBe(0);
});
