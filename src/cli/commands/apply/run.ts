import { APPLY_REPORTERS } from '../../../../reports/apply.ts';
import type { Io } from '../../shared/console.ts';
import { chooseReports } from '../../shared/report-output.ts';
import type { ApplyingArguments } from './context.ts';
import { runApplying } from './dry-run.ts';
import { requireReboot } from './reboots.ts';

/** Carries a plan out, under a journal, after a dry run and a yes. */
export async function run(args: ApplyingArguments, io: Io): Promise<number> {
  requireReboot(args);
  const choice = await chooseReports(APPLY_REPORTERS, args);
  return runApplying('apply', args, { choice, io });
}
