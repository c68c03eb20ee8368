import type { CatalogListing, Release } from '../model/catalog.ts';
import { compareDefaults, listedRelease } from '../rules/catalog/listing.ts';
import { releaseOfBuild, resolveRelease } from '../rules/catalog/resolve.ts';
import { shippedCatalog } from './catalog-files.ts';
import { tool } from '../shipped/installation.ts';
import { misuse } from './misuse.ts';

export interface CatalogArguments {
  readonly release?: string | undefined;
  readonly build?: string | undefined;
  readonly flips?: readonly string[] | undefined;
}

/** Looks up what the flags ask for; every release without any. Throws USAGE, RELEASE_UNKNOWN and RELEASE_AMBIGUOUS. */
export async function listCatalog({ release, build, flips }: CatalogArguments): Promise<CatalogListing> {
  const given = [release, build, flips].filter((flag) => flag !== undefined);
  if (given.length > 1) throw misuse('--release, --build and --flips are three questions: ask one of them.');
  const folder = await shippedCatalog();
  const listing = (releases: readonly Release[]): CatalogListing => ({
    tool: tool(),
    releases: releases.map((each) => listedRelease(folder, each)),
    flips: null,
  });
  if (release !== undefined) return listing([resolveRelease(folder.releases, release)]);
  if (build !== undefined) return listing([releaseOfBuild(folder.releases, build)]);
  if (flips === undefined) return listing(folder.releases);
  const [from = '', to = ''] = flips;
  const pair = [resolveRelease(folder.releases, from), resolveRelease(folder.releases, to)] as const;
  return { ...listing(pair), flips: compareDefaults(folder, ...pair) };
}
