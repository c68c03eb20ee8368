import type { Config } from '../../../config/parse-config.ts';
import type { Judging } from '../../../scan/judge-facts.ts';
import { factsLacking, judgeSnapshot } from '../../../scan/judge-snapshot.ts';
import { scopedSnapshot, type SnapshotScope } from '../../../scan/snapshot-scope.ts';
import { tool } from '../../../shipped/installation.ts';
import type { AttestationArguments, ConfigArguments, RuleArguments } from '../../common-options.ts';
import { narrowsScope, type ScopeArguments } from '../../connection-options.ts';
import { type ViewArguments, viewFrom } from '../../view-options.ts';
import { readAttestations } from '../../shared/attestations.ts';
import { type Io, warn } from '../../shared/console.ts';
import { exitCodeOfScan, type ScanJudgement } from '../../shared/exit-code.ts';
import { findConfig } from '../../shared/load-config.ts';
import {
  chooseScanOutput,
  expectFrameworks,
  type ScanOutput,
  type ScanOutputArguments,
  writeScanOutput,
} from '../../shared/scan-output.ts';
import { chooseRules, namesRules } from '../../shared/select-rules.ts';
import { readSnapshot } from '../../shared/snapshot-file.ts';
import { plannedReleases, releaseForAll } from '../../shared/target-releases.ts';
import { withWaivers } from '../../shared/waivers.ts';

type EvaluateCommandArguments = Omit<EvaluateArguments, 'failOn'> &
  ScopeArguments &
  ConfigArguments &
  RuleArguments &
  ScanOutputArguments &
  AttestationArguments &
  Partial<ViewArguments> & { readonly failOn: string; readonly targetRelease?: string | undefined };

/** Judges saved facts as `scan` judges hosts. Asks nobody. */
export async function run(args: EvaluateCommandArguments, io: Io): Promise<number> {
  const targetRelease = await releaseForAll(args, io);
  const choice = await chooseScanOutput(args, viewFrom(args));
  const config = await findConfig(args, io);
  const chosen = await chooseRules(args, { config, io });
  expectFrameworks(choice, chosen.frameworks);
  const attestations = await readAttestations(args, { config, frameworks: chosen.frameworks, io });
  const rules = { ...chosen, attestations };
  const judging = {
    ...rules,
    ...(await plannedReleases(args.targetRelease, targetRelease, { config, args, io, rules: chosen.rules })),
  };
  const whole = !namesRules(args) && !narrowsScope(args);
  const asked = { choice, judging, config, whole, scope: snapshotScopeOf(args), io };
  return evaluateSnapshot({ ...args, failOn: args.failOn === 'warn' ? 'warn' : 'fail' }, asked);
}

export type EvaluateArguments = ScanJudgement & { readonly snapshot: string };

interface EvaluationContext {
  readonly choice: ScanOutput;
  readonly judging: Omit<Judging, 'tool'>;
  readonly config: Config | null;
  /** Whether all rules of the config judge. */
  readonly whole: boolean;
  readonly scope?: SnapshotScope;
  readonly io: Io;
}

/** Judges the facts of a snapshot. Asks nobody anything. Resolves to the exit code of a scan. */
export async function evaluateSnapshot(
  args: EvaluateArguments,
  { choice, judging, config, whole, scope = {}, io }: EvaluationContext,
): Promise<number> {
  const snapshot = scopedSnapshot(await readSnapshot(args.snapshot), scope);
  const lacking = [...factsLacking(snapshot, judging.rules).keys()];
  if (lacking.length > 0) await warn(io, `the snapshot was not taken for ${list(lacking)}; take it with --everything`);
  const found = judgeSnapshot(snapshot, { ...judging, tool: tool() });
  for (const remark of found.remarks ?? []) await warn(io, remark);
  const scan = await withWaivers(found, config, { whole, now: new Date() }, io);
  await writeScanOutput(choice, scan, io);
  return exitCodeOfScan(scan, args);
}

function snapshotScopeOf(args: ScopeArguments): SnapshotScope {
  const { datacenter, computeResource, host, folder, tag, attribute } = args;
  return {
    datacenters: datacenter,
    computeResources: computeResource,
    hosts: host,
    folders: folder,
    tags: tag,
    attributes: attribute,
  };
}

const SHOWN = 5;

function list(ids: readonly string[]): string {
  const more = ids.length - SHOWN;
  return ids.slice(0, SHOWN).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
