import { hostAhead, settingsAhead } from '../evaluate/settings-ahead.ts';
import type { TargetRelease } from '../model/catalog.ts';
import { NO_DEMAND } from '../model/facts.ts';
import type { PatchListing } from '../model/patch-listing.ts';
import { gather, type GatherRequest } from './gather.ts';
import { byName, identityOf, type Tool } from './judge-facts.ts';

export interface SettingsRequest extends GatherRequest {
  readonly targetRelease: TargetRelease;
  readonly tool: Tool;
  readonly now: () => Date;
}

/** Reads every kernel setting of all hosts in scope, and tells what the patch would do to each. Judges nothing. */
export async function listSettingsAhead(request: SettingsRequest): Promise<PatchListing> {
  const startedAt = request.now().toISOString();
  const { targets, facts } = await gather(request, { ...NO_DEMAND, kernelList: true });
  const sorted = facts.toSorted(byName);
  return {
    tool: request.tool,
    startedAt,
    finishedAt: request.now().toISOString(),
    targets,
    targetRelease: identityOf(request.targetRelease),
    hosts: sorted.map((host) => hostAhead(host, request.targetRelease)),
    settings: settingsAhead(sorted, request.targetRelease),
  };
}
