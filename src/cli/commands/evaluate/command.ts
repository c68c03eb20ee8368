import {
  ATTESTATION_OPTIONS,
  CHECKLIST_OPTIONS,
  CONFIG_OPTIONS,
  JUDGEMENT_OPTIONS,
  PATCH_OPTIONS,
  REPORT_OPTIONS,
  RULE_OPTIONS,
} from '../../common-options.ts';
import { SCOPE_OPTIONS } from '../../connection-options.ts';
import { defineCommand } from '../../parser/command.ts';
import { VIEW_OPTIONS } from '../../view-options.ts';

const TARGET_RELEASE = { 'target-release': PATCH_OPTIONS['target-release'] } as const;

/** Judges saved facts as `scan` judges hosts. Asks nobody. */
export const evaluate = defineCommand({
  usage: 'evaluate <snapshot>',
  summary: 'Judge the facts of a snapshot by the rules, without contacting anybody',
  examples: [
    ['$0 evaluate facts.esxsnap', 'the table that a scan would have printed'],
    ['$0 evaluate facts.esxsnap --tag Environment=Production', 'some of its hosts'],
    ['$0 evaluate facts.esxsnap --pack hpe --output scan.json', 'one pack, as the document of a scan'],
  ],
  epilogue: 'Exit code: 0 compliant, 1 at least one fail, 2 could not run, 3 no fail but something unknown.',
  positionals: {
    snapshot: { type: 'string', demandOption: true, describe: 'The file that "esxcheck snapshot" wrote' },
  },
  options: {
    ...SCOPE_OPTIONS,
    ...CONFIG_OPTIONS,
    ...RULE_OPTIONS,
    ...ATTESTATION_OPTIONS,
    ...TARGET_RELEASE,
    ...REPORT_OPTIONS,
    ...CHECKLIST_OPTIONS,
    ...VIEW_OPTIONS,
    ...JUDGEMENT_OPTIONS,
  },
  load: () => import('./run.ts'),
});
