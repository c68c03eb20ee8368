import { defineCommand } from '../command.ts';
import { exitCodeOfKernel } from '../exit-code.ts';
import { warn } from '../io.ts';
import { misuse } from '../misuse.ts';
import { CONNECTION_OPTIONS, READING_OPTIONS, SCOPE_OPTIONS } from '../connection-options.ts';
import { REPORT_OPTIONS } from '../options.ts';

/** Names of VMkernel settings are words; anything else is a typing mistake and is not sent to hundreds of hosts. */
const SETTING_NAME = /^[A-Za-z0-9_.-]{1,128}$/;

/** Shows one VMkernel setting on all hosts: what Get-iovDisableIR did, for any setting and without the waiting. */
export const kernel = defineCommand({
  usage: 'kernel <name>',
  summary: 'Show one VMkernel setting on all hosts: default, configured, runtime',
  examples: [
    ['$0 kernel iovDisableIR --target vcenter.example.com --user audit@vsphere.local', 'a table, sorted by name'],
    ['$0 kernel iovDisableIR --target vcenter.example.com --format lines', 'NAME (BUILD) -> Def:X-Con:Y-Run:Z'],
  ],
  epilogue: 'Exit code: 0 done, 2 could not run, 3 some hosts could not be read.',
  positionals: { name: { type: 'string', demandOption: true, describe: 'The setting, such as iovDisableIR' } },
  options: { ...CONNECTION_OPTIONS, ...READING_OPTIONS, ...SCOPE_OPTIONS, ...REPORT_OPTIONS },
  run: async (args, io) => {
    if (!SETTING_NAME.test(args.name)) {
      throw misuse(`${JSON.stringify(args.name)} is no name of a VMkernel setting.`, [
        'Such a name reads iovDisableIR.',
      ]);
    }
    const { KERNEL_REPORTERS } = await import('../../../reports/kernel.ts');
    const { chooseReports } = await import('../report-choice.ts');
    const reports = await chooseReports(KERNEL_REPORTERS, args);
    const { gatherRequest } = await import('../gathering.ts');
    const { listKernelSetting } = await import('../../scan/scan-estate.ts');
    const { writeReports } = await import('../reports.ts');
    const { request, stop } = await gatherRequest(args, io);
    const listing = await listKernelSetting({ ...request, setting: args.name }).finally(stop);
    await writeReports(reports, listing, io);
    if (listing.hosts.every(({ kernel }) => kernel.get(args.name)?.kind === 'absent')) {
      await warn(
        io,
        `no host has a VMkernel setting ${args.name}; look at the spelling, upper and lower case included`,
      );
    }
    return exitCodeOfKernel(listing);
  },
});
