import type { Scan } from '../model/scan.ts';
import { parsePart, parseScan, requireSense } from '../saved/saved-scan.ts';
import type { Database } from './store/database.ts';
import { keptDocuments, type KeptPart } from './store/documents.ts';
import { damaged } from './store/history-error.ts';
import { joined, type ScanPart } from './store/parts.ts';

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
