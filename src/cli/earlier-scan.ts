import type { Remembering } from '../evaluate/waive.ts';
import { compareScans } from '../history/compare-scans.ts';
import { lastKnownIn } from '../history/last-known.ts';
import { remarksOn } from '../model/erratum.ts';
import type { Scan } from '../model/scan.ts';
import type { Since } from '../model/since.ts';
import { type Io, warn } from './io.ts';
import type { HistoryArguments } from './opened-history.ts';
import { readScan } from './scan-source.ts';

/** A scan of the past, beside which a new one can be put. */
export interface EarlierScan {
  readonly differencesTo: (scan: Scan) => Since;
  readonly knownOf: (scan: Scan) => Remembering;
}

type EarlierArguments = HistoryArguments & { readonly since?: string | undefined };

/**
 * The scan that `--since` names; null without the flag. Read before anybody is asked, so that a wrong file
 * costs no scan. Throws FILE_NOT_READ and SCAN_INVALID.
 */
export async function readEarlierScan(args: EarlierArguments, io: Io): Promise<EarlierScan | null> {
  if (args.since === undefined) return null;
  const earlier = await readScan(args.since, args, io);
  for (const remark of remarksOn(earlier)) await warn(io, `of the earlier scan: ${remark}`);
  return {
    differencesTo: (scan) => compareScans(earlier, scan),
    knownOf: (scan) => lastKnownIn(earlier, scan),
  };
}
