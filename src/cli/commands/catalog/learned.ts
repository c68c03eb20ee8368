import { LEARNT_REPORTERS } from '../../../../reports/learnt.ts';
import { tool } from '../../../shipped/installation.ts';
import { readSiteCatalog } from '../../../site-catalog/file.ts';
import { type Measurement, measurementsIn } from '../../../site-catalog/site-catalog.ts';
import type { ConfigArguments, ReportArguments } from '../../common-options.ts';
import type { Io } from '../../shared/console.ts';
import { EXIT } from '../../shared/exit-code.ts';
import { chooseReports, writeReports } from '../../shared/report-output.ts';
import { shippedCatalog } from '../../shared/scan-request.ts';
import { siteCatalogPath } from '../../shared/site-catalog.ts';

/** Lists what the site learnt and did not forget. */
export async function run(args: ConfigArguments & ReportArguments, io: Io): Promise<number> {
  const reports = await chooseReports(LEARNT_REPORTERS, args);
  const file = await siteCatalogPath(args, io, { toWrite: false });
  const { releases } = await shippedCatalog();
  const names = new Map(releases.map(({ build, name }) => [build, name]));
  const measurements = measurementsIn(await readSiteCatalog(file))
    .map((each) => ({ ...each, release: names.get(each.build) ?? null }))
    .toSorted(byBuild);
  await writeReports(reports, { tool: tool(), file, measurements }, io);
  return EXIT.done;
}

function byBuild(one: Measurement, other: Measurement): number {
  return Number(one.build) - Number(other.build) || (one.host < other.host ? -1 : Number(one.host > other.host));
}
