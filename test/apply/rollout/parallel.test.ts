import { describe, expect, test } from 'vitest';
import type { RolloutEvent } from '../../../src/apply/rollout/events.ts';
import type { RolloutPhase } from '../../../src/model/rollout.ts';
import { estateText, QUICK, type Rollable, rollable, type Rolled, type RollOptions } from './rolling.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];
const SIX = NAMES.map((name) => `name: ${name}, vms: [{ name: vm-${name} }]`);
const REBOOTS = (writes: readonly string[]): number => writes.filter((method) => method === 'RebootHost_Task').length;

function cluster(settings: string, hosts: readonly string[] = SIX): Promise<Rollable> {
  return rollable(estateText([{ settings, hosts }]));
}

/** Hosts boot for so long that others are asked for meanwhile, however slow the machine is. */
function slowly(yaml: string): string {
  return yaml.replace('boot: 6', 'boot: 1000');
}

function slowCluster(settings: string): Promise<Rollable> {
  return rollable(slowly(estateText([{ settings, hosts: SIX }])));
}

const PATIENT = { ...QUICK, returnMs: 30_000 };

const roomsIn = (events: readonly RolloutEvent[]): readonly string[] =>
  events.flatMap((event) => (event.kind === 'room' ? [`${event.most} ${event.why}`] : []));

const allDone = Object.fromEntries(NAMES.map((name) => [name, 'done']));

test('two at a time where admission control keeps room for two, never more, and each is rebooted once', async () => {
  await using world = await slowCluster('failoverLevel: 2');
  const run = await world.roll({ parallel: 4, waits: PATIENT });
  expect(run.ends).toEqual(allDone);
  expect(world.mostOut()).toBe(2);
  for (const name of NAMES) expect(REBOOTS(run.writesOn(name))).toBe(1);
  expect(roomsIn(run.events)).toEqual(['2 its admission control keeps room for 2']);
});

test('no more than were asked for, however much room there is; one where none was asked for', async () => {
  await using world = await slowCluster('failoverLevel: 5');
  expect((await world.roll({ parallel: 3, waits: PATIENT })).ends).toEqual(allDone);
  expect(world.mostOut()).toBe(3);
  await using other = await cluster('failoverLevel: 5');
  expect((await other.roll()).ends).toEqual(allDone);
  expect(other.mostOut()).toBe(1);
});

test('shares of resources bound it where they follow from a number of hosts', async () => {
  await using world = await slowCluster('admissionControl: shares, failoverLevel: 2');
  await world.roll({ parallel: 2, waits: PATIENT });
  expect(world.mostOut()).toBe(2);
});

test.each([
  ['admissionControl: false, failoverLevel: 3', SIX, 'its admission control is off'],
  ['admissionControl: hosts', SIX, 'its admission control does not say how many hosts may fail'],
  [
    'admissionControl: fixed-shares, failoverLevel: 3',
    SIX,
    'its admission control does not say how many hosts may fail',
  ],
  ['failoverLevel: 1', SIX, 'its admission control keeps room for 1'],
  ['failoverLevel: 0', SIX, 'its admission control keeps room for 0'],
  ['ha: false, failoverLevel: 3', SIX, 'its HA is off, so no admission control keeps room'],
  ['vsan: true, failoverLevel: 3', SIX, 'it has vSAN'],
  [
    'failoverLevel: 3',
    ['name: z, vms: [{ name: x, faultTolerance: true }]', ...SIX],
    'VMs are protected by fault tolerance',
  ],
] as const)('one at a time, said in words, with %s', async (settings, hosts, why) => {
  await using world = await cluster(settings, hosts);
  const run = await world.roll({ parallel: 4 }, NAMES);
  expect(run.ends).toEqual(allDone);
  expect(world.mostOut()).toBe(1);
  expect(roomsIn(run.events)).toEqual([`1 ${why}`]);
});

