import type { FactDemand } from '../model/facts.ts';
import type { EstateFacts } from '../model/snapshot.ts';
import { gather, type GatherRequest } from './gather.ts';
import { byName } from './host-order.ts';

export interface ReadRequest extends GatherRequest {
  readonly now: () => Date;
}

/** Reads the demanded facts of all targets, without judging them. Throws what `gather` throws. */
export async function readEstate(request: ReadRequest, demand: FactDemand): Promise<EstateFacts> {
  const startedAt = request.now().toISOString();
  const { targets, facts } = await gather(request, demand);
  return { startedAt, finishedAt: request.now().toISOString(), targets, facts: facts.toSorted(byName) };
}
