import { remarksOn } from '../../../model/erratum.ts';
import { lossesOf, type Scan } from '../../../model/scan.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { judgeSnapshot } from '../../../scan/judge-snapshot.ts';
import { listedSettings, withKernelLists } from '../../../scan/kernel-lists.ts';
import { tool } from '../../../shipped/installation.ts';
import type { Io } from '../../shared/console.ts';
import type { HistoryArguments } from '../../shared/history.ts';
import { findConfig } from '../../shared/load-config.ts';
import { readScan } from '../../shared/saved-scan.ts';
import { chooseRules } from '../../shared/select-rules.ts';
import { readSnapshot } from '../../shared/snapshot-file.ts';

export type DiffArguments = HistoryArguments & { readonly before: string; readonly after: string };

/** Two scans of the past, and what a reader of their differences must know of them. */
export interface PastScans {
  readonly before: Scan;
  readonly after: Scan;
  readonly remarks: readonly string[];
}

/** Reads both; snapshots are judged now, by the same rules, and bring every setting that they hold. Throws what reading them throws. */
export async function readPastScans(args: DiffArguments, io: Io): Promise<PastScans> {
  const [one, other] = [await readPast(args.before, args, io), await readPast(args.after, args, io)];
  const snapshots = [one, other].flatMap((past) => ('snapshot' in past ? [past.snapshot] : []));
  if ('scan' in one && 'scan' in other) return withRemarks(one.scan, other.scan, []);
  const judging = await chooseRules({}, { config: await findConfig(args, io), io });
  const names = listedSettings(snapshots);
  const judged = (past: Past): Scan =>
    'scan' in past
      ? past.scan
      : withKernelLists(judgeSnapshot(past.snapshot, { ...judging, tool: tool() }), past.snapshot, names);
  const packs = [...new Set(judging.rules.map(({ pack }) => pack))].toSorted().join(', ');
  return withRemarks(judged(one), judged(other), [
    `A snapshot holds facts and no verdicts: ${snapshots.length === 1 ? 'it was' : 'both were'} judged now, by the packs ${packs}`,
    ...(names.size === 0 ? [WITHOUT_LISTS] : []),
  ]);
}

const WITHOUT_LISTS =
  'No snapshot holds the whole list of kernel settings: take them with --comparable to see every default that a patch changes';

type Past = { readonly scan: Scan } | { readonly snapshot: Snapshot };

/** What is a snapshot is told by the end of its name, as `compare` does. */
async function readPast(reference: string, args: HistoryArguments, io: Io): Promise<Past> {
  return reference.toLowerCase().endsWith('.esxsnap')
    ? { snapshot: await readSnapshot(reference) }
    : { scan: await readScan(reference, args, io) };
}

function withRemarks(before: Scan, after: Scan, remarks: readonly string[]): PastScans {
  return {
    before,
    after,
    remarks: [...remarks, ...remarksOfScan('earlier', before), ...remarksOfScan('later', after)],
  };
}

/** What a reader of the differences must know of one of the two scans. */
function remarksOfScan(which: 'earlier' | 'later', scan: Scan): readonly string[] {
  const losses = lossesOf(scan.targets).map((loss) => `The ${which} scan is incomplete: ${loss}`);
  return [...losses, ...remarksOn(scan).map((remark) => `Of the ${which} scan: ${remark}`)];
}
