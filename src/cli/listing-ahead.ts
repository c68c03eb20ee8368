import type { TargetRelease } from '../model/catalog.ts';
import { exitCodeOfPatchListing } from './exit-code.ts';
import type { Io } from './io.ts';
import { misuse } from './misuse.ts';
import type { ConnectionArguments, ReadingArguments, ScopeArguments } from './connection-options.ts';
import type { ReportArguments, RuleArguments } from './options.ts';

export type AheadArguments = ConnectionArguments &
  ReadingArguments &
  ScopeArguments &
  RuleArguments &
  ReportArguments & { readonly since?: string | undefined };

/** Lists what a patch does to every kernel setting. Throws USAGE without a target release, and for flags that choose rules. */
export async function listAhead(args: AheadArguments, targetRelease: TargetRelease | null, io: Io): Promise<number> {
  if (targetRelease === null) throw misuse('--all-settings needs --target-release: the release that the patch brings.');
  const { pack, rule, rules, vchAddress } = args;
  if ([pack, rule, rules, vchAddress].some((flag) => flag !== undefined)) {
    throw misuse(
      '--all-settings lists settings and judges by no rule: leave out --pack, --rule, --rules and --vch-address.',
    );
  }
  if (args.since !== undefined) throw misuse('--since compares findings, and --all-settings makes none.');
  const { PATCH_REPORTERS } = await import('../../reports/patch.ts');
  const { chooseReports } = await import('./report-choice.ts');
  const { gatherRequest } = await import('./gathering.ts');
  const { listSettingsAhead } = await import('../scan/list-settings-ahead.ts');
  const { writeReports } = await import('./reports.ts');
  const reports = await chooseReports(PATCH_REPORTERS, args);
  const { request, stop } = await gatherRequest(args, io);
  const listing = await listSettingsAhead({ ...request, targetRelease }).finally(stop);
  await writeReports(reports, listing, io);
  return exitCodeOfPatchListing(listing);
}
