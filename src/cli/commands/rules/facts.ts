import { defineCommand } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { REPORT_OPTIONS } from '../../options.ts';

/** What rules can speak of. */
export const facts = defineCommand({
  usage: 'facts',
  summary: 'List every fact that a rule may name: its type, where it may be named, what it is',
  examples: [
    ['$0 rules facts', 'for people'],
    ['$0 rules facts --format lines', 'to grep'],
  ],
  options: REPORT_OPTIONS,
  run: async (args, io) => {
    const { chooseReports } = await import('../../report-choice.ts');
    const { writeReports } = await import('../../reports.ts');
    const { FACT_REPORTERS } = await import('../../fact-reports.ts');
    const { listFacts } = await import('../../../checks/published-facts.ts');
    const reports = await chooseReports(FACT_REPORTERS, args);
    await writeReports(reports, listFacts(), io);
    return EXIT.done;
  },
});
