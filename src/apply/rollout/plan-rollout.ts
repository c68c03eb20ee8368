import type { Session } from '../../connect/session.ts';
import type { Action, Step } from '../../model/plan.ts';
import type { RolloutOutcome } from '../../model/rollout.ts';
import { readCandidates } from './candidates.ts';
import { type RolloutPast, rolloutPast } from './journal-records.ts';
import type { RolloutOptions } from './options.ts';
import { orderOf, type RolloutOrder } from './queue-order.ts';
import { Rollout } from './scheduler.ts';
import type { Candidate, RolloutHost } from './situations.ts';

/**
 * Reboots hosts one after another, one of each cluster at a time or as many as its room allows, and brings each back to service or leaves it in
 * maintenance mode with the reason (docs/internals/design.md 8). One outcome for every host, in the order given. Experimental:
 * nobody has seen it on a real vCenter yet.
 *
 * Follows up what an earlier run with the same journal began; a host that was rebooted then is not rebooted again.
 * Throws where the target or the journal fails as a whole; by then nothing is in flight any more.
 */
export async function rollOut(
  session: Session,
  hosts: readonly RolloutHost[],
  options: RolloutOptions,
): Promise<RolloutOutcome[]> {
  const past = rolloutPast(options.journal.records);
  const { before, sent, order } = await agendaOf(session, hosts, { ...options, past });
  const outcomes = await new Rollout(session, options, { order, sent, past }).run();
  return inOrder(hosts, [...before, ...outcomes]);
}

/** What `rollOut` would do. */
export interface RolloutAgenda {
  /** Which hosts are rebooted in which order, and which are not. */
  readonly order: RolloutOrder;
  /** Hosts that an earlier run sent a reboot to: only to be followed up. */
  readonly sent: readonly Candidate[];
  /** Hosts that an earlier run brought through. */
  readonly before: readonly RolloutOutcome[];
}

type AgendaOptions = Pick<RolloutOptions, 'allowVmDowntime' | 'canary'> & {
  readonly past: ReadonlyMap<string, RolloutPast>;
};

/** What `rollOut` would do with this past, without doing it: nothing is written. */
export async function agendaOf(
  session: Session,
  hosts: readonly RolloutHost[],
  { allowVmDowntime = false, canary = false, past }: AgendaOptions,
): Promise<RolloutAgenda> {
  const before = hosts.filter(({ host }) => past.get(host.id)?.kind === 'done').map(doneBefore);
  const left = hosts.filter(({ host }) => past.get(host.id)?.kind !== 'done');
  const candidates = await readCandidates(session, left);
  const sent = candidates.filter(({ host }) => wasSent(past.get(host.id)));
  const fresh = candidates.filter((candidate) => !sent.includes(candidate));
  return { order: orderOf(fresh, { allowVmDowntime, canary }), sent, before };
}

function wasSent(past: RolloutPast | undefined): boolean {
  return past?.kind === 'begun' && past.sentAt !== null;
}

function doneBefore({ host }: Pick<Candidate, 'host'>): RolloutOutcome {
  const detail = 'An earlier run brought it through its reboot.';
  return { host, kind: 'done', reason: null, detail, inMaintenance: null };
}

function inOrder(hosts: readonly RolloutHost[], outcomes: readonly RolloutOutcome[]): RolloutOutcome[] {
  const byId = new Map(outcomes.map((outcome) => [outcome.host.id, outcome]));
  return hosts.flatMap(({ host }) => byId.get(host.id) ?? []);
}

const BOOT_OPTION = 'VMkernel.Boot.';

/**
 * The hosts whose steps need a reboot, with the kernel settings that are to take effect by it. A host that also needs a
 * reboot for something else has no provable reboot, and so no settings: it is refused.
 */
export function rolloutHosts(steps: readonly Step[]): readonly RolloutHost[] {
  const hosts = new Map<string, RolloutHost>();
  for (const { host, action, rebootOnly } of steps.filter(({ needsReboot }) => needsReboot)) {
    const known = hosts.get(host.id);
    const setting = kernelSettingIn(action);
    const isProvable = setting !== null && (known === undefined || known.wanted.length > 0);
    const wanted = isProvable ? [...(known?.wanted ?? []), setting] : [];
    hosts.set(host.id, { host, wanted, rebootOnly: known?.rebootOnly ?? rebootOnly });
  }
  return [...hosts.values()];
}

function kernelSettingIn(action: Action): RolloutHost['wanted'][number] | null {
  if (action.kind === 'kernelSetting') return { name: action.name, value: action.value };
  if (action.kind !== 'advancedOption' || !action.key.startsWith(BOOT_OPTION)) return null;
  return { name: action.key.slice(BOOT_OPTION.length), value: action.value };
}
