import type { KnownDefault, Release, ReleaseIdentity, TargetRelease } from '../../model/catalog.ts';
import type { CatalogFolder } from './folder.ts';

const MEASURED = { confidence: 'measured', source: 'lab host' } as const;

/** All that the catalog tells of a release, for `evaluate` to judge a patch by. */
export function targetReleaseOf(folder: CatalogFolder, release: Release): TargetRelease {
  const { labDependent, certified } = folder;
  return { ...identityOf(folder, release), defaults: defaultsOf(folder, release.build), labDependent, certified };
}

export function identityOf(folder: CatalogFolder, { name, version, build, released }: Release): ReleaseIdentity {
  return { name, version, build, released, measured: folder.measuredDefaults(build) !== undefined };
}

/** What is known of a build's defaults: all of them where it was measured, else those that the flips file tells. */
export function defaultsOf(
  { measuredDefaults, tracked }: CatalogFolder,
  build: string,
): ReadonlyMap<string, KnownDefault> {
  const measured = [...(measuredDefaults(build) ?? [])].map(
    ([setting, value]) => [setting, { value, ...MEASURED }] as const,
  );
  const told = tracked
    .filter((known) => known.build === build)
    .map(({ setting, value, confidence, source }) => [setting, { value, confidence, source }] as const);
  return new Map<string, KnownDefault>([...told, ...measured]);
}
