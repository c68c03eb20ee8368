import type { Heard } from '../../src/simulator/lies/heard.ts';
import type { Lie } from '../../src/simulator/lies/lie.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { type ClusterText, estateText, rollable } from '../apply/rollout/rolling.ts';
import { refused } from './scan-law.ts';
import { type Choice, chosen } from '../support/sample.ts';
import { keysOfLie, liesAt, requestsOf } from './every-lie.ts';
import type { Driven } from './apply-suite.ts';
import type { Fate } from './tally.ts';

interface GuestText {
  readonly vms: string;
  /** Of the cluster, and of the host, in YAML. */
  readonly settings?: string;
  readonly more?: string;
  /** Requests whose answers decide what is done to it; all where none are named. */
  readonly hangsOn?: RegExp;
}

/** Hosts that wait for a reboot: one that may have it, those that may not, and those that come back worse. */
const GUESTS = {
  well: { vms: '[{ name: v }]' },
  stuck: { vms: '[{ name: v, passthrough: true }]', hangsOn: /VirtualMachine|HostSystem\.vm$/ },
  manual: { vms: '[{ name: v }]', settings: 'drs: manual', hangsOn: /ClusterComputeResource|HostSystem\.parent/ },
  stretched: {
    vms: '[{ name: v }]',
    settings: 'vsan: stretched',
    hangsOn: /ClusterComputeResource|HostSystem\.parent|vsan/,
  },
  staged: { vms: '[]', more: 'trouble: { stagedPatch: true }', hangsOn: /vib list/ },
  loses: {
    vms: '[]',
    more: 'trouble: { reboot: { loses: [datastore] } }',
    hangsOn: /HostSystem\.(config|datastore|network)/,
  },
  alarmed: { vms: '[]', more: 'trouble: { reboot: { redAlarm: true } }', hangsOn: /triggeredAlarmState/ },
  keeps: { vms: '[]', more: 'trouble: { reboot: { keepsRuntime: true } }', hangsOn: /kernel|option|uptime|bootTime/ },
} as const satisfies Record<string, GuestText>;
type Guest = keyof typeof GUESTS;
const NAMES = Object.keys(GUESTS) as readonly Guest[];

function clusterOf(name: string, guest: Guest): ClusterText {
  const { vms, settings, more }: { readonly vms: string; readonly settings?: string; readonly more?: string } =
    GUESTS[guest];
  const own = [`name: ${name}`, `vms: ${vms}`, more].filter((part) => part !== undefined).join(', ');
  return { name: `of-${name}`, ...(settings === undefined ? {} : { settings }), hosts: [own, `name: beside-${name}`] };
}

function isConcerned(guest: Guest, request: string): boolean {
  const { hangsOn }: GuestText = GUESTS[guest];
  return hangsOn?.test(request) ?? true;
}

interface Rebooted {
  readonly writes: readonly string[];
  /** `done`, or how it ended and why; null where nothing was said. */
  readonly end: string | null;
}

interface Tour {
  readonly of: (name: string) => Rebooted;
  readonly heard: readonly Heard[];
  readonly told: ReadonlySet<Lie>;
}

const CLUSTERS_AT_A_TIME = 40;
/** How many times faster than ours the clock goes that the waits below are measured by: some of them last minutes. */
const FASTER = 20;
/** Nothing that is well takes this long: what is waited for is what never comes. */
const WAITS = {
  pollMs: 20,
  maintenanceMs: 2000 * FASTER,
  rebootTaskMs: 2000 * FASTER,
  returnMs: 3000 * FASTER,
  compareMs: 60 * FASTER,
  leaveMs: 1500 * FASTER,
  haMs: 1500 * FASTER,
  resyncMs: 1500 * FASTER,
};

async function tour(guests: ReadonlyMap<string, Guest>, lie: (simulator: Simulator) => void): Promise<Tour> {
  const yaml = estateText([...guests].map(([name, guest]) => clusterOf(name, guest)));
  await using world = await rollable(yaml, { hears: true, gzip: false });
  lie(world.simulator);
  const began = Date.now();
  const now = (): number => began + (Date.now() - began) * FASTER;
  const options = { clustersAtATime: CLUSTERS_AT_A_TIME, waits: WAITS, now };
  const rolled = await world.roll(options, [...guests.keys()]).catch(refused);
  const { calls, heard, liesTold } = world.simulator;
  const of = (name: string): Rebooted => ({
    writes: calls.writes.filter(({ host }) => host === name).map(({ method }) => method),
    end: rolled?.ends[name] ?? null,
  });
  return { of, heard: [...heard.values()], told: liesTold };
}

export interface GuestLie {
  readonly guest: Guest;
  readonly lie: Lie;
}

/** Liars in one vCenter. */
const AT_ONCE = 120;

/** Tells every lie, or a sample, about hosts of a rolling reboot. */
export async function lieToRollout(choice: Choice): Promise<Driven> {
  const truth = await tour(new Map(NAMES.map((name) => [name, name])), () => {});
  const all = truth.heard
    .filter(({ ofHosts }) => ofHosts)
    .flatMap(liesAt)
    .flatMap((lie) =>
      NAMES.filter((guest) => isConcerned(guest, lie.at)).map((guest): GuestLie => ({ guest, lie: { ...lie } })),
    );
  const taken = chosen(all, keysOfLie, choice);
  const fates: Fate[] = [];
  for (let i = 0; i < taken.length; i += AT_ONCE)
    fates.push(...(await rollWithLies(taken.slice(i, i + AT_ONCE), truth.of)));
  return { seen: truth.heard.map(({ id }) => id), open: requestsOf(all), fates };
}

/** A lie that spreads to the honest host beside is told apart from the others. */
async function rollWithLies(lies: readonly GuestLie[], truthOf: Tour['of']): Promise<readonly Fate[]> {
  const names = lies.map(({ guest }, i) => `${guest}-${i}`);
  const guests = lies.map(({ guest }, i) => [names[i] ?? '', guest] as const);
  const { of, told } = await tour(new Map<string, Guest>([['well', 'well'], ...guests]), (simulator) => {
    lies.forEach(({ lie }, i) => {
      const { spec, trouble } = simulator.hostNamed(names[i] ?? '');
      simulator.disturbHost(spec.name, { ...trouble, lies: [lie] });
    });
  });
  if (of('well').end !== 'done' && lies.length > 1) {
    const middle = Math.ceil(lies.length / 2);
    const before = await rollWithLies(lies.slice(0, middle), truthOf);
    return [...before, ...(await rollWithLies(lies.slice(middle), truthOf))];
  }
  return lies.map(({ guest, lie }, i) => {
    const { writes, end } = of(names[i] ?? '');
    const truth = truthOf(guest);
    const more = writes.filter(
      (method, at) => truth.writes.filter((each) => each === method).length < countUpTo(writes, at),
    );
    const isWrong = end === 'done' && truth.end !== 'done';
    return {
      lie,
      subject: `reboot of ${guest}`,
      told: told.has(lie),
      unknown: end === truth.end ? [] : [end ?? 'refused'],
      broken: [...more, ...(isWrong ? [`told as done, and is ${truth.end ?? 'refused'}`] : [])],
    };
  });
}

/** Which time a method is called at a place of the list. */
function countUpTo(writes: readonly string[], at: number): number {
  return writes.slice(0, at + 1).filter((method) => method === writes[at]).length;
}
