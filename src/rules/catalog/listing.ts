import type {
  DefaultFlip,
  DefaultFlips,
  KnownDefault,
  ListedRelease,
  Release,
  ReleaseIdentity,
  TargetRelease,
} from '../../model/catalog.ts';
import { sameWhenNormalized } from '../../model/reading.ts';
import { siteDefaultsOf, type SiteMeasurement } from '../../model/site-default.ts';
import { defaultsBetween } from './between.ts';
import type { CatalogFolder } from './folder.ts';
import { supportOf } from './lifecycle.ts';

const MEASURED = { confidence: 'measured', source: 'lab host' } as const;

/** All that the catalog tells of a release, and what hosts of the site showed of it, for `evaluate` to judge a patch by. */
export function targetReleaseOf(
  folder: CatalogFolder,
  release: Release,
  measurements: readonly SiteMeasurement[] = [],
): TargetRelease {
  const { labDependent, certified } = folder;
  const own = measurements.filter(({ build, version }) => build === release.build && version === release.version);
  const between = defaultsBetween(folder, release);
  return {
    ...identityOf(folder, release),
    defaults: defaultsOf(folder, release.build),
    labDependent,
    certified,
    ...(own.length === 0 ? {} : { site: siteDefaultsOf(own, 'learnt') }),
    ...(between.size === 0 ? {} : { between }),
  };
}

function identityOf(folder: CatalogFolder, { name, version, build, released }: Release): ReleaseIdentity {
  return { name, version, build, released, measured: folder.measuredDefaults(build) !== undefined };
}

/** What is known of a build's defaults: all of them where it was measured, else those that the flips file tells. */
function defaultsOf({ measuredDefaults, tracked }: CatalogFolder, build: string): ReadonlyMap<string, KnownDefault> {
  const measured = [...(measuredDefaults(build) ?? [])].map(
    ([setting, value]) => [setting, { value, ...MEASURED }] as const,
  );
  const told = tracked
    .filter((known) => known.build === build)
    .map(({ setting, value, confidence, source }) => [setting, { value, confidence, source }] as const);
  return new Map<string, KnownDefault>([...told, ...measured]);
}

/** A release with what is known of the settings whose defaults patches have changed. */
export function listedRelease(folder: CatalogFolder, release: Release): ListedRelease {
  const defaults = defaultsOf(folder, release.build);
  const followed = [...new Set(folder.tracked.map(({ setting }) => setting))];
  const known = followed.flatMap((setting) => {
    const found = defaults.get(setting);
    return found === undefined ? [] : [{ setting, ...found }];
  });
  const support = supportOf(folder.lifecycle, release.version) ?? null;
  return { ...release, measured: folder.measuredDefaults(release.build) !== undefined, known, support };
}

/**
 * How the defaults of two releases differ. Only what is known of both is compared: of a release that was not measured,
 * that is what the flips file tells. Another notation of the same value is no difference.
 */
export function compareDefaults(folder: CatalogFolder, from: Release, to: Release): DefaultFlips {
  const [before, after] = [defaultsOf(folder, from.build), defaultsOf(folder, to.build)];
  const [fromRelease, toRelease] = [identityOf(folder, from), identityOf(folder, to)];
  const complete = fromRelease.measured && toRelease.measured;
  const settings = [...new Set([...before.keys(), ...after.keys()])].sort(byLowerCase);
  const compared = settings
    .map((setting) => ({ setting, one: before.get(setting) ?? null, other: after.get(setting) ?? null }))
    .filter(({ one, other }) => complete || (one !== null && other !== null));
  const flips = compared.flatMap(({ setting, one, other }): DefaultFlip[] => {
    const change = changeOf(one, other);
    return change === null
      ? []
      : [{ setting, from: one, to: other, change, labDependent: folder.labDependent.has(setting) }];
  });
  return { from: fromRelease, to: toRelease, complete, flips, same: compared.length - flips.length };
}

function changeOf(one: KnownDefault | null, other: KnownDefault | null): DefaultFlip['change'] | null {
  if (one === null) return 'new';
  if (other === null) return 'gone';
  return sameWhenNormalized(one.value, other.value) ? null : 'default';
}

function byLowerCase(one: string, other: string): number {
  const [left, right] = [one.toLowerCase(), other.toLowerCase()];
  return left < right ? -1 : Number(left > right);
}
