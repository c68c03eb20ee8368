import { EsxcheckError } from '../../model/errors.ts';
import type { Outcome } from '../../model/outcome.ts';
import type { Reboot, RolloutOutcome } from '../../model/rollout.ts';
import type { ApplyContext } from '../context.ts';
import { logReboot } from '../event-log.ts';
import type { JournalRecord } from '../journal/format.ts';
import { type Journal, openJournal } from '../journal/journal.ts';
import type { RolloutEvent } from './events.ts';
import { rolloutPast } from './journal-records.ts';
import type { RolloutOptions } from './options.ts';
import { agendaOf, rollOut, type RolloutAgenda, rolloutHosts } from './plan-rollout.ts';
import { readRoom } from './room.ts';
import type { RolloutHost, Situation } from './situations.ts';

/** How hosts are rebooted after an apply. */
export type RebootOptions = Omit<RolloutOptions, 'journal' | 'signal' | 'onEvent'> & {
  readonly onEvent: (event: RolloutEvent) => void;
  /** Called when no further event follows; the event logs of hosts may still be written. */
  readonly onFinished: () => void;
};

/** Which hosts would be rebooted, in which order, and which not: from the journal, and what vCenter says now. */
export async function previewReboots(
  { session, listener }: Pick<ApplyContext, 'session' | 'listener'>,
  outcomes: readonly Outcome[],
  records: readonly JournalRecord[],
  options: Pick<RebootOptions, 'allowVmDowntime' | 'canary' | 'parallel'>,
): Promise<readonly Reboot[]> {
  const { allowVmDowntime = false, canary = false, parallel = 1 } = options;
  const past = rolloutPast(records);
  const agenda = await agendaOf(session, hostsToReboot(outcomes), { allowVmDowntime, canary, past });
  if (parallel > 1)
    for (const { situation } of agenda.order.lanes) await tellRoom({ session, listener }, situation, parallel);
  return plannedReboots(agenda);
}

/** How many at once, by what is read now; it is read again before each further host. */
async function tellRoom(
  { session, listener }: Pick<ApplyContext, 'session' | 'listener'>,
  { moid, name, isCluster }: Situation,
  parallel: number,
): Promise<void> {
  if (!isCluster) return;
  const { most, why } = await readRoom(session, { type: 'ClusterComputeResource', value: moid });
  const many = Math.min(most, parallel);
  await listener.note(`${name}: ${many === 1 ? 'one host' : `up to ${many} hosts`} at a time: ${why}`);
}

/** Reboots the hosts whose steps are done and need it, under the journal of the apply; each is reported as it ends. */
export async function rebootHosts(
  context: ApplyContext,
  outcomes: readonly Outcome[],
  options: RebootOptions,
): Promise<readonly RolloutOutcome[]> {
  const { plan, journal: path, signal, session } = context;
  const hosts = hostsToReboot(outcomes);
  if (hosts.length === 0 || signal.aborted) return hosts.map(({ host }) => ({ host, ...NOT_BEGUN }));
  await using journal = await openJournal(path, plan);
  const events = new RebootEvents(context, journal);
  const onEvent = (event: RolloutEvent): void => {
    options.onEvent(event);
    events.note(event);
  };
  try {
    return await rollOut(session, hosts, { ...options, signal, journal, onEvent });
  } finally {
    options.onFinished();
    await events.settled();
  }
}

const NOT_BEGUN = {
  kind: 'not tried',
  reason: 'interrupted',
  detail: 'The run was interrupted before its turn came.',
  inMaintenance: null,
} as const;

const WELL = new Set(['done', 'already-so', 'would-change']);

/** Hosts that need a reboot, and none of whose steps was left undone. */
export function hostsToReboot(outcomes: readonly Outcome[]): readonly RolloutHost[] {
  const spoilt = new Set(outcomes.filter(({ kind }) => !WELL.has(kind)).map(({ step }) => step.host.id));
  return rolloutHosts(outcomes.map(({ step }) => step).filter(({ host }) => !spoilt.has(host.id)));
}

