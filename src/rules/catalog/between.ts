import { KNOWN_RELEASES, knownRelease } from '../../checks/values/release-branch.ts';
import type { KnownDefault, KnownRelease, Release, ReleaseIndex } from '../../model/catalog.ts';
import { sameWhenNormalized } from '../../model/reading.ts';
import type { CatalogFolder } from './folder.ts';

/**
 * Defaults that the nearest measured release before a release and the nearest after it share, where both are of its branch:
 * inferred, never measured. A branch is a version and the update within it, since 6.0 to 6.7 show one version for several
 * (docs/internals/domain.md 3); builds that were made aside are of none. Empty for a release that was measured itself.
 */
export function defaultsBetween(
  folder: CatalogFolder,
  release: Release,
  index: ReleaseIndex = KNOWN_RELEASES,
): ReadonlyMap<string, KnownDefault> {
  const own = knownRelease(Number(release.build), index);
  if (own === undefined || own.aside || folder.measuredDefaults(release.build) !== undefined) return new Map();
  const branch = folder.releases.filter((other) => isMeasuredOn(own, other, folder, index));
  const sorted = branch.toSorted((one, other) => Number(one.build) - Number(other.build));
  const before = sorted.findLast(({ build }) => Number(build) < Number(release.build));
  const after = sorted.find(({ build }) => Number(build) > Number(release.build));
  if (before === undefined || after === undefined || !isInOrder([before, release, after], index)) return new Map();
  return sharedDefaults(folder, before, after);
}

function isMeasuredOn(own: KnownRelease, other: Release, folder: CatalogFolder, index: ReleaseIndex): boolean {
  const known = knownRelease(Number(other.build), index);
  const isOfBranch = known?.version === own.version && known.update === own.update && !known.aside;
  return isOfBranch && folder.measuredDefaults(other.build) !== undefined;
}

/** Dates that say the opposite of the builds leave it open. */
function isInOrder(releases: readonly Release[], index: ReleaseIndex): boolean {
  const dates = releases
    .map(({ build }) => knownRelease(Number(build), index)?.released ?? null)
    .filter((date) => date !== null);
  return dates.every((date, place) => place === 0 || (dates[place - 1] ?? '') <= date);
}

function sharedDefaults(folder: CatalogFolder, before: Release, after: Release): ReadonlyMap<string, KnownDefault> {
  const later = folder.measuredDefaults(after.build);
  const shared = new Map<string, KnownDefault>();
  for (const [setting, value] of folder.measuredDefaults(before.build) ?? []) {
    const other = later?.get(setting);
    if (other === undefined || !sameWhenNormalized(value, other) || folder.labDependent.has(setting)) continue;
    shared.set(setting, { value: other, confidence: 'inferred', source: `${before.name} and ${after.name}` });
  }
  return shared;
}
