import { ADVISORY_REPORTERS } from '../../../../reports/catalog/advisories.ts';
import { MATRIX_REPORTERS } from '../../../../reports/catalog/matrix.ts';
import type { AdvisoryFile } from '../../../advisories/advisory-file.ts';
import { ADVISORY_PACK } from '../../../advisories/advisory-rules.ts';
import { advisoryAge, listAdvisories } from '../../../advisories/listing.ts';
import { advisoryMatrix, matrixReleases } from '../../../advisories/matrix.ts';
import type { ReleaseQuery } from '../../../model/advisory-listing.ts';
import type { Release } from '../../../model/catalog.ts';
import { resolveRelease } from '../../../rules/catalog/resolve.ts';
import { loadPacks } from '../../../rules/load.ts';
import { tool } from '../../../shipped/installation.ts';
import { shippedAdvisories } from '../../../shipped/shipped-advisories.ts';
import { shippedRules } from '../../../shipped/shipped-rules.ts';
import type { ConfigArguments, ReportArguments } from '../../common-options.ts';
import { usageError } from '../../parser/usage-error.ts';
import { readAdvisories } from '../../shared/advisories.ts';
import type { Io } from '../../shared/console.ts';
import { EXIT } from '../../shared/exit-code.ts';
import { findConfig } from '../../shared/load-config.ts';
import { chooseReports, writeReports } from '../../shared/report-output.ts';
import { shippedCatalog } from '../../shared/scan-request.ts';

export interface AdvisoryArguments extends ReportArguments, Partial<ConfigArguments> {
  /** The same as `release`. */
  readonly name?: string | undefined;
  readonly release?: string | undefined;
  readonly build?: string | undefined;
  readonly matrix?: boolean | undefined;
  /** Newer data, in place of the shipped. */
  readonly advisoriesFile?: string | undefined;
}

/** The data of `--advisories-file`, else of the config, else what comes with the program: that by which the site's hosts are judged. */
export async function advisoriesOfSite(
  { advisoriesFile, config }: Pick<AdvisoryArguments, 'advisoriesFile' | 'config'>,
  io: Io,
): Promise<AdvisoryFile> {
  const found = advisoriesFile === undefined ? await findConfig({ config }, { ...io, quiet: true }) : null;
  return (await readAdvisories({ advisories: advisoriesFile }, found)) ?? shippedAdvisories();
}

/** Tells of advisories without any host: all of them, how one release stands to them, or many releases by all. */
export async function tellAdvisories(args: AdvisoryArguments, io: Io): Promise<number> {
  const { releases } = await shippedCatalog();
  const data = await advisoriesOfSite(args, io);
  const rules = await loadPacks(shippedRules(new Set([ADVISORY_PACK]), data));
  const told = { tool: tool(), age: advisoryAge(data, new Date()) };
  if (args.matrix === true) {
    const reports = await chooseReports(MATRIX_REPORTERS, args);
    await writeReports(reports, { ...told, ...advisoryMatrix(rules, matrixReleases(releases)) }, io);
    return EXIT.done;
  }
  const release = askedRelease(releases, args);
  const reports = await chooseReports(ADVISORY_REPORTERS, args);
  await writeReports(reports, { ...told, release, advisories: listAdvisories(rules, release) }, io);
  return EXIT.done;
}

/** A build that no catalog holds is a release all the same, of which nothing is known. Throws RELEASE_UNKNOWN and RELEASE_AMBIGUOUS. */
function askedRelease(releases: readonly Release[], { name, build, ...args }: AdvisoryArguments): ReleaseQuery | null {
  const asked = name ?? args.release;
  if (asked !== undefined) return named(resolveRelease(releases, asked));
  if (build === undefined) return null;
  if (!/^[1-9]\d{4,11}$/.test(build)) {
    throw usageError(`--build ${JSON.stringify(build)} is no build number.`, ['Write it as 24022510.']);
  }
  const found = releases.find((release) => release.build === build);
  return found === undefined ? { name: null, version: null, build } : named(found);
}

function named({ name, version, build }: Release): ReleaseQuery {
  return { name, version, build };
}
