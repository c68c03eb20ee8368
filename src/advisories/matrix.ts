import { fixState } from '../checks/values/fix-state.ts';
import type { AdvisoryMatrix, MatrixRow } from '../model/advisory-listing.ts';
import type { Release } from '../model/catalog.ts';
import type { Rule } from '../model/rule.ts';
import { advisoryRulesOf, runningOf } from './listing.ts';

/**
 * Builds of the releases that the matrix shows: the newest of each version of 7.0 and later and of each line before it, first
 * releases, and those that many hosts ran or that an advisory is known by. A test holds them against the catalog.
 */
const BUILDS = `
  3982828
  3872664
  9919047
  5050593 15169789 15517548
  13932383 17477841 20502893
  14320388 17499825 20497097
  15843807 16324942 17325551 19324898 17630552 19290878 18644231 19193900 23794027 24784741
  20513097 25191479 23299997 22380479 24585300 25626445 24022510 24585383 24859861 25595708
  24755229 24813472 24957456 25148076 25595025
  25370933 25557999 25714478
`;

/** The releases of the matrix, of those of the catalog, in the order of the list. */
export function matrixReleases(releases: readonly Release[]): readonly Release[] {
  const byBuild = new Map(releases.map((release) => [release.build, release]));
  return BUILDS.trim()
    .split(/\s+/)
    .flatMap((build) => byBuild.get(build) ?? []);
}

/** How each release stands to each advisory, by the function that judges hosts. Advisories from the youngest on. Pure. */
export function advisoryMatrix(
  rules: readonly Rule[],
  releases: readonly Release[],
): Pick<AdvisoryMatrix, 'advisories' | 'releases'> {
  const own = advisoryRulesOf(rules);
  const advisories = own.map(({ rule, advisory }) => ({ rule: rule.id, severity: rule.severity, advisory }));
  const rows = releases.map((release): MatrixRow => {
    const { name, version, build } = release;
    const statuses = own.map(({ check }) => fixState(runningOf(release), check).status);
    return { name, version, build, statuses };
  });
  return { advisories, releases: rows };
}