/** What a rolling reboot came to, as the report has it. */
export function rebootFrom({ kind, ...outcome }: RolloutOutcome): Reboot {
  return { ...outcome, kind: kind === 'not tried' ? 'not-tried' : kind, turn: null };
}

/** What a rolling reboot would do, lane by lane; each host once. */
function plannedReboots({ order: { lanes, refused }, sent, before }: RolloutAgenda): readonly Reboot[] {
  const turns = lanes.flatMap(({ situation, queue }) =>
    queue.map((candidate, index) => ({ host: candidate.host, turn: { lane: situation.name, order: index + 1 } })),
  );
  const untouched = { reason: null, inMaintenance: null };
  return [
    ...sent.map(({ host }): Reboot => ({ ...untouched, host, kind: 'would-follow-up', detail: SENT, turn: null })),
    ...turns.map(({ host, turn }): Reboot => {
      const detail = `Its turn would be number ${turn.order} in ${turn.lane}.`;
      return { ...untouched, host, kind: 'would-reboot', detail, turn };
    }),
    ...[...refused, ...before].map(rebootFrom),
  ];
}

const SENT = 'An earlier run sent its reboot: it would be followed up, and not rebooted again.';

/**
 * Puts into the event log of each host that was rebooted, or is left in maintenance mode, what was done, and a record of that
 * into the journal. Beside the rollout: nothing waits for an event, and none that fails stops anything.
 */
export class RebootEvents {
  readonly #context: EventContext;
  readonly #journal: Pick<Journal, 'append' | 'records'>;
  readonly #work: Promise<void>[] = [];
  #isLost = false;

  constructor(context: EventContext, journal: Pick<Journal, 'append' | 'records'>) {
    this.#context = context;
    this.#journal = journal;
  }

  note(event: RolloutEvent): void {
    if (event.kind === 'lost') this.#isLost = true;
    if (event.kind === 'found') this.#isLost = false;
    if (event.kind !== 'ended' || !wasTouched(event.outcome, this.#journal)) return;
    const work = this.#write(event.outcome);
    // A bug is thrown by `settled`, when the rollout is at its end.
    work.catch(() => undefined);
    this.#work.push(work);
  }

  /** Resolves when every event was answered, refused, or waited for in vain. */
  async settled(): Promise<void> {
    await Promise.all(this.#work);
  }

  async #write(outcome: RolloutOutcome): Promise<void> {
    const { host } = outcome;
    const problem = this.#isLost ? 'vCenter does not answer' : await this.#log(outcome);
    if (problem !== null) await this.#warn(`${host.name}: the reboot could not be put into its event log: ${problem}`);
    try {
      await this.#journal.append({ kind: 'event', host: host.id, logged: problem === null, detail: problem ?? '' });
    } catch (error) {
      // A journal that cannot be written ends the rollout by its own records, not by this one.
      if (!(error instanceof EsxcheckError)) throw error;
      await this.#warn(`${host.name}: its event could not be put down: ${error.message}`);
    }
  }

  #log(outcome: RolloutOutcome): Promise<string | null> {
    const { session, plan, tool, change } = this.#context;
    return logReboot(session, outcome, { tool, planHash: plan.hash, change });
  }

  #warn(sentence: string): Promise<void> {
    return this.#context.listener.warn(sentence);
  }
}

/** What an event needs of its run. */
export type EventContext = Pick<ApplyContext, 'session' | 'tool' | 'change'> & {
  readonly plan: Pick<ApplyContext['plan'], 'hash'>;
  readonly listener: Pick<ApplyContext['listener'], 'warn'>;
};

/** Whether something was sent to the host that somebody may ask about: a reboot, or maintenance mode that it is left in. */
function wasTouched({ host, kind, inMaintenance }: RolloutOutcome, { records }: Pick<Journal, 'records'>): boolean {
  if (kind === 'not tried') return false;
  if (kind === 'done' || inMaintenance !== false) return true;
  const past = rolloutPast(records).get(host.id);
  return past?.kind === 'begun' && past.sentAt !== null;
}
