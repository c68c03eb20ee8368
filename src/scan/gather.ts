import pMap from 'p-map';
import { collectFacts } from '../collect/collect-facts.ts';
import type { Collection } from '../collect/partial-facts.ts';
import { readSelection, type Scope } from '../collect/scope.ts';
import type { Loss } from '../collect/target-loss.ts';
import { authorityOf } from '../connect/endpoint.ts';
import type { Session } from '../connect/session.ts';
import { EsxcheckError, serverFault } from '../model/errors.ts';
import type { FactDemand, HostFacts } from '../model/facts.ts';
import type { LabelDemand } from '../model/host-labels.ts';
import { idsApart } from '../model/hardware-identity.ts';
import type { TargetReport } from '../model/scan.ts';
import { AccountGuard } from '../target/configured-connections.ts';
import { type Connection, openConnection } from '../target/connections.ts';
import { countedTwice } from './counted-twice.ts';
import { requireDistinct, requireDistinctHosts, requireTarget, requireVisibleHosts } from './require.ts';
import { requireMatches, severalInScope } from './scope-check.ts';
import { type Failed, type OpenedTarget, reportOf, reportOfFailure } from './target-report.ts';

/** How far a gathering is; told as it goes, for people who wait. */
export interface GatherProgress {
  readonly onConnecting?: (url: string) => void;
  readonly onInventory?: (url: string) => void;
  /** All inventories are read: so many hosts of this target will be looked at. */
  readonly onHosts?: (url: string, count: number) => void;
  readonly onHostDone?: (url: string) => void;
  /** Everything of this target is read that can be. */
  readonly onTargetDone?: (url: string) => void;
  readonly onTargetFailed?: (url: string, error: EsxcheckError) => void;
  /** The target answered at first and does not any more: what was read of its hosts is kept. */
  readonly onTargetLost?: (target: TargetReport) => void;
  /** A name may mean another thing than was looked at, or two hosts that were read may be one. */
  readonly onDoubt?: (sentence: string) => void;
}

export interface GatherRequest {
  readonly connections: readonly Connection[];
  readonly scope: Scope;
  /** Labels of hosts that are read beside those that the scope asks for. */
  readonly labels?: Partial<LabelDemand> | undefined;
  readonly releaseName: (build: string) => string | null;
  readonly releaseDate?: (build: string) => string | null;
  readonly progress?: GatherProgress;
  readonly signal?: AbortSignal;
  /** Who reads the hosts of these targets, all of which are open; this process itself where left out, and for null. */
  readonly readersFor?: (targets: readonly OpenedTarget[]) => Readers | null;
}

/** Reads the facts of open targets, wherever it does so. */
export interface Readers {
  /** As `collectFacts`, the hosts in the order of the target. Throws what that throws. */
  read(target: OpenedTarget, collection: Collection): Promise<readonly HostFacts[]>;
  /** Waits until nothing of it is left; never throws. */
  close(): Promise<void>;
}

/** Reads in this process. */
const HERE: Readers = {
  read: ({ session, hosts }, collection) => collectFacts(session, hosts, collection),
  close: () => Promise.resolve(),
};

/** What was read from all targets. */
export interface GatheredFacts {
  readonly targets: readonly TargetReport[];
  readonly facts: readonly HostFacts[];
}

/**
 * Reads the demanded facts of every host in scope, on all targets side by side.
 *
 * A target that cannot be reached, or is lost on the way, does not spoil the others. Throws EsxcheckError when none could be reached, when no
 * host is visible, or when a part of the scope matches nothing anywhere.
 */
export async function gather(request: GatherRequest, demand: FactDemand): Promise<GatheredFacts> {
  const sessions: Session[] = [];
  try {
    const opened = await openAll(request, sessions);
    requireTarget(opened.map((target) => ('error' in target ? target : null)));
    const reached = opened.filter((target): target is OpenedTarget => 'session' in target);
    requireDistinct(reached);
    await requireDistinctHosts(reached, request.signal);
    requireVisibleHosts(reached);
    requireMatches(reached);
    for (const sentence of severalInScope(reached, request.scope)) request.progress?.onDoubt?.(sentence);
    for (const { connection, hosts } of reached) request.progress?.onHosts?.(connection.endpoint.url, hosts.length);
    const readers = request.readersFor?.(reached) ?? HERE;
    try {
      return await collectAll({ request, demand, readers }, opened);
    } finally {
      await readers.close();
    }
  } finally {
    await Promise.all(sessions.map((session) => session.close()));
  }
}

