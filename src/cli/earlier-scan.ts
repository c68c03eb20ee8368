import { compareScans } from '../history/compare-scans.ts';
import type { Scan } from '../model/scan.ts';
import type { Since } from '../model/since.ts';
import { parseScan } from '../saved/saved-scan.ts';
import { savedText } from './saved-text.ts';

/**
 * How any scan differs from the one in the file that `--since` names; without the flag, from nothing. Read before
 * anybody is asked, so that a wrong file costs no scan. Throws FILE_NOT_READ and SCAN_INVALID.
 */
export async function readEarlierScan(path: string | undefined): Promise<(scan: Scan) => Since | null> {
  if (path === undefined) return () => null;
  const earlier = parseScan(await savedText(path));
  return (scan) => compareScans(earlier, scan);
}
