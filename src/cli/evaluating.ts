import type { Config } from '../config/parse-config.ts';
import type { Scan } from '../model/scan.ts';
import type { Judging } from '../scan/judge-facts.ts';
import { factsLacking, judgeSnapshot } from '../scan/judge-snapshot.ts';
import { tool } from '../shipped/installation.ts';
import { exitCodeOfScan, type ScanJudgement } from './exit-code.ts';
import { type Io, warn } from './io.ts';
import type { ReportChoice } from './report-choice.ts';
import { writeReports } from './reports.ts';
import { readSnapshot } from './snapshot-file.ts';
import { withWaivers } from './waiving.ts';

export type EvaluateArguments = ScanJudgement & { readonly snapshot: string };

interface Asked {
  readonly choice: ReportChoice<Scan>;
  readonly judging: Omit<Judging, 'tool'>;
  readonly config: Config | null;
  /** Whether all rules of the config judge. */
  readonly whole: boolean;
  readonly io: Io;
}

/** Judges the facts of a snapshot. Asks nobody anything. Resolves to the exit code of a scan. */
export async function evaluateSnapshot(
  args: EvaluateArguments,
  { choice, judging, config, whole, io }: Asked,
): Promise<number> {
  const snapshot = await readSnapshot(args.snapshot);
  const lacking = [...factsLacking(snapshot, judging.rules).keys()];
  if (lacking.length > 0) await warn(io, `the snapshot was not taken for ${list(lacking)}; take it with --everything`);
  const found = judgeSnapshot(snapshot, { ...judging, tool: tool() });
  for (const remark of found.remarks ?? []) await warn(io, remark);
  const scan = await withWaivers(found, config, { whole, now: new Date() }, io);
  await writeReports(choice, scan, io);
  return exitCodeOfScan(scan, args);
}

const SHOWN = 5;

function list(ids: readonly string[]): string {
  const more = ids.length - SHOWN;
  return ids.slice(0, SHOWN).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
