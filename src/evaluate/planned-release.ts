import type { Parameters } from '../checks/check-kind.ts';
import { clauseFor } from '../checks/judgement/problem-words.ts';
import { NO_RELEASE, TARGET_RELEASE, unclearRelease } from '../checks/target-release.ts';
import { readHostFact, requireHostFact } from '../checks/values/host-facts.ts';
import {
  type ClusterTarget,
  IMAGE_TARGET,
  type ImageReleases,
  type PlannedImage,
  type TargetRelease,
} from '../model/catalog.ts';
import type { HostFacts } from '../model/facts.ts';
import { groupMatcher } from '../model/host-group.ts';
import type { Host } from '../model/host.ts';
import type { PropertyFactName } from '../model/property-facts.ts';

/** The release that is planned for an estate, and those of some of its clusters; of several that match, the first decides. */
export interface PlannedReleases {
  readonly targetRelease: TargetRelease | null;
  readonly clusterTargets: readonly ClusterTarget[];
  /** Where nobody named a release, the image of the cluster does, by this; null, or left out: then none is planned. */
  readonly imageRelease?: ImageReleases | null;
}

/** What is planned for one host. */
export interface PlannedRelease {
  /** Null: none; undefined: it is not known which. */
  readonly release: TargetRelease | null | undefined;
  /** The image that tells it, or does not; null where it comes from a person, and where nothing is planned. */
  readonly image: PlannedImage | null;
}

/** The fact that tells which image is wanted on a host. */
export const IMAGE_VERSION: PropertyFactName = 'host.imageVersion';

/** Whether what is planned hangs on the images of clusters, so that they have to be read. */
export function plansByImage({ targetRelease, clusterTargets, imageRelease = null }: PlannedReleases): boolean {
  return (
    imageRelease !== null && (targetRelease === null || clusterTargets.some(({ release }) => release === IMAGE_TARGET))
  );
}

/** The release that is planned for a host: as a person named it for all or for its cluster, else as the cluster's image says. */
export function plannedFor(facts: HostFacts, planned: PlannedReleases): PlannedRelease {
  const wish = wishFor(facts.host, planned);
  if (wish !== IMAGE_TARGET && wish !== null) return { release: wish, image: null };
  return planned.imageRelease === null || planned.imageRelease === undefined
    ? { release: null, image: null }
    : plannedByImage(facts, planned.imageRelease);
}

/** What people said of it; undefined: that hangs on the cluster of the host, which was not read. */
function wishFor(
  host: Host,
  { targetRelease, clusterTargets }: PlannedReleases,
): TargetRelease | typeof IMAGE_TARGET | null | undefined {
  if (clusterTargets.length === 0) return targetRelease;
  for (const target of clusterTargets) {
    const isMeant = matcherFor(target)(host);
    if (isMeant === undefined) return undefined;
    if (isMeant) return target.release;
  }
  return targetRelease;
}

/** A host whose software no image owns has none planned; an image that was not asked for plans nothing. */
function plannedByImage({ host, properties }: HostFacts, imageRelease: ImageReleases): PlannedRelease {
  const reading = properties.get(IMAGE_VERSION);
  if (reading === undefined || reading.kind === 'absent') return { release: null, image: null };
  const { cluster } = host;
  if (reading.kind === 'unread') {
    const problem = `the image of its cluster could not be read: ${clauseFor(reading.problem)}`;
    return { release: undefined, image: { cluster, version: null, problem } };
  }
  const version = String(reading.value);
  const release = imageRelease(version) ?? undefined;
  const problem = release === undefined ? `no catalog holds the base image ${version} of its cluster` : null;
  return { release, image: { cluster, version, problem } };
}

/** What a person gave, where a release is planned and which one is not known: that makes unknown what hangs on it. */
export function unclearTarget(parameters: Parameters, image: PlannedImage | null): Parameters {
  const why = image?.problem ?? 'it hangs on its cluster, which could not be read';
  return new Map([...parameters, [TARGET_RELEASE, unclearRelease(why)]]);
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
