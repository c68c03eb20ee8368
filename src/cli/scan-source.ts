import type { Scan } from '../model/scan.ts';
import { savedText } from './saved-text.ts';

/** A scan of the past, from the file that it was saved in. Throws FILE_NOT_READ and SCAN_INVALID. */
export async function readScan(path: string): Promise<Scan> {
  const { parseScan } = await import('../saved/saved-scan.ts');
  return parseScan(await savedText(path));
}
