import type { ReportArguments, RuleArguments } from '../../common-options.ts';
import type { Io } from '../../shared/console.ts';
import { EXIT } from '../../shared/exit-code.ts';
import { chooseReports, writeReports } from '../../shared/report-output.ts';
import { chooseRules } from '../../shared/select-rules.ts';
import { RULE_LIST_REPORTERS } from './reports.ts';

type RuleSelection = Pick<RuleArguments, 'pack' | 'rules'>;

/** One line for each rule. */
export async function run(args: RuleSelection & ReportArguments, io: Io): Promise<number> {
  const reports = await chooseReports(RULE_LIST_REPORTERS, args);
  const { rules } = await chooseRules(args, null, 'all');
  await writeReports(reports, rules, io);
  return EXIT.done;
}
