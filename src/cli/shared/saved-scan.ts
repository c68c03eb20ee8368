import type { Remembering } from '../../evaluate/waive.ts';
import { compareScans } from '../../history/compare-scans.ts';
import { lastKnownIn } from '../../history/last-known.ts';
import type { Database } from '../../history/store/database.ts';
import { findScan, listScans, scansLike } from '../../history/store/store.ts';
import type { Since } from '../../model/changes-since.ts';
import { remarksOn } from '../../model/erratum.ts';
import { EsxcheckError } from '../../model/errors.ts';
import type { StoredScan } from '../../model/history.ts';
import type { Scan } from '../../model/scan.ts';
import { type Io, warn } from './console.ts';
import { type HistoryArguments, openExistingHistory } from './history.ts';
import { savedText } from './read-text.ts';

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
    const text = await savedText(reference);
    // Loaded here, and below: a scan that is compared with none needs no schema of scans, nor the library that it is made with.
    const { parseScan } = await import('../../saved/saved-scan.ts');
    return parseScan(text);
  }
  return keptScan(reference, args, io);
}

/** The scan of the history that is meant. Throws SCAN_NOT_FOUND and what opening a history throws. */
async function keptScan(reference: string, args: HistoryArguments, io: Io): Promise<Scan> {
  // Apart from `using`: below one, the compiler leaves the ending of the file that is loaded as it is.
  const { scanOf } = await import('../../history/kept-scan.ts');
  return fromHistory(args, io, (database) => scanOf(database, scanMeant(database, reference, new Date()).id));
}

async function fromHistory<T>(args: HistoryArguments, io: Io, read: (database: Database) => T): Promise<T> {
  using database = await openExistingHistory(args, io);
  return read(database);
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

/** A scan of the past, beside which a new one can be put. */
export interface EarlierScan {
  readonly differencesTo: (scan: Scan) => Since;
  readonly knownOf: (scan: Scan) => Remembering;
}

export type EarlierArguments = HistoryArguments & { readonly since?: string | undefined };

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
