import type { Session } from '../connect/session.ts';
import type { HostFacts } from '../model/facts.ts';
import type { Problem } from '../model/problem.ts';
import { optionListReader } from './advanced-options.ts';
import { completeFacts } from './complete-facts.ts';
import { eachHost } from './each-host.ts';
import { type Gatherings, gatheringsFor } from './estate-facts/index.ts';
import { ClusterContext } from './estate-facts/reader.ts';
import { readProperties } from './host-properties.ts';
import type { InventoryHost } from './inventory.ts';
import { kernelListReader } from './kernel-settings.ts';
import { type Collection, drafting, type PartialFacts } from './partial-facts.ts';
import { Lifeline } from './target-loss.ts';

/** Calls about the inventory in flight for one target (docs/internals/wire.md 8, point 11); those to hosts adapt. */
const INVENTORY_CALLS = 4;

/** Reads what is demanded of each host, in the order given. A read that fails is an unread fact, never a failed scan. */
export async function collectFacts(
  session: Session,
  hosts: readonly InventoryHost[],
  collection: Collection,
): Promise<readonly HostFacts[]> {
  const lifeline = new Lifeline(session);
  const gatherings = gatheringsFor(collection.demand, new ClusterContext(session, lifeline, collection.signal));
  const drafts = await readDrafts({ session, lifeline, collection, gatherings }, hosts);
  const gathered = await gatherings.finish();
  const lists = { readKernelList: kernelListReader(), readOptionList: optionListReader() };
  const read = await eachHost(
    drafts,
    async (draft) => {
      const facts = await completeFacts({ session, lifeline, collection, gathered, ...lists }, draft);
      await collection.onHost?.(facts);
      return facts;
    },
    { hostCalls: session.hostCalls, signal: collection.signal },
  );
  const loss = lifeline.lossOf(read);
  if (loss !== null) collection.onLost?.(loss);
  return read;
}

interface StartedCollection {
  readonly session: Session;
  readonly lifeline: Lifeline;
  readonly collection: Collection;
  readonly gatherings: Gatherings;
}

async function readDrafts(
  { session, lifeline, collection, gatherings }: StartedCollection,
  hosts: readonly InventoryHost[],
): Promise<readonly PartialFacts[]> {
  const drafts = new Map<InventoryHost, PartialFacts>();
  const problems = new Set<Problem>();
  const { signal } = collection;
  const { paths, draftFrom } = drafting(collection, session.apiVersion, gatherings);
  await readProperties(session, hosts, {
    paths,
    concurrency: INVENTORY_CALLS,
    lifeline,
    ...(signal === undefined ? {} : { signal }),
    onHost: (listed, properties) => {
      if ('code' in properties) problems.add(properties);
      drafts.set(listed, draftFrom(listed, properties));
    },
  });
  for (const problem of problems) await lifeline.report(problem);
  return hosts.map((host) => drafts.get(host)).filter((draft) => draft !== undefined);
}
