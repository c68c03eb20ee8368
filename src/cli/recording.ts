import { json } from '../../reports/scan/json.ts';
import { recordScan } from '../history/store/store.ts';
import type { Scan } from '../model/scan.ts';
import type { Io } from './io.ts';
import { type HistoryArguments, openHistory } from './opened-history.ts';

/** Under which number it is in which file. */
interface Kept {
  readonly id: number;
  readonly file: string;
}

/** Keeps a scan in the history. Throws what the history throws. */
export async function recordInHistory(scan: Scan, args: HistoryArguments, io: Io): Promise<Kept> {
  using database = await openHistory(args, io);
  const { id } = recordScan(database, scan, (part) => json.render(part, { width: null, colour: false }));
  return { id, file: database.file };
}
