import { defineCommand } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { REPORT_OPTIONS, RULE_OPTIONS, RULE_SOURCE_OPTIONS } from '../../options.ts';

/** All that one rule says. */
export const show = defineCommand({
  usage: 'show <rule>',
  summary: 'Show one rule: what it asks, of which hosts, why, and what would mend it',
  examples: [
    ['$0 rules show hpe/gen8-interrupt-remapping', 'the rule about HPE Gen8 servers'],
    ['$0 rules show hardening/account-lockout', 'a rule with a profile'],
  ],
  positionals: { rule: { type: 'string', demandOption: true, describe: 'Id of the rule, such as vic/outbound-2377' } },
  options: { profile: RULE_OPTIONS.profile, ...RULE_SOURCE_OPTIONS, ...REPORT_OPTIONS },
  run: async ({ rule, ...args }, io) => {
    const { chooseReports } = await import('../../report-choice.ts');
    const { writeReports } = await import('../../reports.ts');
    const { RULE_REPORTERS } = await import('../../rule-reports.ts');
    const { chooseRules } = await import('../../rule-choice.ts');
    const reports = await chooseReports(RULE_REPORTERS, args);
    const { rules } = await chooseRules({ ...args, rule: [rule] });
    await writeReports(reports, rules, io);
    return EXIT.done;
  },
});
