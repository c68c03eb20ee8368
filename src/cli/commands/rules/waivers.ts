import { defineCommand } from '../../command.ts';
import { exitCodeOfAnswer } from '../../exit-code.ts';
import { CONFIG_OPTIONS, REPORT_OPTIONS } from '../../options.ts';

/** The waivers of the config, without any host. */
export const waivers = defineCommand({
  usage: 'waivers',
  summary: 'List the waivers of the config: until when, what, why and whose',
  examples: [
    ['$0 rules waivers', 'those of ./esxcheck.yaml, or of the config in your own folder'],
    ['$0 rules waivers --config ./esxcheck.yaml --format csv', 'for a review'],
  ],
  epilogue: [
    'A waiver holds up to the end of the day that it names, in UTC; it is "expiring" from 30 days before. What an expired',
    'one hid counts again.',
    '',
    'Exit code: 0 none has expired, 1 at least one has, 2 could not run, such as a file that is no config.',
  ].join('\n'),
  options: { ...CONFIG_OPTIONS, ...REPORT_OPTIONS },
  run: async (args, io) => {
    const { WAIVER_REPORTERS } = await import('../../../../reports/waivers.ts');
    const { chooseReports } = await import('../../report-choice.ts');
    const { writeReports } = await import('../../reports.ts');
    const { findConfig } = await import('../../config-file.ts');
    const { listWaivers } = await import('../../waiver-list.ts');
    const reports = await chooseReports(WAIVER_REPORTERS, args);
    const config = await findConfig(args, io);
    const listing = listWaivers(config?.waivers ?? [], new Date());
    await writeReports(reports, listing, io);
    return exitCodeOfAnswer(listing.waivers.every(({ state }) => state !== 'expired'));
  },
});
