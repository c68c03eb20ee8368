import { PATCH_REPORTERS } from '../../../../reports/patch.ts';
import type { TargetRelease } from '../../../model/catalog.ts';
import type { Scan } from '../../../model/scan.ts';
import { listSettingsAhead } from '../../../scan/list-settings-ahead.ts';
import { scanEstate } from '../../../scan/scan-estate.ts';
import type { AttestationArguments, ReportArguments, RuleArguments } from '../../common-options.ts';
import {
  type ConnectionArguments,
  type LabelArguments,
  narrowsScope,
  type ProcessArguments,
  type ReadingArguments,
  type ScopeArguments,
} from '../../connection-options.ts';
import { usageError } from '../../parser/usage-error.ts';
import { type ViewArguments, viewFrom } from '../../view-options.ts';
import { readAttestations } from '../../shared/attestations.ts';
import { type Io, note } from '../../shared/console.ts';
import { exitCodeOfPatchListing, exitCodeOfScan, type ScanJudgement } from '../../shared/exit-code.ts';
import { type HistoryArguments, recordInHistory, requireHistory } from '../../shared/history.ts';
import { findConfig } from '../../shared/load-config.ts';
import { chooseReports, writeReports } from '../../shared/report-output.ts';
import {
  chooseScanOutput,
  expectFrameworks,
  type ScanOutputArguments,
  writeChecklistOutput,
} from '../../shared/scan-output.ts';
import { type EarlierArguments, readEarlierScan } from '../../shared/saved-scan.ts';
import { gatherRequest } from '../../shared/scan-request.ts';
import { chooseRules, namesRules } from '../../shared/select-rules.ts';
import { plannedReleases, releaseForAll } from '../../shared/target-releases.ts';
import { withWaivers } from '../../shared/waivers.ts';

export type ScanArguments = AheadArguments &
  ScanOutputArguments &
  AttestationArguments &
  Partial<ViewArguments> &
  HistoryArguments &
  EarlierArguments &
  ScanJudgement & {
    readonly targetRelease?: string | undefined;
    readonly allSettings?: boolean | undefined;
    readonly record?: boolean | undefined;
  };

/** Judges every host in scope by the chosen rules. Reads only. */
export async function run(args: ScanArguments, io: Io): Promise<number> {
  return judgeScan(args, io, () => Promise.resolve());
}

/** The same, with something to do once the reports are written. */
export async function judgeScan(
  args: ScanArguments,
  io: Io,
  afterwards: (scan: Scan) => Promise<void>,
): Promise<number> {
  const targetRelease = await releaseForAll(args, io);
  if (args.allSettings === true && args.record === true) {
    throw usageError('--all-settings lists settings and makes no scan that --record could keep.');
  }
  if (args.allSettings === true) return listAhead(args, targetRelease, io);
  const output = await chooseScanOutput(args, viewFrom(args));
  const earlier = await readEarlierScan(args, io);
  const config = await findConfig(args, io);
  const chosen = await chooseRules(args, { config, io });
  expectFrameworks(output, chosen.frameworks);
  const attestations = await readAttestations(args, { config, frameworks: chosen.frameworks, io });
  const planned = await plannedReleases(args.targetRelease, targetRelease, { config, args, io, rules: chosen.rules });
  const rules = { ...chosen, attestations };
  if (args.record === true) await requireHistory(args, io);
  const { request, stop } = await gatherRequest(args, io, config);
  const found = await scanEstate({ ...request, ...rules, ...planned }).finally(stop);
  const whole = !namesRules(args) && !narrowsScope(args);
  const memory = earlier === null ? {} : { lastKnown: earlier.knownOf(found) };
  const scanned = await withWaivers(found, config, { whole, now: request.now(), ...memory }, io);
  const told = { ...scanned, since: earlier?.differencesTo(scanned) ?? null };
  await writeReports(output.reports, told, io);
  await afterwards(told);
  if (args.record === true) {
    const { id, file } = await recordInHistory(told, args, io);
    await note(io, `Kept as scan ${id} of the history ${JSON.stringify(file)}.`);
  }
  await writeChecklistOutput(output, told, io);
  return exitCodeOfScan(scanned, args);
}

export type AheadArguments = ConnectionArguments &
  ReadingArguments &
  ProcessArguments &
  ScopeArguments &
  LabelArguments &
  RuleArguments &
  ReportArguments & { readonly since?: string | undefined };

/** Lists what a patch does to every kernel setting. Throws USAGE without a target release, and for flags that choose rules. */
export async function listAhead(args: AheadArguments, targetRelease: TargetRelease | null, io: Io): Promise<number> {
  if (targetRelease === null)
    throw usageError('--all-settings needs --target-release: the release that the patch brings, by its name or build.');
  const { pack, rule, rules, vchAddress } = args;
  if ([pack, rule, rules, vchAddress].some((flag) => flag !== undefined)) {
    throw usageError(
      '--all-settings lists settings and judges by no rule: leave out --pack, --rule, --rules and --vch-address.',
    );
  }
  if (args.since !== undefined) throw usageError('--since compares findings, and --all-settings makes none.');
  const reports = await chooseReports(PATCH_REPORTERS, args);
  const { request, stop } = await gatherRequest(args, io);
  const listing = await listSettingsAhead({ ...request, targetRelease }).finally(stop);
  await writeReports(reports, listing, io);
  return exitCodeOfPatchListing(listing);
}
