import { CATALOG_REPORTERS } from '../../../../reports/catalog.ts';
import type { CatalogListing, Release } from '../../../model/catalog.ts';
import { compareDefaults, listedRelease } from '../../../rules/catalog/listing.ts';
import { releaseOfBuild, resolveRelease } from '../../../rules/catalog/resolve.ts';
import { tool } from '../../../shipped/installation.ts';
import type { ReportArguments } from '../../common-options.ts';
import { usageError } from '../../parser/usage-error.ts';
import type { Io } from '../../shared/console.ts';
import { EXIT } from '../../shared/exit-code.ts';
import { chooseReports, writeReports } from '../../shared/report-output.ts';
import { shippedCatalog } from '../../shared/scan-request.ts';

/** What is known of ESXi releases, without any host. */
export async function run(args: CatalogArguments & ReportArguments, io: Io): Promise<number> {
  const reports = await chooseReports(CATALOG_REPORTERS, args);
  await writeReports(reports, await listCatalog(args), io);
  return EXIT.done;
}

export interface CatalogArguments {
  /** The same as `release`. */
  readonly name?: string | undefined;
  readonly release?: string | undefined;
  readonly build?: string | undefined;
  readonly flips?: readonly string[] | undefined;
}

/** Looks up what the flags ask for; every release without any. Throws USAGE, RELEASE_UNKNOWN and RELEASE_AMBIGUOUS. */
export async function listCatalog({ name, build, flips, ...args }: CatalogArguments): Promise<CatalogListing> {
  const given = [name, args.release, build, flips].filter((flag) => flag !== undefined);
  if (given.length > 1) {
    throw usageError('A release, --build and --flips are three questions: ask one of them.', [
      'Two releases are compared by: esxcheck catalog --flips FROM TO',
    ]);
  }
  const release = name ?? args.release;
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
