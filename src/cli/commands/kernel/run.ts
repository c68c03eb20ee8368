import { KERNEL_REPORTERS } from '../../../../reports/kernel.ts';
import { EsxcheckError } from '../../../model/errors.ts';
import type { KernelSetting } from '../../../model/kernel-setting.ts';
import { nearest } from '../../../model/nearest.ts';
import type { Reading } from '../../../model/reading.ts';
import type { KernelListing } from '../../../model/scan.ts';
import { listKernelSetting } from '../../../scan/scan-estate.ts';
import type { ReportArguments } from '../../common-options.ts';
import type {
  ConnectionArguments,
  ProcessArguments,
  ReadingArguments,
  ScopeArguments,
} from '../../connection-options.ts';
import { usageError } from '../../parser/usage-error.ts';
import type { Io } from '../../shared/console.ts';
import { exitCodeOfKernel } from '../../shared/exit-code.ts';
import { chooseReports, writeReports } from '../../shared/report-output.ts';
import { gatherRequest, shippedCatalog } from '../../shared/scan-request.ts';

type KernelArguments = ConnectionArguments &
  ReadingArguments &
  ProcessArguments &
  ScopeArguments &
  ReportArguments & { readonly name: string };

/** Shows one VMkernel setting on all hosts: what Get-iovDisableIR did, for any setting and without the waiting. */
export async function run(args: KernelArguments, io: Io): Promise<number> {
  if (!SETTING_NAME.test(args.name)) {
    throw usageError(`${JSON.stringify(args.name)} is no name of a VMkernel setting.`, [
      'Such a name reads iovDisableIR.',
    ]);
  }
  const reports = await chooseReports(KERNEL_REPORTERS, args);
  const { request, stop } = await gatherRequest(args, io);
  const listing = await listKernelSetting({ ...request, setting: args.name }).finally(stop);
  const unknown = await unknownSetting(listing);
  if (unknown !== null) throw unknown;
  await writeReports(reports, listing, io);
  return exitCodeOfKernel(listing);
}

/** Names of VMkernel settings are words; anything else is a typing mistake and is not sent to hundreds of hosts. */
const SETTING_NAME = /^[A-Za-z0-9_.-]{1,128}$/;

/**
 * No host lists the name: mistyped, most likely in upper and lower case. Null where a host has it, or where one that did not
 * answer may have it; a host that lists a name of the same letters is not taken for one that lacks the setting.
 */
async function unknownSetting({ setting, hosts }: KernelListing): Promise<EsxcheckError | null> {
  const readings = hosts.map(({ kernel }) => kernel.get(setting));
  if (readings.length === 0 || !readings.every(isNotListed)) return null;
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