/** Sessions are put into the list as soon as they are open, so that each is closed whatever happens to the others. */
async function openAll(request: GatherRequest, sessions: Session[]): Promise<readonly (OpenedTarget | Failed)[]> {
  const guard = new AccountGuard();
  return pMap(request.connections, async (connection) => {
    try {
      if (connection.problem !== undefined) throw connection.problem;
      const session = await guard.login(connection.credentials.user, () => {
        request.progress?.onConnecting?.(connection.endpoint.url);
        return openConnection(connection, withSignal(request));
      });
      sessions.push(session);
      request.progress?.onInventory?.(connection.endpoint.url);
      const scope = scopeOf(request, connection);
      const { labels, signal } = request;
      return { connection, session, ...(await readSelection(session, scope, { labels, signal })) };
    } catch (error) {
      return failedTarget(request, connection, error);
    }
  });
}

/** What the config says of one target goes before what holds for all. */
function scopeOf({ scope }: GatherRequest, { scope: own = {} }: Connection): Scope {
  return { ...scope, ...Object.fromEntries(Object.entries(own).filter(([, values]) => values !== undefined)) };
}

/** An error for people is that target's own; an interruption or a bug ends the whole gathering. */
function failedTarget(request: GatherRequest, connection: Connection, thrown: unknown): Failed {
  const error = serverFault(thrown, authorityOf(connection.endpoint));
  if (!(error instanceof EsxcheckError) || request.signal?.aborted === true) throw error;
  request.progress?.onTargetFailed?.(connection.endpoint.url, error);
  return { connection, error };
}

function withSignal({ signal }: GatherRequest): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}

interface Gathering {
  readonly request: GatherRequest;
  readonly demand: FactDemand;
  readonly readers: Readers;
}

async function collectAll(gathering: Gathering, opened: readonly (OpenedTarget | Failed)[]): Promise<GatheredFacts> {
  const { request } = gathering;
  const parts = await pMap(opened, async (target) => {
    const collected = 'error' in target ? target : await collectFrom(gathering, target);
    if ('error' in collected) return { report: reportOfFailure(collected), facts: [], failed: collected };
    const report = reportOf(collected.target.session, collected.facts, collected.loss);
    if (report.error !== null) request.progress?.onTargetLost?.(report);
    return { report, facts: collected.facts, failed: null };
  });
  requireTarget(parts.map(({ failed }) => failed));
  const facts = withOwnIds(parts.flatMap((part) => part.facts));
  for (const sentence of countedTwice(facts.map(({ host }) => host))) request.progress?.onDoubt?.(sentence);
  return { targets: parts.map(({ report }) => report), facts };
}

/** Two hosts that are asked directly can show one hardware UUID, which their ids are made of. */
function withOwnIds(facts: readonly HostFacts[]): readonly HostFacts[] {
  const ids = idsApart(facts.map(({ host }) => host));
  return facts.map((one, index) => {
    const id = ids[index] ?? one.host.id;
    return id === one.host.id ? one : { ...one, host: { ...one.host, id } };
  });
}

interface Collected {
  readonly target: OpenedTarget;
  readonly facts: readonly HostFacts[];
  readonly loss: Loss | null;
}

async function collectFrom({ request, demand, readers }: Gathering, target: OpenedTarget): Promise<Collected | Failed> {
  const { connection, session } = target;
  const source = {
    target: session.endpoint.url,
    targetIdentity: session.content.about.instanceUuid,
    releaseName: request.releaseName,
    ...(request.releaseDate === undefined ? {} : { releaseDate: request.releaseDate }),
  };
  const { url } = connection.endpoint;
  let loss: Loss | null = null;
  const onLost = (found: Loss): void => {
    loss = found;
  };
  const told = { onLost, onHost: () => request.progress?.onHostDone?.(url) };
  try {
    const facts = await readers.read(target, { demand, source, ...told, ...withSignal(request) });
    return { target, facts, loss };
  } catch (error) {
    return failedTarget(request, connection, error);
  } finally {
    await session.close();
    request.progress?.onTargetDone?.(url);
  }
}
