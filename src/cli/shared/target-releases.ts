import type { Config } from '../../config/parse-config.ts';
import type { PlannedReleases } from '../../evaluate/planned-release.ts';
import { type ClusterTarget, IMAGE_TARGET, type TargetRelease } from '../../model/catalog.ts';
import { EsxcheckError } from '../../model/errors.ts';
import type { Rule } from '../../model/rule.ts';
import { type Diagnostic, invalid } from '../../yaml/diagnostic.ts';
import type { ConfigArguments, RuleArguments } from '../common-options.ts';
import type { Io } from './console.ts';
import { chooseTargetRelease, imageReleases } from './scan-request.ts';

/** What releases are looked up by: the flags and config that lead to the catalog of the site. */
interface LookUp {
  readonly config: Config | null;
  readonly args: Partial<ConfigArguments>;
  readonly io: Io;
}

/**
 * The release that a flag names, of all hosts; without it those that the config's `clusters` name for theirs. A line such as
 * 9.0 stands for its newest release in the catalog, `image` for what the image of each cluster brings. Throws RELEASE_UNKNOWN,
 * RELEASE_AMBIGUOUS and CONFIG_INVALID.
 */
export async function choosePlannedReleases(asked: string | undefined, lookUp: LookUp): Promise<PlannedReleases> {
  const { args, io } = lookUp;
  const planned = await namedReleases(asked, lookUp);
  const isByImage = planned.clusterTargets.some(({ release }) => release === IMAGE_TARGET);
  return isByImage ? { ...planned, imageRelease: await imageReleases(args, io) } : planned;
}

async function namedReleases(asked: string | undefined, lookUp: LookUp): Promise<PlannedReleases> {
  const { config, args, io } = lookUp;
  if (asked === IMAGE_TARGET) return { targetRelease: null, clusterTargets: [{ cluster: '*', release: IMAGE_TARGET }] };
  const targetRelease = await chooseTargetRelease(asked, args, io, 'line');
  if (targetRelease !== null || config === null) return { targetRelease, clusterTargets: [] };
  const targets = await clusterTargetsOf(config, lookUp);
  const mistakes = targets.flatMap((each) => ('text' in each ? [each] : []));
  if (mistakes.length > 0) throw invalid('CONFIG_INVALID', mistakes);
  return { targetRelease: null, clusterTargets: targets.flatMap((each) => ('release' in each ? [each] : [])) };
}

const UPGRADE = 'upgrade';

/** Whether the command line asks for rules of upgrades: then a line is release enough, and the newest one of it is meant. */
function namesUpgrade({ pack = [], rule = [] }: Pick<RuleArguments, 'pack' | 'rule'>): boolean {
  return pack.includes(UPGRADE) || rule.some((id) => id.startsWith(`${UPGRADE}/`));
}

/** The release of `--target-release` for all hosts; null where it is a matter of clusters, or a line may be meant. */
export async function releaseForAll(
  args: Pick<RuleArguments, 'pack' | 'rule'> &
    Partial<ConfigArguments> & { readonly targetRelease?: string | undefined },
  io: Io,
): Promise<TargetRelease | null> {
  const isLater = namesUpgrade(args) || args.targetRelease === IMAGE_TARGET;
  return isLater ? null : await chooseTargetRelease(args.targetRelease, args, io);
}

/**
 * What a scan is judged for: releases of clusters count where a rule of upgrades is among those that judge. Where nobody names
 * one, rules of upgrades and advisories are judged for what the image of each cluster brings.
 */
export async function plannedReleases(
  asked: string | undefined,
  targetRelease: TargetRelease | null,
  { rules, ...lookUp }: LookUp & { readonly rules: readonly Rule[] },
): Promise<PlannedReleases> {
  if (targetRelease !== null) return { targetRelease, clusterTargets: [] };
  const isForUpgrades = asked === IMAGE_TARGET || rules.some(({ pack }) => pack === UPGRADE);
  const planned = isForUpgrades ? await choosePlannedReleases(asked, lookUp) : { targetRelease, clusterTargets: [] };
  const isAhead = isForUpgrades || rules.some(({ advisory }) => advisory !== undefined);
  if (!isAhead || planned.targetRelease !== null) return planned;
  return { ...planned, imageRelease: planned.imageRelease ?? (await imageReleases(lookUp.args, lookUp.io)) };
}

/** Releases of clusters that no catalog holds. */
export async function unknownTargetReleases(config: Config, io: Io): Promise<readonly Diagnostic[]> {
  const targets = await clusterTargetsOf(config, { config, args: { config: config.file }, io });
  return targets.flatMap((each) => ('text' in each ? [each] : []));
}

/** In the order of the file, by which the first that matches decides. */
async function clusterTargetsOf(
  { sections, document }: Config,
  { args, io }: LookUp,
): Promise<readonly (ClusterTarget | Diagnostic)[]> {
  const targets: (ClusterTarget | Diagnostic)[] = [];
  const parts = [
    ...document.keysAt(['groups']).map((name) => ({ kind: 'groups', name, ...sections.groups?.[name] }) as const),
    ...document.keysAt(['clusters']).map((name) => ({ kind: 'clusters', name, ...sections.clusters?.[name] }) as const),
  ];
  for (const { kind, name: cluster, targetRelease: named, ...part } of parts) {
    if (named === undefined) continue;
    try {
      const release = named === IMAGE_TARGET ? named : await chooseTargetRelease(named, args, io, 'line');
      const where = 'where' in part ? { where: part.where } : {};
      if (release !== null) targets.push({ cluster, ...where, release });
    } catch (error) {
      if (!(error instanceof EsxcheckError)) throw error;
      const at = document.diagnosticAt([kind, cluster, 'targetRelease'], error.message);
      targets.push({ ...at, next: error.details.join(' ') || null });
    }
  }
  return targets;
}
