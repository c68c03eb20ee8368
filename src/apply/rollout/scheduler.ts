import { setTimeout as wait } from 'node:timers/promises';
import type { Session } from '../../connect/session.ts';
import { EsxcheckError } from '../../model/errors.ts';
import type { RolloutOutcome } from '../../model/rollout.ts';
import { SoapFault } from '../../vim/fault.ts';
import type { Moref } from '../../vim/moref.ts';
import { type Admission, type ClusterSeen, type Gate, LaneRun } from './cluster-queue.ts';
import { RolloutEvents } from './events.ts';
import { look, RollingHost } from './host-runner.ts';
import type { RolloutPast } from './journal-records.ts';
import { type RolloutOptions, USUAL_WAITS, type Waits } from './options.ts';
import type { RolloutOrder } from './queue-order.ts';
import { readRoom, type Room } from './room.ts';
import { type Candidate, readMembersOf } from './situations.ts';
import type { RolloutPolicy } from './state.ts';
import { isOpen } from './window.ts';

const CLUSTERS_AT_A_TIME = 4;

const MEMBERS_UNREAD = { reason: 'unread', detail: 'Which hosts are in its cluster could not be read.' } as const;

interface Agenda {
  readonly order: RolloutOrder;
  /** Hosts that an earlier run sent a reboot to: only to be followed up. */
  readonly sent: readonly Candidate[];
  readonly past: ReadonlyMap<string, RolloutPast>;
}

/** One run of a rolling reboot: looks at vCenter again and again, and lets each host make its next step. */
export class Rollout {
  readonly #session: Session;
  readonly #options: RolloutOptions;
  readonly #waits: Waits;
  readonly #agenda: Agenda;
  readonly #lanes: LaneRun[];
  readonly #work = new Set<Promise<void>>();
  #broken: { readonly error: unknown } | null = null;
  readonly #events: RolloutEvents;

  constructor(session: Session, options: RolloutOptions, agenda: Agenda) {
    this.#session = session;
    this.#options = options;
    this.#waits = { ...USUAL_WAITS, ...options.waits };
    this.#agenda = agenda;
    const begun = new Set(
      agenda.order.lanes.flatMap(({ queue }) =>
        queue.filter(({ host }) => agenda.past.get(host.id)?.kind === 'begun').map(({ host }) => host.moid),
      ),
    );
    this.#lanes = agenda.order.lanes.map((lane) => new LaneRun(lane, begun));
    this.#events = new RolloutEvents(options.onEvent);
  }

