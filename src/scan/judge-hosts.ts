import { collectFacts } from '../collect/collect-facts.ts';
import type { InventoryHost } from '../collect/inventory.ts';
import type { Loss } from '../collect/target-loss.ts';
import type { Session } from '../connect/session.ts';
import type { HostFacts } from '../model/facts.ts';
import type { Scan } from '../model/scan.ts';
import { demandOf } from '../rules/demand.ts';
import { judgeFacts, type Judging } from './judge-facts.ts';
import { reportOf } from './target-report.ts';

/** A few hosts of one target to be judged in a session that is open already. */
export interface JudgeRequest extends Judging {
  readonly session: Session;
  readonly hosts: readonly InventoryHost[];
  readonly releaseName: (build: string) => string | null;
  readonly releaseDate?: (build: string) => string | null;
  readonly now: () => Date;
  readonly signal?: AbortSignal;
}

/** Reads what the rules need of those hosts, judges them, and returns a scan of them alone, in the order given. */
export async function judgeHosts(request: JudgeRequest): Promise<Scan> {
  const startedAt = request.now().toISOString();
  let loss: Loss | null = null;
  const facts = await factsOf(request, (found) => {
    loss = found;
  });
  const finishedAt = request.now().toISOString();
  return judgeFacts({ startedAt, finishedAt, targets: [reportOf(request.session, facts, loss)], facts }, request);
}

function factsOf(request: JudgeRequest, onLost: (loss: Loss) => void): Promise<readonly HostFacts[]> {
  const { session, hosts, rules, signal } = request;
  const source = {
    target: session.endpoint.url,
    targetIdentity: session.content.about.instanceUuid,
    releaseName: request.releaseName,
    ...(request.releaseDate === undefined ? {} : { releaseDate: request.releaseDate }),
  };
  const collection = { demand: demandOf(rules), source, onLost, ...(signal === undefined ? {} : { signal }) };
  return collectFacts(session, hosts, collection);
}
