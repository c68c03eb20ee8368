import { DIFF_REPORTERS } from '../../../../reports/diff.ts';
import { compareScans } from '../../../history/compare-scans.ts';
import type { Difference } from '../../../model/history.ts';
import { hostLabels } from '../../../model/place-labels.ts';
import { tool } from '../../../shipped/installation.ts';
import type { ReportArguments } from '../../common-options.ts';
import type { Io } from '../../shared/console.ts';
import { EXIT } from '../../shared/exit-code.ts';
import { chooseReports, type ReportChoice, writeReports } from '../../shared/report-output.ts';
import { type DiffArguments, readPastScans } from './past-scans.ts';

/** Says what changed between two scans of the past. Asks nobody. */
export async function run(args: DiffArguments & ReportArguments, io: Io): Promise<number> {
  const choice = await chooseReports(DIFF_REPORTERS, args);
  return tellDifference(args, choice, io);
}

/** Says what changed between two scans. Resolves to the exit code. */
export async function tellDifference(args: DiffArguments, choice: ReportChoice<Difference>, io: Io): Promise<number> {
  const { before, after, remarks } = await readPastScans(args, io);
  const nameOf = hostLabels(after.hosts);
  const names = new Map(after.hosts.map((host) => [host.id, nameOf(host)]));
  const found = compareScans(before, after);
  const moments = { beforeAt: before.startedAt, afterAt: after.startedAt };
  await writeReports(choice, { tool: tool(), ...moments, found, names, remarks }, io);
  return EXIT.done;
}
