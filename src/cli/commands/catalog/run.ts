import { AGE_REPORTERS } from '../../../../reports/catalog/age.ts';
import { CATALOG_REPORTERS } from '../../../../reports/catalog.ts';
import type { CatalogListing, Release } from '../../../model/catalog.ts';
import { catalogAge } from '../../../rules/catalog/age.ts';
import { compareDefaults, listedRelease } from '../../../rules/catalog/listing.ts';
import { releaseOfBuild, resolveRelease } from '../../../rules/catalog/resolve.ts';
import { tool } from '../../../shipped/installation.ts';
import type { ConfigArguments, ReportArguments } from '../../common-options.ts';
import { usageError } from '../../parser/usage-error.ts';
import type { Io } from '../../shared/console.ts';
import { EXIT } from '../../shared/exit-code.ts';
import { chooseReports, writeReports } from '../../shared/report-output.ts';
import { shippedCatalog } from '../../shared/scan-request.ts';
import { advisoriesOfSite, tellAdvisories } from './advisories.ts';

/** What is known of ESXi releases, without any host. */
export async function run(args: CatalogArguments & ReportArguments, io: Io): Promise<number> {
  requireOneQuestion(args);
  if (args.advisories === true) return tellAdvisories(args, io);
  if (args.age === true) return tellAge(args, io);
  const reports = await chooseReports(CATALOG_REPORTERS, args);
  await writeReports(reports, await listCatalog(args), io);
  return EXIT.done;
}

async function tellAge(args: CatalogArguments & ReportArguments, io: Io): Promise<number> {
  const reports = await chooseReports(AGE_REPORTERS, args);
  const { asOf, exploited } = await advisoriesOfSite(args, io);
  const days = { advisories: asOf, exploited: exploited.asOf };
  await writeReports(reports, { tool: tool(), ...catalogAge(await shippedCatalog(), days, new Date()) }, io);
  return EXIT.done;
}

export interface CatalogArguments extends Partial<ConfigArguments> {
  /** The same as `release`. */
  readonly name?: string | undefined;
  readonly release?: string | undefined;
  readonly build?: string | undefined;
  readonly flips?: readonly string[] | undefined;
  readonly age?: boolean | undefined;
  readonly advisories?: boolean | undefined;
  readonly matrix?: boolean | undefined;
  readonly advisoriesFile?: string | undefined;
}

function requireOneQuestion({ name, release, build, flips, age, ...args }: CatalogArguments): void {
  const { advisories, matrix, advisoriesFile } = args;
  const ofRelease = [name, release, build].filter((flag) => flag !== undefined).length;
  const others = [flips !== undefined, age === true, matrix === true].filter(Boolean).length;
  if (advisories !== true && (matrix === true || advisoriesFile !== undefined)) {
    throw usageError('--matrix and --advisories-file go with --advisories.', []);
  }
  if (ofRelease + others + (advisories === true && (flips !== undefined || age === true) ? 1 : 0) <= 1) return;
  throw usageError('A release, --build, --flips, --age and --matrix are several questions: ask one of them.', [
    'Two releases are compared by: esxcheck catalog --flips FROM TO',
    'One release by all advisories: esxcheck catalog --advisories --build BUILD',
  ]);
}

/** Looks up what the flags ask for; every release without any. Throws RELEASE_UNKNOWN and RELEASE_AMBIGUOUS. */
async function listCatalog({ name, build, flips, ...args }: CatalogArguments): Promise<CatalogListing> {
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