test('a second host is asked for only when the first is in maintenance mode, so that DRS counts it out', async () => {
  await using world = await cluster('failoverLevel: 3');
  const entering = new Set<string>();
  let most = 0;
  const run = await world.roll({
    parallel: 3,
    onEvent: (event) => {
      if (event.kind !== 'phase') return;
      const before: readonly RolloutPhase[] = ['recording', 'asking DRS', 'entering maintenance'];
      if (before.includes(event.phase)) entering.add(event.host.name);
      else entering.delete(event.host.name);
      most = Math.max(most, entering.size);
    },
  });
  expect(run.ends).toEqual(allDone);
  expect(most).toBe(1);
});

test('what people change on the way counts from the next host on', async () => {
  await using world = await slowCluster('failoverLevel: 3');
  const run = await world.roll({
    parallel: 3,
    waits: PATIENT,
    onEvent: (event) => {
      if (event.kind === 'ended') world.simulator.configureCluster('C', { admissionControl: null });
    },
  });
  expect(run.ends).toEqual(allDone);
  expect(roomsIn(run.events)).toEqual(['3 its admission control keeps room for 3', '1 its admission control is off']);
});

test('a failure stops the start of others, and the one that is out beside it is brought to its end', async () => {
  const hosts = SIX.map((text, index) => (index === 0 ? `${text}, trouble: { reboot: { keepsRuntime: true } }` : text));
  await using world = await cluster('failoverLevel: 2', hosts);
  const run = await world.roll({ parallel: 2 });
  expect(run.ends['a']).toBe('failed not-taking-effect');
  expect(run.ends['b']).toBe('done');
  const others = NAMES.slice(2).map((name) => run.ends[name]);
  expect(others.filter((end) => end === 'not tried host-out-of-service').length).toBeGreaterThanOrEqual(3);
  expect(others.every((end) => end === 'done' || end === 'not tried host-out-of-service')).toBe(true);
});

test('a host that somebody else takes out stops the cluster, however many are allowed', async () => {
  await using world = await cluster('failoverLevel: 3');
  const run = await world.roll({
    parallel: 2,
    onEvent: (event) => {
      if (event.kind === 'ended') world.simulator.hostNamed('f').inMaintenanceMode = true;
    },
  });
  expect(run.ends['f']).toMatch(/^not tried host-out-of-service$/);
  expect(Object.values(run.ends)).not.toContain('failed');
});

/** Three hosts, as an estate lists them. */
function hosts(prefix: string): string[] {
  return [1, 2, 3].map((index) => `name: ${prefix}${index}`);
}

test('clusters go side by side as before, each by its own room', async () => {
  const settings = 'failoverLevel: 2';
  await using world = await rollable(
    slowly(
      estateText([
        { name: 'C1', settings, hosts: hosts('a') },
        { name: 'C2', settings: 'vsan: true', hosts: hosts('b') },
      ]),
    ),
  );
  const run = await world.roll({ parallel: 2, clustersAtATime: 1, waits: PATIENT });
  expect(new Set(Object.values(run.ends))).toEqual(new Set(['done']));
  expect(world.mostOut()).toBe(2);
});

/** Stops the run, at once, when one host is in a phase while another is on its way beside it. */
function whenTwo(phase: RolloutPhase): {
  signal: AbortSignal;
  onEvent: (event: RolloutEvent) => void;
  hit: () => boolean;
} {
  const controller = new AbortController();
  const phases = new Map<string, RolloutPhase>();
  const onEvent = (event: RolloutEvent): void => {
    if (event.kind === 'ended') phases.delete(event.outcome.host.name);
    if (event.kind !== 'phase') return;
    phases.set(event.host.name, event.phase);
    if (event.phase === phase && phases.size > 1) controller.abort();
  };
  return { signal: controller.signal, onEvent, hit: () => controller.signal.aborted };
}

/**
 * A run that was stopped in that phase. The second host begins when the first one reboots, and reboots while that one still
 * boots, which takes long enough only where hosts are slow; on a busy machine the one can be through all the same: then once more.
 */
async function stoppedIn(phase: RolloutPhase, by: 'abandon' | 'signal'): Promise<{ world: Rollable; run: Rolled }> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const world = await (phase === 'rebooting' ? slowCluster : cluster)('failoverLevel: 2');
    const { signal, onEvent, hit } = whenTwo(phase);
    const run = await world.roll({ parallel: 2, [by]: signal, onEvent, waits: PATIENT });
    if (hit()) return { world, run };
    await world[Symbol.asyncDispose]();
  }
  throw new Error(`two hosts were never on their way while one was ${phase}`);
}

