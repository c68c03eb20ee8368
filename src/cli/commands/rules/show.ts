import { selectRules } from '../../../rules/select.ts';
import type { ReportArguments, RuleArguments } from '../../common-options.ts';
import type { Io } from '../../shared/console.ts';
import { EXIT } from '../../shared/exit-code.ts';
import { chooseReports, writeReports } from '../../shared/report-output.ts';
import { knownRules, profiled } from '../../shared/select-rules.ts';
import { RULE_REPORTERS } from './reports.ts';

/** All that one rule says, as its file has it. Throws UNKNOWN_RULE, UNKNOWN_PROFILE. */
export async function run(
  { rule, ...args }: Pick<RuleArguments, 'rules' | 'profile'> & ReportArguments & { readonly rule: string },
  io: Io,
): Promise<number> {
  const reports = await chooseReports(RULE_REPORTERS, args);
  const known = await knownRules({ ...args, rule: [rule] }, null, { packs: false, enabled: false, usual: null });
  const [found] = selectRules(known, { packs: [], ids: [rule] });
  const ofPack = known.filter(({ pack }) => pack === found?.pack);
  const shown = selectRules(profiled(ofPack, args.profile), { packs: [], ids: [rule] });
  await writeReports(reports, shown, io);
  return EXIT.done;
}
