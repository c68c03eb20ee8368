import { hostAhead, settingsAhead } from '../evaluate/settings-ahead.ts';
import type { TargetRelease } from '../model/catalog.ts';
import { NO_DEMAND } from '../model/facts.ts';
import type { PatchListing } from '../model/patch-listing.ts';
import { gather, type GatherRequest } from './gather.ts';
import { byName, identityOf, type Tool } from './judge-facts.ts';
import { withImage, withScanDefaults } from './target-defaults.ts';

export interface SettingsRequest extends GatherRequest {
  readonly targetRelease: TargetRelease;
  readonly tool: Tool;
  readonly now: () => Date;
}

/** Reads every kernel setting of all hosts in scope, and tells what the patch would do to each. Judges nothing. */
export async function listSettingsAhead(request: SettingsRequest): Promise<PatchListing> {
  const startedAt = request.now().toISOString();
  const { targets, facts } = await gather(
    request,
    withImage({ ...NO_DEMAND, kernelList: true }, request.targetRelease),
  );
  const sorted = facts.toSorted(byName);
  const targetRelease = withScanDefaults(request.targetRelease, sorted, startedAt);
  return {
    tool: request.tool,
    startedAt,
    finishedAt: request.now().toISOString(),
    targets,
    targetRelease: identityOf(targetRelease),
    hosts: sorted.map((host) => hostAhead(host, targetRelease)),
    settings: settingsAhead(sorted, targetRelease),
  };
}
