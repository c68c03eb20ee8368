import type { ReportArguments, RuleArguments } from '../../common-options.ts';
import type { Io } from '../../shared/console.ts';
import { EXIT } from '../../shared/exit-code.ts';
import { chooseReports, writeReports } from '../../shared/report-output.ts';
import { chooseRules } from '../../shared/select-rules.ts';
import { RULE_REPORTERS } from './reports.ts';

/** All that one rule says. */
export async function run(
  { rule, ...args }: Pick<RuleArguments, 'rules' | 'profile'> & ReportArguments & { readonly rule: string },
  io: Io,
): Promise<number> {
  const reports = await chooseReports(RULE_REPORTERS, args);
  const { rules } = await chooseRules({ ...args, rule: [rule] });
  await writeReports(reports, rules, io);
  return EXIT.done;
}
