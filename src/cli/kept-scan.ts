import type { Database } from '../history/store/database.ts';
import { keptDocuments, type KeptPart } from '../history/store/documents.ts';
import { damaged } from '../history/store/history-error.ts';
import { joined, type ScanPart } from '../history/store/parts.ts';
import { findScan, listScans, scansLike } from '../history/store/store.ts';
import { EsxcheckError } from '../model/errors.ts';
import type { StoredScan } from '../model/history.ts';
import type { Scan } from '../model/scan.ts';
import { parsePart, parseScan, requireSense } from '../saved/saved-scan.ts';
import type { Io } from './io.ts';
import { type HistoryArguments, openExistingHistory } from './opened-history.ts';

/** The scan of the history that is meant. Throws SCAN_NOT_FOUND and what opening a history throws. */
export async function keptScan(reference: string, args: HistoryArguments, io: Io): Promise<Scan> {
  using database = await openExistingHistory(args, io);
  return scanOf(database, scanMeant(database, reference, new Date()).id);
}

/** A scan as it was kept; its documents are unpacked one at a time. Throws HISTORY_DAMAGED, SCAN_INVALID. */
export function scanOf(database: Database, id: number): Scan {
  const { head, parts } = keptDocuments(database, id);
  if (parts === null) return parseScan(head);
  const scan = joined(parsePart(head), parsed(parts));
  if (scan === null) throw damaged(database.file, `a part of scan ${id} is missing`);
  return requireSense(scan);
}

function* parsed(parts: Iterable<KeptPart>): Iterable<Pick<ScanPart, 'positions' | 'scan'>> {
  for (const { positions, document } of parts) yield { positions, scan: parsePart(document) };
}

/** Throws SCAN_NOT_FOUND. */
function scanMeant(database: Database, reference: string, now: Date): StoredScan {
  const last = (before: string | null): StoredScan | undefined =>
    listScans(database, { since: null, before, limit: 1 })[0];
  const number = /^#?(\d{1,12})$/.exec(reference)?.[1];
  const found =
    number !== undefined
      ? findScan(database, Number(number))
      : reference === 'latest'
        ? last(null)
        : reference === 'previous'
          ? previous(database)
          : last(reference === 'yesterday' ? `${now.toISOString().slice(0, 10)}T00:00:00.000Z` : endOf(reference));
  if (found !== null && found !== undefined) return found;
  const none =
    reference === 'previous' ? 'earlier scan of the targets of the newest one' : `scan ${JSON.stringify(reference)}`;
  throw new EsxcheckError('SCAN_NOT_FOUND', `The history holds no ${none}.`, {
    details: ['List what it holds with: esxcheck history'],
  });
}

/** The last before the newest that asked the same targets: another vCenter's scan says nothing of this one's hosts. */
function previous(database: Database): StoredScan | undefined {
  const [latest] = listScans(database, { since: null, before: null, limit: 1 });
  return latest === undefined
    ? undefined
    : scansLike(
        database,
        latest.targets.map(({ url }) => url),
      )[1];
}

/** The first moment after a day, or after a moment: what started by then had started before it. Throws SCAN_NOT_FOUND. */
function endOf(reference: string): string {
  const start = Date.parse(reference);
  if (Number.isNaN(start)) {
    throw new EsxcheckError('SCAN_NOT_FOUND', `${JSON.stringify(reference)} is no day and no moment.`, {
      details: ['Write 2026-11-23, or 2026-11-23T06:00:00Z.'],
    });
  }
  return new Date(start + (reference.length === 10 ? 86_400_000 : 1)).toISOString();
}
