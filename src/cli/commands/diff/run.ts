import { DIFF_REPORTERS } from '../../../../reports/diff.ts';
import { compareScans } from '../../../history/compare-scans.ts';
import { remarksOn } from '../../../model/erratum.ts';
import type { Difference } from '../../../model/history.ts';
import { hostLabels } from '../../../model/place-labels.ts';
import { lossesOf, type Scan } from '../../../model/scan.ts';
import { tool } from '../../../shipped/installation.ts';
import type { ReportArguments } from '../../common-options.ts';
import type { Io } from '../../shared/console.ts';
import { EXIT } from '../../shared/exit-code.ts';
import type { HistoryArguments } from '../../shared/history.ts';
import { chooseReports, type ReportChoice, writeReports } from '../../shared/report-output.ts';
import { readScan } from '../../shared/saved-scan.ts';

/** Says what changed between two scans of the past. Asks nobody. */
export async function run(args: DiffArguments & ReportArguments, io: Io): Promise<number> {
  const choice = await chooseReports(DIFF_REPORTERS, args);
  return tellDifference(args, choice, io);
}

export type DiffArguments = HistoryArguments & { readonly before: string; readonly after: string };

/** Says what changed between two scans. Resolves to the exit code. */
export async function tellDifference(args: DiffArguments, choice: ReportChoice<Difference>, io: Io): Promise<number> {
  const [before, after] = [await readScan(args.before, args, io), await readScan(args.after, args, io)];
  const nameOf = hostLabels(after.hosts);
  const names = new Map(after.hosts.map((host) => [host.id, nameOf(host)]));
  const found = compareScans(before, after);
  const remarks = [...remarksOfScan('earlier', before), ...remarksOfScan('later', after)];
  const moments = { beforeAt: before.startedAt, afterAt: after.startedAt };
  await writeReports(choice, { tool: tool(), ...moments, found, names, remarks }, io);
  return EXIT.done;
}

/** What a reader of the differences must know of one of the two scans. */
function remarksOfScan(which: 'earlier' | 'later', scan: Scan): readonly string[] {
  const losses = lossesOf(scan.targets).map((loss) => `The ${which} scan is incomplete: ${loss}`);
  return [...losses, ...remarksOn(scan).map((remark) => `Of the ${which} scan: ${remark}`)];
}
