import { WAIVER_REPORTERS } from '../../../../reports/waivers.ts';
import type { WaiverListing } from '../../../../reports/waivers/listing.ts';
import { daysLeft, waiverState } from '../../../evaluate/waive.ts';
import type { Waiver } from '../../../model/waiver.ts';
import type { ConfigArguments, ReportArguments } from '../../common-options.ts';
import type { Io } from '../../shared/console.ts';
import { exitCodeOfAnswer } from '../../shared/exit-code.ts';
import { findConfig } from '../../shared/load-config.ts';
import { chooseReports, writeReports } from '../../shared/report-output.ts';

/** The waivers of the config, without any host. */
export async function run(args: ConfigArguments & ReportArguments, io: Io): Promise<number> {
  const reports = await chooseReports(WAIVER_REPORTERS, args);
  const config = await findConfig(args, io);
  const listing = listWaivers(config?.waivers ?? [], new Date());
  await writeReports(reports, listing, io);
  return exitCodeOfAnswer(listing.waivers.every(({ state }) => state !== 'expired'));
}

/** How the waivers stand at a moment. */
export function listWaivers(waivers: readonly Waiver[], now: Date): WaiverListing {
  return {
    day: now.toISOString().slice(0, 10),
    waivers: waivers.map((waiver) => ({
      ...waiver,
      state: waiverState(waiver, now),
      daysLeft: daysLeft(waiver, now),
    })),
  };
}