const PHASES = [
  'recording',
  'asking DRS',
  'entering maintenance',
  'rebooting',
  'returning',
  'comparing',
  'leaving maintenance',
  'settling',
] as const;

describe.each([1, 2])('with %s at a time in the run after it', (parallel) => {
  test.each(PHASES)(
    'abandoned with two on their way, one of them %s: both are followed up, each rebooted once in all',
    async (phase) => {
      const { world: stopped, run: first } = await stoppedIn(phase, 'abandon');
      await using world = stopped;
      expect(Object.values(first.ends).filter((end) => end.endsWith('interrupted')).length).toBeGreaterThanOrEqual(1);
      const second = await world.roll({ parallel, waits: PATIENT });
      expect(second.ends).toEqual(allDone);
      for (const name of NAMES) expect(REBOOTS(second.writesOn(name))).toBe(1);
      expect(world.simulator.hosts.some(({ inMaintenanceMode }) => inMaintenanceMode)).toBe(false);
      expect(world.mostOut()).toBeLessThanOrEqual(2);
    },
  );
});

test.each(PHASES)('interrupted with two on their way, one of them %s: no third begins', async (phase) => {
  const { world: stopped, run } = await stoppedIn(phase, 'signal');
  await using world = stopped;
  for (const name of NAMES) expect(run.ends[name]).toMatch(/^(done|failed interrupted|not tried interrupted)$/);
  // A cancellation can come too late: then the host stays where it is, and the report says so.
  for (const { spec, inMaintenanceMode } of world.simulator.hosts) {
    const outcome = run.outcomes.find(({ host }) => host.name === spec.name);
    if (inMaintenanceMode) expect(outcome).toMatchObject({ kind: 'failed', inMaintenance: true });
  }
  expect((await world.roll({ parallel: 2, waits: PATIENT })).ends).toEqual(allDone);
});

class Killed extends Error {}

/** A journal that the process dies at: `before` its record number `at` is written, or just after. */
function dyingAt(at: number, when: 'before' | 'after'): NonNullable<RollOptions['journalBehind']> {
  let records = 0;
  return (journal) => ({
    records: journal.records,
    append: async (entry) => {
      records += 1;
      if (records > at || (records === at && when === 'before')) throw new Killed('killed');
      const written = await journal.append(entry);
      if (records === at) throw new Killed('killed');
      return written;
    },
  });
}

describe.each(['before', 'after'] as const)('killed just %s a record, whatever is on its way,', (when) => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'number %i: the next run follows up what was begun and reboots none twice',
    async (at) => {
      const hosts = SIX.slice(0, 3);
      const names = NAMES.slice(0, 3);
      await using world = await rollable(
        estateText([{ settings: 'failoverLevel: 2', hosts }]).replace('boot: 6', 'boot: 300'),
      );
      await expect(world.roll({ parallel: 2, journalBehind: dyingAt(at, when) })).rejects.toThrow(Killed);
      // What was sent goes on without anybody who listens.
      await new Promise((resolve) => setTimeout(resolve, 100));
      const run = await world.roll({ parallel: at % 2 === 0 ? 1 : 2, waits: { ...QUICK, returnMs: 3000 } });
      expect(world.mostOut()).toBeLessThanOrEqual(2);
      const unsent = names.filter((name) => REBOOTS(run.writesOn(name)) === 0);
      for (const name of names) expect(REBOOTS(run.writesOn(name))).toBeLessThanOrEqual(1);
      if (unsent.length === 0) {
        expect(run.ends).toEqual({ a: 'done', b: 'done', c: 'done' });
        return;
      }
      // The intent was written, and the call never sent: nobody can know, so it is not sent again, and its cluster stops.
      expect(when).toBe('after');
      expect(unsent.filter((name) => run.ends[name]?.startsWith('not tried') !== true)).toHaveLength(1);
      expect(unsent.some((name) => run.ends[name] === 'done')).toBe(false);
    },
  );
});
