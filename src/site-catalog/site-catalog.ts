import type { ForgottenEntry, LearntEntry } from './entry.ts';
import { type SiteRecord, withEntry } from './record.ts';

/** A measurement that holds, by the hash of its record. */
export interface Measurement extends LearntEntry {
  readonly hash: string;
}

/** What holds of a catalog: what was learnt and not forgotten, in the order of learning. */
export function measurementsIn(records: readonly SiteRecord[]): readonly Measurement[] {
  const forgotten = new Set(records.flatMap(({ entry }) => (entry.kind === 'forgotten' ? entry.records : [])));
  return records.flatMap(({ entry, hash }) =>
    entry.kind === 'learnt' && !forgotten.has(hash) ? [{ ...entry, hash }] : [],
  );
}

/** What came of learning: the records, and which of the entries were new. */
export interface Learning {
  readonly records: readonly SiteRecord[];
  readonly added: readonly LearntEntry[];
}

/** The catalog with these entries; one that holds already, of the same snapshot and host, is not put down twice. Pure. */
export function learn(records: readonly SiteRecord[], entries: readonly LearntEntry[], at: string): Learning {
  const known = new Set(measurementsIn(records).map(keyOf));
  const added = entries.filter((entry) => {
    const isNew = !known.has(keyOf(entry));
    known.add(keyOf(entry));
    return isNew;
  });
  return { records: added.reduce((all, entry) => withEntry(all, at, entry), records), added };
}

/** Two hosts of one name in one snapshot may show different values, and both count. */
function keyOf({ snapshot, host, build, machine, defaults }: LearntEntry): string {
  return JSON.stringify([snapshot, host, build, machine, [...defaults]]);
}

/** Which measurements are meant; null is any. */
export interface ForgetRequest {
  readonly build: string | null;
  /** The name of the host, in any case. */
  readonly host: string | null;
}

/** The catalog without the measurements that are meant, and which they were: the record of them stays in the file. Pure. */
export function forget(
  records: readonly SiteRecord[],
  { build, host }: ForgetRequest,
  at: string,
): { readonly records: readonly SiteRecord[]; readonly forgotten: readonly Measurement[] } {
  const meant = measurementsIn(records).filter(
    (each) =>
      (build === null || each.build === build) && (host === null || each.host.toLowerCase() === host.toLowerCase()),
  );
  if (meant.length === 0) return { records, forgotten: [] };
  const entry: ForgottenEntry = { kind: 'forgotten', records: meant.map(({ hash }) => hash) };
  return { records: withEntry(records, at, entry), forgotten: meant };
}
