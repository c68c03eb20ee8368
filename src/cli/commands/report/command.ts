import {
  ATTESTATION_OPTIONS,
  CHECKLIST_OPTIONS,
  HISTORY_OPTIONS,
  JUDGEMENT_OPTIONS,
  PATCH_OPTIONS,
  REPORT_OPTIONS,
} from '../../common-options.ts';
import { defineCommand } from '../../parser/command.ts';
import { VIEW_OPTIONS } from '../../view-options.ts';

/** Renders a scan that was saved. Asks nobody and judges nothing anew. */
export const report = defineCommand({
  usage: 'report <scan>',
  summary: 'Render a saved scan in any format, without contacting anybody',
  examples: [
    ['$0 report scan.json', 'the table that the scan would have printed'],
    ['$0 report scan.json --output report.md --output junit.xml', 'for a ticket, and for a CI server'],
    ['$0 report latest --output report.html', 'the newest scan of the history'],
    ['$0 report today.json --since yesterday.json', 'with what has changed between the two'],
  ],
  epilogue:
    'Exit code, as of the scan: 0 compliant, 1 at least one fail, 2 could not run, 3 no fail but something unknown.',
  positionals: {
    scan: {
      type: 'string',
      demandOption: true,
      describe: 'A scan saved as JSON, or one of the history: latest, yesterday, its number, a day',
    },
  },
  options: {
    since: PATCH_OPTIONS.since,
    ...ATTESTATION_OPTIONS,
    ...HISTORY_OPTIONS,
    ...REPORT_OPTIONS,
    ...CHECKLIST_OPTIONS,
    ...VIEW_OPTIONS,
    ...JUDGEMENT_OPTIONS,
  },
  load: () => import('./run.ts'),
});
