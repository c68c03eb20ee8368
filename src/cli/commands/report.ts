import { defineCommand } from '../command.ts';
import { exitCodeOfScan } from '../exit-code.ts';
import { HISTORY_OPTIONS } from '../history-options.ts';
import { JUDGEMENT_OPTIONS, REPORT_OPTIONS } from '../options.ts';
import { PATCH_OPTIONS } from '../patch-options.ts';

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
  options: { since: PATCH_OPTIONS.since, ...HISTORY_OPTIONS, ...REPORT_OPTIONS, ...JUDGEMENT_OPTIONS },
  run: async (args, io) => {
    const { SCAN_REPORTERS } = await import('../../../reports/scan.ts');
    const { chooseReports } = await import('../report-choice.ts');
    const choice = await chooseReports(SCAN_REPORTERS, args);
    const { isOfHistory, readScan } = await import('../scan-source.ts');
    const { readEarlierScan } = await import('../earlier-scan.ts');
    const { writeReports } = await import('../reports.ts');
    const { remarksOn } = await import('../../model/erratum.ts');
    const read = await readScan(args.scan, args, io);
    const remarks = remarksOn(read);
    const scan = remarks.length === 0 ? read : { ...read, remarks };
    const earlier = await readEarlierScan(args, io);
    const told = earlier === null ? scan : { ...scan, since: earlier.differencesTo(scan) };
    const charted = isOfHistory(args.scan)
      ? await (await import('../with-trends.ts')).withTrends(told, args, io)
      : told;
    await writeReports(choice, charted, io);
    return exitCodeOfScan(scan, { ...args, failOn: args.failOn === 'warn' ? 'warn' : 'fail' });
  },
});
