import { APPLY_REPORTERS } from '../../../../reports/apply.ts';
import type { Io } from '../../shared/console.ts';
import { chooseReports } from '../../shared/report-output.ts';
import type { ApplyingArguments } from '../apply/context.ts';
import { runApplying } from '../apply/dry-run.ts';

/** Undoes what the journal of an apply says was done, the newest first. */
export async function run(args: ApplyingArguments, io: Io): Promise<number> {
  const choice = await chooseReports(APPLY_REPORTERS, args);
  return runApplying('rollback', args, { choice, io });
}
