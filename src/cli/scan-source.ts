import type { Scan } from '../model/scan.ts';
import type { Io } from './io.ts';
import type { HistoryArguments } from './opened-history.ts';
import { savedText } from './saved-text.ts';

/** Words and numbers that name a scan of the history; everything else is a file. */
const REFERENCE = /^(?:latest|previous|yesterday|#?\d{1,12}|\d{4}-\d\d-\d\d(?:T.*)?)$/;

/** Whether a scan of the history is meant, and no file. */
export function isOfHistory(reference: string): boolean {
  return REFERENCE.test(reference);
}

/**
 * A scan of the past: `latest`, `previous`, `yesterday` (the last before today, in UTC), its number, a day or a moment (the last
 * that had started by then), or the file that it was saved in.
 * Throws FILE_NOT_READ, SCAN_INVALID, SCAN_NOT_FOUND and what opening a history throws.
 */
export async function readScan(reference: string, args: HistoryArguments, io: Io): Promise<Scan> {
  if (!isOfHistory(reference)) {
    const { parseScan } = await import('../saved/saved-scan.ts');
    return parseScan(await savedText(reference));
  }
  // Loaded here: who reads files needs no database.
  const { keptScan } = await import('./kept-scan.ts');
  return keptScan(reference, args, io);
}
