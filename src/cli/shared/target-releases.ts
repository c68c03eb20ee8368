import type { Config } from '../../config/parse-config.ts';
import type { PlannedReleases } from '../../evaluate/planned-release.ts';
import type { ClusterTarget, TargetRelease } from '../../model/catalog.ts';
import { EsxcheckError } from '../../model/errors.ts';
import type { Rule } from '../../model/rule.ts';
import { targetReleaseOf } from '../../rules/catalog/listing.ts';
import { newestOfLine } from '../../rules/catalog/resolve.ts';
import { releaseAsked } from '../../rules/catalog/site-releases.ts';
import { type Diagnostic, invalid } from '../../yaml/diagnostic.ts';
import type { Measurement } from '../../site-catalog/site-catalog.ts';
import type { ConfigArguments, RuleArguments } from '../common-options.ts';
import type { Io } from './console.ts';
import { siteMeasurements } from './site-catalog.ts';
import { shippedCatalog } from './scan-request.ts';

/**
 * The release that a flag names, of all hosts; without it those that the config's `clusters` name for theirs. A line such as
 * 9.0 stands for its newest release in the catalog. Throws RELEASE_UNKNOWN, RELEASE_AMBIGUOUS and CONFIG_INVALID.
 */
export async function choosePlannedReleases(
  asked: string | undefined,
  config: Config | null,
  measurements: readonly Measurement[],
): Promise<PlannedReleases> {
  if (asked !== undefined) return { targetRelease: await releaseOrLine(asked, measurements), clusterTargets: [] };
  const targets = config === null ? [] : await clusterTargetsOf(config, measurements);
  const mistakes = targets.flatMap((each) => ('text' in each ? [each] : []));
  if (mistakes.length > 0) throw invalid('CONFIG_INVALID', mistakes);
  return { targetRelease: null, clusterTargets: targets.flatMap((each) => ('release' in each ? [each] : [])) };
}

const UPGRADE = 'upgrade';

/** Whether the command line asks for rules of upgrades: then a line is release enough, and the newest one of it is meant. */
export function namesUpgrade({ pack = [], rule = [] }: Pick<RuleArguments, 'pack' | 'rule'>): boolean {
  return pack.includes(UPGRADE) || rule.some((id) => id.startsWith(`${UPGRADE}/`));
}

/** What a scan is judged for: releases of clusters count where a rule of upgrades is among those that judge. */
export async function plannedReleases(
  args: Pick<RuleArguments, 'pack' | 'rule'> &
    Partial<ConfigArguments> & { readonly targetRelease?: string | undefined },
  targetRelease: TargetRelease | null,
  { config, rules, io }: { readonly config: Config | null; readonly rules: readonly Rule[]; readonly io: Io },
): Promise<PlannedReleases> {
  if (targetRelease !== null || !rules.some(({ pack }) => pack === UPGRADE))
    return { targetRelease, clusterTargets: [] };
  return choosePlannedReleases(args.targetRelease, config, await siteMeasurements(args, io));
}

/** Releases of clusters that no catalog holds. */
export async function unknownTargetReleases(config: Config): Promise<readonly Diagnostic[]> {
  return (await clusterTargetsOf(config, [])).flatMap((each) => ('text' in each ? [each] : []));
}

/** In the order of the file, by which the first that matches decides. */
async function clusterTargetsOf(
  { sections, document }: Config,
  measurements: readonly Measurement[],
): Promise<readonly (ClusterTarget | Diagnostic)[]> {
  const targets: (ClusterTarget | Diagnostic)[] = [];
  for (const cluster of document.keysAt(['clusters'])) {
    const named = sections.clusters?.[cluster]?.targetRelease;
    if (named === undefined) continue;
    try {
      targets.push({ cluster, release: await releaseOrLine(named, measurements) });
    } catch (error) {
      if (!(error instanceof EsxcheckError)) throw error;
      const at = document.diagnosticAt(['clusters', cluster, 'targetRelease'], error.message);
      targets.push({ ...at, next: error.details.join(' ') || null });
    }
  }
  return targets;
}

async function releaseOrLine(asked: string, measurements: readonly Measurement[]): Promise<TargetRelease> {
  const catalog = await shippedCatalog();
  const release = newestOfLine(catalog.releases, asked) ?? releaseAsked(catalog.releases, measurements, asked);
  return targetReleaseOf(catalog, release, measurements);
}
