import { expect, test } from 'vitest';
import { collectFacts } from '../../src/collect/collect-facts.ts';
import { readInventory } from '../../src/collect/inventory.ts';
import type { CallWitness } from '../../src/connect/traffic.ts';
import { openSession } from '../../src/connect/session.ts';
import { type HostFacts, NO_DEMAND } from '../../src/model/facts.ts';
import { generateEstate } from '../../src/simulator/estate.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/simulator.ts';
import { connectionTo } from '../support/simulated-vcenter.ts';

const DEMAND = { ...NO_DEMAND, kernelSettings: new Set(['iovDisableIR']), vibs: true };
const HOSTS = 50;

function simulated(options: Omit<SimulatorOptions, 'estate'>): Promise<Simulator> {
  return startSimulator({ estate: generateEstate({ hosts: HOSTS }), ...options });
}

interface Reading {
  readonly maxCalls?: number;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly witness?: CallWitness;
  /** Readings of all hosts at the same time. */
  readonly times?: number;
}

async function factsOn(simulator: Simulator, { maxCalls, timeoutMs = 10_000, times = 1, ...reading }: Reading = {}) {
  const { endpoint, credentials } = connectionTo(simulator, { timeoutMs });
  const options = reading.witness === undefined ? {} : { witness: reading.witness };
  await using session = await openSession(
    { ...endpoint, ...(maxCalls === undefined ? {} : { maxCalls }) },
    credentials,
    options,
  );
  const source = { target: 'vc', targetIdentity: null, releaseName: () => null };
  const { signal } = reading;
  const collection = { demand: DEMAND, source, ...(signal === undefined ? {} : { signal }) };
  const inventory = await readInventory(session);
  const read = await Promise.all(Array.from({ length: times }, () => collectFacts(session, inventory, collection)));
  return { facts: read.flat(), report: session.hostCalls.report };
}

function unreadIn(facts: readonly HostFacts[]): readonly HostFacts[] {
  const asked = facts.filter(({ host }) => host.trouble === null);
  return asked.filter(({ kernel, vibs }) => kernel.get('iovDisableIR')?.kind !== 'read' || vibs?.kind !== 'read');
}

test.each([1, 3, 6])('of a server that refuses calls above %d everything is read, and the same', async (most) => {
  await using vcenter = await simulated({ refuseAbove: most, latency: 40 });
  const { facts, report } = await factsOn(vcenter);
  expect(vcenter.hostCalls.refused).toBeGreaterThan(0);
  expect(vcenter.hostCalls.highest).toBeLessThanOrEqual(most);
  expect(unreadIn(facts)).toEqual([]);
  expect(report.backedOff.refused).toBeGreaterThan(0);
  await using calm = await simulated({});
  expect((await factsOn(calm, { maxCalls: 8 })).facts).toEqual(facts);
});

test('calls grow beyond eight where the server bears them, and never beyond what was allowed', async () => {
  // So much that what a busy machine adds to a call is little beside it.
  await using vcenter = await simulated({ latency: 300 });
  const { facts, report } = await factsOn(vcenter, { maxCalls: 24 });
  expect(unreadIn(facts)).toEqual([]);
  expect(report.highest).toBeGreaterThan(8);
  expect(vcenter.hostCalls.highest).toBeGreaterThan(8);
  expect(vcenter.hostCalls.highest).toBeLessThanOrEqual(24);
});

test('two readings at the same time share what one target is given', async () => {
  await using vcenter = await simulated({ latency: 5 });
  const { facts } = await factsOn(vcenter, { maxCalls: 6, times: 2 });
  expect([facts.length, unreadIn(facts)]).toEqual([2 * HOSTS, []]);
  expect(vcenter.hostCalls.highest).toBeLessThanOrEqual(6);
});

test('one call at a time reads everything too', async () => {
  await using vcenter = await simulated({});
  const { facts } = await factsOn(vcenter, { maxCalls: 1 });
  expect([unreadIn(facts), vcenter.hostCalls.highest]).toEqual([[], 1]);
});

test('a server that refuses every call to a host is asked ever less, and the rest is unread with why', async () => {
  await using vcenter = await simulated({});
  vcenter.disturb({ kind: 'unavailable', method: 'RetrieveManagedMethodExecuter', times: null });
  const { facts, report } = await factsOn(vcenter, { timeoutMs: 1000 });
  expect(report.limit).toBe(1);
  expect(unreadIn(facts)).toHaveLength(facts.filter(({ host }) => host.trouble === null).length);
  const problems = new Set(facts.map(({ vibs }) => (vibs?.kind === 'unread' ? vibs.problem.code : 'read')));
  expect(
    [...problems].filter((code) => !['connection-lost', 'timeout', 'disconnected', 'not-responding'].includes(code)),
  ).toEqual([]);
}, 120_000);

test('an interruption ends what is in flight and what waits for its turn', async () => {
  await using vcenter = await simulated({ latency: 20, slots: 1 });
  const interruption = new AbortController();
  setTimeout(() => interruption.abort(), 300);
  await expect(factsOn(vcenter, { signal: interruption.signal })).rejects.toMatchObject({ name: 'AbortError' });
  expect(vcenter.openSessions).toBe(0);
});

test('each change of the limit is told with why, and at the end what it was', async () => {
  await using vcenter = await simulated({ refuseAbove: 4, latency: 40 });
  const told: string[] = [];
  const witness: CallWitness = {
    wantsBodies: false,
    onCall: () => {},
    onLimit: ({ from, to, why }) => told.push(`${from} to ${to}: ${why}`),
    onHostCalls: ({ most, backedOff }) => told.push(`${most}, ${backedOff.refused > 0 ? 'refused' : 'never'}`),
  };
  await factsOn(vcenter, { witness });
  expect(told.some((change) => change.endsWith(': refused'))).toBe(true);
  expect(told.at(-1)).toBe('64, refused');
});
