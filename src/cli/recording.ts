import { json } from '../../reports/scan/json.ts';
import { recordScan } from '../history/store/store.ts';
import type { Scan } from '../model/scan.ts';
import type { StoredScan } from '../model/stored-scan.ts';
import type { Io } from './io.ts';
import { type HistoryArguments, openHistory } from './opened-history.ts';

/** Keeps a scan in the history. Throws what the history throws. */
export async function recordInHistory(scan: Scan, args: HistoryArguments, io: Io): Promise<StoredScan> {
  using database = await openHistory(args, io);
  const document = [...json.render(scan, { width: null, colour: false })].join('');
  return recordScan(database, { scan, document });
}

/** Finds out before a scan that it could not be kept after it. Throws what opening the history throws. */
export async function requireHistory(args: HistoryArguments, io: Io): Promise<void> {
  using _database = await openHistory(args, io);
}
