import { defineCommand } from '../command.ts';
import { CONFIG_OPTIONS, JUDGEMENT_OPTIONS, REPORT_OPTIONS, RULE_OPTIONS } from '../options.ts';
import { PATCH_OPTIONS } from '../patch-options.ts';

const TARGET_RELEASE = { 'target-release': PATCH_OPTIONS['target-release'] } as const;

/** Judges saved facts as `scan` judges hosts. Asks nobody. */
export const evaluate = defineCommand({
  usage: 'evaluate <snapshot>',
  summary: 'Judge the facts of a snapshot by the rules, without contacting anybody',
  examples: [
    ['$0 evaluate facts.esxsnap', 'the table that a scan would have printed'],
    ['$0 evaluate facts.esxsnap --pack hpe --output scan.json', 'one pack, as the document of a scan'],
  ],
  epilogue: 'Exit code: 0 compliant, 1 at least one fail, 2 could not run, 3 no fail but something unknown.',
  positionals: {
    snapshot: { type: 'string', demandOption: true, describe: 'The file that "esxcheck snapshot" wrote' },
  },
  options: { ...CONFIG_OPTIONS, ...RULE_OPTIONS, ...TARGET_RELEASE, ...REPORT_OPTIONS, ...JUDGEMENT_OPTIONS },
  run: async (args, io) => {
    const { SCAN_REPORTERS } = await import('../../../reports/scan.ts');
    const { chooseReports } = await import('../report-choice.ts');
    const { chooseRules, namesRules } = await import('../rule-choice.ts');
    const { findConfig } = await import('../config-file.ts');
    const { chooseTargetRelease } = await import('../catalog-files.ts');
    const targetRelease = await chooseTargetRelease(args.targetRelease);
    const choice = await chooseReports(SCAN_REPORTERS, args);
    const config = await findConfig(args, io);
    const rules = await chooseRules(args, { config, io });
    const { evaluateSnapshot } = await import('../evaluating.ts');
    const judging = { ...rules, targetRelease };
    const asked = { choice, judging, config, whole: !namesRules(args), io };
    return evaluateSnapshot({ ...args, failOn: args.failOn === 'warn' ? 'warn' : 'fail' }, asked);
  },
});