  async run(): Promise<readonly RolloutOutcome[]> {
    const { order, sent } = this.#agenda;
    this.#events.tell({ kind: 'planned', lanes: this.#lanes.map(nameAndHosts), refused: order.refused.length });
    for (const outcome of order.refused) this.#events.tell({ kind: 'ended', outcome });
    for (const candidate of sent) this.#begin(this.#laneOf(candidate), candidate);
    while (!this.#isOver()) {
      await this.#admitAll();
      await this.#look();
      await this.#pause();
    }
    while (this.#work.size > 0) await Promise.all(this.#work);
    if (this.#broken !== null) throw this.#broken.error;
    return [...order.refused, ...this.#lanes.flatMap(({ outcomes }) => outcomes)];
  }

  #isOver(): boolean {
    if (this.#broken !== null || this.#options.abandon?.aborted === true) {
      for (const lane of this.#lanes) {
        for (const host of lane.rolling) host.feed({ kind: 'abandon' });
        this.#stop(lane, { reason: 'interrupted', detail: 'The run was interrupted before its turn came.' });
      }
      return true;
    }
    return this.#lanes.every(({ isFinished }) => isFinished);
  }

  async #admitAll(): Promise<void> {
    for (const lane of this.#lanes) {
      const admission = lane.admission(this.#gate(), null);
      if (admission.kind === 'closed') this.#events.window(this.#options.window ?? null, false);
      else await this.#act(lane, admission);
    }
  }

  async #act(lane: LaneRun, admission: Admission): Promise<void> {
    if (admission.kind === 'stop') return this.#stop(lane, admission);
    if (admission.kind !== 'start' && admission.kind !== 'look') return;
    if (lane.rolling.length === 0 && this.#isFull()) return;
    if (admission.kind === 'look') {
      const seen = await this.#lookAt(lane);
      if (seen === 'unread') return this.#stop(lane, MEMBERS_UNREAD);
      // What needs another look after this one is looked at in the next round.
      const next = seen === null ? null : lane.admission(this.#gate(), seen);
      if (next !== null && next.kind !== 'look') await this.#act(lane, next);
      return;
    }
    this.#events.window(this.#options.window ?? null, true);
    this.#begin(lane, admission.candidate);
  }

  /** As many clusters have hosts out as may at one time. */
  #isFull(): boolean {
    const { clustersAtATime = CLUSTERS_AT_A_TIME } = this.#options;
    return this.#lanes.filter(({ rolling }) => rolling.length > 0).length >= clustersAtATime;
  }

  #gate(): Gate {
    const { window = null, maxFailures = 1, parallel = 1, signal } = this.#options;
    const open = window === null || isOpen(window, this.#now());
    return { interrupted: signal?.aborted === true, open, maxFailures, parallel };
  }

  /** Null when vCenter does not answer: asked again at the next look. An answer that does not tell the hosts stays unread. */
  async #lookAt(lane: LaneRun): Promise<ClusterSeen | 'unread' | null> {
    const cluster = { type: 'ClusterComputeResource', value: lane.situation.moid };
    try {
      const members = await readMembersOf(this.#session, cluster);
      if (members === null) return 'unread';
      return { members, room: lane.rolling.length === 0 ? null : await this.#roomOf(lane, cluster) };
    } catch (error) {
      if (!(error instanceof EsxcheckError || error instanceof SoapFault)) throw error;
      this.#events.lost(error.message);
      return null;
    }
  }

  async #roomOf(lane: LaneRun, cluster: Moref): Promise<Room> {
    const room = await readRoom(this.#session, cluster);
    this.#events.room(lane.situation, room);
    return room;
  }

  #begin(lane: LaneRun, candidate: Candidate): void {
    const host = new RollingHost(
      { session: this.#session, journal: this.#options.journal, candidate, terms: this.#termsOf(candidate) },
      { now: () => this.#now(), emit: (event) => this.#events.tell(event), track: (work) => this.#track(work) },
    );
    lane.begin(host);
    const past = this.#agenda.past.get(candidate.host.id);
    if (past?.kind !== 'begun') host.feed({ kind: 'start' });
    else if (past.sentAt !== null) host.feed({ kind: 'resume', before: past.before, sentAt: past.sentAt });
    else this.#track(this.#resumeInMaintenance(host, past));
  }

  /** An earlier run asked for maintenance mode: the host goes on from there if it is in it, else from the beginning. */
  async #resumeInMaintenance(host: RollingHost, { before }: Extract<RolloutPast, { kind: 'begun' }>): Promise<void> {
    const seen = await look(this.#session, [host.object], []);
    const isIn = typeof seen !== 'string' && seen.hosts.get(host.object.value)?.inMaintenance === true;
    host.feed(isIn ? { kind: 'resume', before, sentAt: null } : { kind: 'start' });
  }

  #termsOf({ situation }: Candidate): RolloutPolicy {
    const { pollMs: _pollMs, ...terms } = this.#waits;
    // What is not known is waited for.
    return {
      ...terms,
      cluster: situation.isCluster ? { ha: situation.ha !== false, vsan: situation.vsan !== false } : null,
    };
  }

  async #look(): Promise<void> {
    const rolling = this.#lanes.flatMap((lane) => lane.rolling);
    if (rolling.length === 0) return;
    const tasks = rolling.flatMap(({ task }) => task ?? []);
    const seen = await look(
      this.#session,
      rolling.map(({ object }) => object),
      tasks,
    );
    if (typeof seen === 'string') this.#events.lost(seen);
    else this.#events.found();
    for (const host of rolling) host.see(typeof seen === 'string' ? null : seen);
    if (this.#options.signal?.aborted === true) for (const host of rolling) host.feed({ kind: 'interrupt' });
  }

  #stop(lane: LaneRun, { reason, detail }: Parameters<LaneRun['stop']>[0]): void {
    const outcomes = lane.stop({ reason, detail });
    if (outcomes.length === 0) return;
    this.#events.tell({ kind: 'stopped', cluster: lane.situation.name, reason, detail });
    for (const outcome of outcomes) this.#events.tell({ kind: 'ended', outcome });
  }

  #laneOf({ situation }: Candidate): LaneRun {
    const known = this.#lanes.find((lane) => lane.situation.moid === situation.moid);
    if (known !== undefined) return known;
    const lane = new LaneRun({ situation, queue: [] });
    this.#lanes.push(lane);
    return lane;
  }

  /** What fails here is no host's own trouble, such as a journal that cannot be written: it ends the run. */
  #track(work: Promise<void>): void {
    const tracked = work
      .catch((error: unknown) => {
        this.#broken ??= { error };
      })
      .finally(() => this.#work.delete(tracked));
    this.#work.add(tracked);
  }

  /** Ends early when the run is interrupted. */
  async #pause(): Promise<void> {
    const { signal, abandon } = this.#options;
    const alert = [signal, abandon].filter((each) => each !== undefined && !each.aborted) as AbortSignal[];
    const early = AbortSignal.any(alert);
    await wait(this.#waits.pollMs, undefined, { signal: early }).catch((error: unknown) => {
      if (!early.aborted) throw error;
    });
  }

  #now(): number {
    return (this.#options.now ?? Date.now)();
  }
}

function nameAndHosts({ situation, queue }: LaneRun): { readonly name: string; readonly hosts: readonly string[] } {
  return { name: situation.name, hosts: queue };
}
