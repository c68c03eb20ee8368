import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JournalEntry } from '../../../src/apply/journal/format.ts';
import { openJournal } from '../../../src/apply/journal/journal.ts';
import type { RolloutEvent } from '../../../src/apply/rollout/events.ts';
import type { RolloutOptions, Waits } from '../../../src/apply/rollout/options.ts';
import { rollOut } from '../../../src/apply/rollout/plan-rollout.ts';
import type { RolloutHost } from '../../../src/apply/rollout/situations.ts';
import { openSession } from '../../../src/connect/session.ts';
import type { PlanHost, RebootOnly } from '../../../src/model/plan.ts';
import type { RolloutOutcome } from '../../../src/model/rollout.ts';
import { parseEstate } from '../../../src/simulator/estate.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../../src/simulator/simulator.ts';
import type { SimulatedHost } from '../../../src/simulator/world/host.ts';
import { connectionTo } from '../../support/simulated-vcenter.ts';

/** Waits as short as the simulator's durations, so that nothing hangs on how fast the machine is. */
export const QUICK: Waits = {
  pollMs: 2,
  maintenanceMs: 5000,
  rebootTaskMs: 2000,
  returnMs: 5000,
  compareMs: 100,
  leaveMs: 2000,
  haMs: 3000,
  resyncMs: 3000,
  busyMs: 5,
  bootToleranceMs: 60_000,
};

const DURATIONS = 'durations: { maintenance: 6, task: 2, shutdown: 2, boot: 6, ha: 6, resync: 6 }';
const PENDING = "kernel: { iovDisableIR: { configured: 'FALSE', runtime: 'TRUE' } }";

export const OPENED: JournalEntry = {
  kind: 'opened',
  direction: 'apply',
  planHash: 'h',
  target: { url: '', identity: 't' },
  tool: { name: 'esxcheck', version: '0' },
  account: '',
  change: null,
};

export interface ClusterText {
  readonly name?: string;
  /** In YAML, such as `drs: manual, vsan: true`. */
  readonly settings?: string;
  /** Each in YAML, such as `name: a, vms: [{ name: v }]`. */
  readonly hosts: readonly string[];
}

function hostText(text: string): string {
  return text.includes('kernel:') ? `{ ${text} }` : `{ ${PENDING}, ${text} }`;
}

/** An estate whose hosts all wait for a reboot that brings iovDisableIR FALSE into effect. */
export function estateText(clusters: readonly ClusterText[], standalone: readonly string[] = []): string {
  const lines = clusters.map(
    ({ name = 'C', settings, hosts }) =>
      `      - { name: ${name}, ${settings === undefined ? '' : `${settings}, `}hosts: [${hosts.map(hostText).join(', ')}] }`,
  );
  const alone = standalone.length === 0 ? '' : `    hosts: [${standalone.map(hostText).join(', ')}]\n`;
  return `${DURATIONS}\ndatacenters:\n  - name: DC\n    clusters:\n${lines.join('\n')}\n${alone}`;
}

export interface Rolled {
  readonly simulator: Simulator;
  readonly outcomes: readonly RolloutOutcome[];
  readonly events: readonly RolloutEvent[];
  /** `kind reason` by name of host; `done` alone for those that came through. */
  readonly ends: Readonly<Record<string, string>>;
  /** Methods of the writes on a host, in order. */
  readonly writesOn: (host: string) => readonly string[];
}

type RollJournal = RolloutOptions['journal'];

export interface RollOptions extends Partial<RolloutOptions> {
  /** Stands before the journal of the run. */
  readonly journalBehind?: (journal: RollJournal) => RollJournal;
}

/** A simulator, a folder for journals, and as many runs as a test wants. */
export interface Rollable extends AsyncDisposable {
  readonly simulator: Simulator;
  /** Most hosts of one cluster that were out of service at one moment, at every call that the server saw. */
  readonly mostOut: () => number;
  readonly roll: (options?: RollOptions, names?: readonly string[], rebootOnly?: RebootOnly) => Promise<Rolled>;
}

export async function rollable(yaml: string, options: Omit<SimulatorOptions, 'estate'> = {}): Promise<Rollable> {
  let mostOut = 0;
  const simulator: Simulator = await startSimulator({
    ...options,
    estate: parseEstate(yaml, 'estate'),
    onCall: (call) => {
      mostOut = Math.max(mostOut, mostOutOf(simulator));
      options.onCall?.(call);
    },
  });
  const folder = await mkdtemp(join(tmpdir(), 'esxcheck-rollout-'));
  return {
    simulator,
    mostOut: () => mostOut,
    roll: (rollOptions = {}, names = simulator.hosts.map(({ spec }) => spec.name), rebootOnly) =>
      roll(simulator, join(folder, 'journal'), rollOptions, { names, rebootOnly }),
    [Symbol.asyncDispose]: async () => {
      await simulator.close();
      await rm(folder, { recursive: true });
    },
  };
}

function mostOutOf({ hosts }: Simulator): number {
  const out = new Map<string, number>();
  for (const { cluster, inMaintenanceMode, connection } of hosts) {
    if (inMaintenanceMode || connection !== 'connected') out.set(cluster.name, (out.get(cluster.name) ?? 0) + 1);
  }
  return Math.max(0, ...out.values());
}

async function roll(
  simulator: Simulator,
  path: string,
  { journalBehind, ...options }: RollOptions,
  { names, rebootOnly }: { readonly names: readonly string[]; readonly rebootOnly: RebootOnly | undefined },
): Promise<Rolled> {
  const { endpoint, credentials } = connectionTo(simulator);
  await using session = await openSession(endpoint, credentials, { writes: true });
  await using journal = await openJournal(path, { hash: 'h', target: { url: simulator.url, identity: 't' } });
  if (journal.records.length === 0) await journal.append(OPENED);
  const events: RolloutEvent[] = [];
  const hosts = names.map((name) => ({ ...rolloutHost(simulator.hostNamed(name)), rebootOnly }));
  const onEvent = (event: RolloutEvent): void => {
    events.push(event);
    options.onEvent?.(event);
  };
  const outcomes = await rollOut(session, hosts, {
    journal: journalBehind?.(journal) ?? journal,
    ...options,
    waits: { ...QUICK, ...options.waits },
    onEvent,
  });
  return {
    simulator,
    outcomes,
    events,
    ends: Object.fromEntries(
      outcomes.map(({ host, kind, reason }) => [host.name, [kind, reason ?? ''].join(' ').trim()]),
    ),
    writesOn: (host) => simulator.calls.writes.filter((write) => write.host === host).map(({ method }) => method),
  };
}

export function rolloutHost({ moid, spec }: SimulatedHost, value = 'FALSE'): RolloutHost {
  const host: PlanHost = {
    id: `t/${moid}`,
    moid,
    name: spec.name,
    uuid: spec.uuid,
    serial: spec.serial,
    cluster: null,
  };
  return { host, wanted: [{ name: 'iovDisableIR', value }] };
}

/** Rolls an estate once. */
export async function rolled(yaml: string, options: Partial<RolloutOptions> = {}): Promise<Rolled> {
  await using world = await rollable(yaml);
  return await world.roll(options);
}

/** What one host went through, each phase once. */
export function phasesOf({ events }: Pick<Rolled, 'events'>, name: string): readonly string[] {
  const phases = events.flatMap((event) => (event.kind === 'phase' && event.host.name === name ? [event.phase] : []));
  return phases.filter((phase, i) => phase !== phases[i - 1]);
}
