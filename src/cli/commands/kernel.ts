import { EsxcheckError } from '../../model/errors.ts';
import type { KernelSetting } from '../../model/kernel-setting.ts';
import { nearest } from '../../model/nearest.ts';
import type { Reading } from '../../model/reading.ts';
import type { KernelListing } from '../../model/scan.ts';
import { defineCommand } from '../command.ts';
import { CONNECTION_OPTIONS, READING_OPTIONS, SCOPE_OPTIONS } from '../connection-options.ts';
import { exitCodeOfKernel } from '../exit-code.ts';
import { misuse } from '../misuse.ts';
import { REPORT_OPTIONS } from '../options.ts';

/** Names of VMkernel settings are words; anything else is a typing mistake and is not sent to hundreds of hosts. */
const SETTING_NAME = /^[A-Za-z0-9_.-]{1,128}$/;

/**
 * No host lists the name: mistyped, most likely in upper and lower case. Null where a host has it, or where one that did not
 * answer may have it; a host that lists a name of the same letters is not taken for one that lacks the setting.
 */
async function unknownSetting({ setting, hosts }: KernelListing): Promise<EsxcheckError | null> {
  const readings = hosts.map(({ kernel }) => kernel.get(setting));
  if (readings.length === 0 || !readings.every(isNotListed)) return null;
  const { shippedCatalog } = await import('../catalog-files.ts');
  const { settingNames } = await shippedCatalog();
  const meant = nearest(setting, settingNames);
  const isSure = readings.every((reading) => reading?.kind === 'absent');
  if (!isSure && (meant === null || meant === setting)) return null;
  return new EsxcheckError('SETTING_UNKNOWN', `No host lists a VMkernel setting ${setting}.`, {
    details: [
      meant === null || meant === setting
        ? 'Look at the spelling; upper and lower case matter.'
        : `Did you mean ${meant}?`,
    ],
  });
}

function isNotListed(reading: Reading<KernelSetting> | undefined): boolean {
  return reading?.kind === 'absent' || (reading?.kind === 'unread' && reading.problem.code === 'setting-not-reported');
}

/** Shows one VMkernel setting on all hosts: what Get-iovDisableIR did, for any setting and without the waiting. */
export const kernel = defineCommand({
  usage: 'kernel <name>',
  summary: 'Show one VMkernel setting on all hosts: default, configured, runtime',
  examples: [
    ['$0 kernel iovDisableIR --target vcenter.example.com --user audit@vsphere.local', 'a table, sorted by name'],
    ['$0 kernel iovDisableIR --target vcenter.example.com --format lines', 'NAME (BUILD) -> Def:X-Con:Y-Run:Z'],
  ],
  epilogue: 'Exit code: 0 done, 2 could not run, or no host has such a setting, 3 some hosts could not be read.',
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
    const unknown = await unknownSetting(listing);
    if (unknown !== null) throw unknown;
    await writeReports(reports, listing, io);
    return exitCodeOfKernel(listing);
  },
});
