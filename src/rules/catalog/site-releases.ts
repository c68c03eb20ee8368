import type { Release } from '../../model/catalog.ts';
import type { SiteMeasurement } from '../../model/site-default.ts';
import { resolveRelease } from './resolve.ts';

type MeasuredBuild = Pick<SiteMeasurement, 'build' | 'version'>;

/**
 * The release that a name, a bulletin or a build number means. A build that the site measured is a release, also where the
 * catalog that ships does not hold it: a hot patch, or a newer one. Throws RELEASE_UNKNOWN and RELEASE_AMBIGUOUS.
 */
export function releaseAsked(
  releases: readonly Release[],
  measurements: readonly MeasuredBuild[],
  asked: string,
): Release {
  const own = measurements.find(({ build }) => build === asked.trim());
  return own === undefined ? resolveRelease(releases, asked) : releaseOf(releases, own);
}

/** The release of a measured build, by the catalog that ships where it holds it. */
export function releaseOf(releases: readonly Release[], { build, version }: MeasuredBuild): Release {
  const known = releases.find((release) => release.build === build);
  if (known !== undefined) return known;
  const said = { also: null, bulletin: null, released: null, recalled: false };
  const name = `ESXi ${version} build ${build}`;
  return { version, branch: null, name, build, ...said, confidence: 'site', source: 'learnt at the site' };
}
