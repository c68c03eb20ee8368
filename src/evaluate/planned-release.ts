import type { Parameters } from '../checks/check-kind.ts';
import { NO_RELEASE, TARGET_RELEASE } from '../checks/target-release.ts';
import { readHostFact, requireHostFact } from '../checks/values/host-facts.ts';
import type { ClusterTarget, TargetRelease } from '../model/catalog.ts';
import { groupMatcher } from '../model/host-group.ts';
import type { Host } from '../model/host.ts';

/** The release that is planned for an estate, and those of some of its clusters; of several that match, the first decides. */
export interface PlannedReleases {
  readonly targetRelease: TargetRelease | null;
  readonly clusterTargets: readonly ClusterTarget[];
}

/** The release that is planned for a host; null: none; undefined: that hangs on its cluster, which was not read. */
export function plannedFor(
  host: Host,
  { targetRelease, clusterTargets }: PlannedReleases,
): TargetRelease | null | undefined {
  if (clusterTargets.length === 0) return targetRelease;
  for (const target of clusterTargets) {
    const isMeant = matcherFor(target)(host);
    if (isMeant === undefined) return undefined;
    if (isMeant) return target.release;
  }
  return targetRelease;
}

/** What a person gave, where a release is planned and which one is not known: that makes unknown what hangs on it. */
export function unclearTarget(parameters: Parameters): Parameters {
  return new Map([...parameters, [TARGET_RELEASE, '']]);
}

/** What a person gave, where releases are planned and none for the host: that makes inapplicable what is for a release. */
export function noTarget(parameters: Parameters): Parameters {
  return new Map([...parameters, [TARGET_RELEASE, NO_RELEASE]]);
}

const CLUSTER = requireHostFact('host.cluster');

type Matcher = ReturnType<typeof groupMatcher>;

/** Globs are compiled once, not once a host. */
const compiled = new WeakMap<ClusterTarget, Matcher>();

function matcherFor(target: ClusterTarget): Matcher {
  const known = compiled.get(target) ?? matcherOf(target);
  compiled.set(target, known);
  return known;
}

function matcherOf({ cluster, where }: ClusterTarget): Matcher {
  if (where !== undefined) return groupMatcher(where);
  const matches = groupMatcher({ clusters: [cluster] });
  return (host) => (readHostFact(CLUSTER, host).kind === 'unread' ? undefined : matches(host));
}
