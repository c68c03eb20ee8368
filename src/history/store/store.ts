import type { Verdict } from '../../model/finding.ts';
import type { StoredScan } from '../../model/history.ts';
import { clusterLabels } from '../../model/place-labels.ts';
import { isBlind, type Scan } from '../../model/scan.ts';
import type { Database } from './database.ts';
import { type PackedScan, packScan, type Render } from './documents.ts';

/**
 * Keeps a scan, whole or not at all; one that is there already is not kept twice. Returns what is in the history. What one target
 * told is a document of its own. Throws HISTORY_SCAN_TOO_LARGE, and what the database throws.
 */
export function recordScan(database: Database, scan: Scan, render: Render): StoredScan {
  // Outside of the transaction: other processes need not wait for it.
  const packed = packScan(scan, render);
  return database.whole(() => {
    const [known] = database.all(`${LISTED} WHERE hash = ?`, [packed.hash]);
    if (known !== undefined) return storedFrom(known);
    const id = insertScan(database, scan, packed);
    for (const { cluster, rule, verdict, count } of tallyOf(scan)) {
      database.run('INSERT INTO tally VALUES (?, ?, ?, ?, ?)', [id, cluster, rule, verdict, count]);
    }
    for (const [cluster, hosts] of placesOf(scan))
      database.run('INSERT INTO place VALUES (?, ?, ?)', [id, cluster, hosts]);
    return storedFrom(database.all(`${LISTED} WHERE id = ?`, [id])[0] ?? {});
  });
}

function insertScan(database: Database, scan: Scan, { hash, zipped, parts }: PackedScan): number {
  const { startedAt, finishedAt, tool, targets, summary } = scan;
  const kept = targets.map((target): KeptTarget => {
    const { url, error } = target;
    return { url, asked: !isBlind(target), complete: error === null, judgedBy: tool.version };
  });
  const { lastInsertRowid: id } = database.run(
    `INSERT INTO scan (started_at, finished_at, targets, hosts, unreachable, findings, hash, document)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      startedAt,
      finishedAt,
      JSON.stringify(kept),
      summary.hosts,
      summary.unreachable,
      JSON.stringify(summary.findings),
      hash,
      zipped,
    ],
  );
  for (const [number, { target, positions, hash: own, zipped: blob }] of parts.entries()) {
    const values = [id, number, target, JSON.stringify(positions), own, blob];
    database.run('INSERT INTO part VALUES (?, ?, ?, ?, ?, ?)', values);
  }
  return id;
}

/** As a row holds it. Release 1.0.0 wrote the first two alone, and reads what this one writes. */
interface KeptTarget {
  readonly url: string;
  readonly asked: boolean;
  readonly complete?: boolean;
  readonly judgedBy?: string;
}

const LISTED = 'SELECT id, started_at, finished_at, targets, hosts, unreachable, findings FROM scan';

/** Which scans are meant; null: all. */
export interface ScanFilter {
  /** That started then or later; ISO 8601. */
  readonly since: string | null;
  /** That started before then. */
  readonly before: string | null;
  readonly limit: number | null;
}

/** Newest first. */
export function listScans(database: Database, { since, before, limit }: ScanFilter): readonly StoredScan[] {
  const rows = database.all(
    `${LISTED} WHERE started_at >= ? AND started_at < ? ORDER BY started_at DESC, id DESC LIMIT ?`,
    [since ?? '', before ?? '~', limit ?? -1],
  );
  return rows.map(storedFrom);
}

/** Those that asked these targets and no others, whether they answered or not; newest first. */
export function scansLike(database: Database, urls: readonly string[]): readonly StoredScan[] {
  const wanted = keyOf(urls);
  return listScans(database, { since: null, before: null, limit: null }).filter(
    ({ targets }) => keyOf(targets.map(({ url }) => url)) === wanted,
  );
}

function keyOf(urls: readonly string[]): string {
  return JSON.stringify([...new Set(urls)].toSorted());
}

export function findScan(database: Database, id: number): StoredScan | null {
  const [row] = database.all(`${LISTED} WHERE id = ?`, [id]);
  return row === undefined ? null : storedFrom(row);
}

/** Takes scans away that started before then; resolves to how many. */
export function forgetScans(database: Database, before: string): number {
  return database.whole(() => database.run('DELETE FROM scan WHERE started_at < ?', [before]).changes);
}

function storedFrom(row: Readonly<Record<string, unknown>>): StoredScan {
  const kept = JSON.parse(String(row['targets'])) as readonly KeptTarget[];
  return {
    id: Number(row['id']),
    startedAt: String(row['started_at']),
    finishedAt: String(row['finished_at']),
    judgedBy: kept[0]?.judgedBy ?? null,
    targets: kept.map(({ url, asked, complete = asked }) => ({ url, asked, complete })),
    hosts: Number(row['hosts']),
    unreachable: Number(row['unreachable']),
    findings: JSON.parse(String(row['findings'])) as Readonly<Record<Verdict, number>>,
  };
}

/** Findings of one rule in one cluster that have one verdict, by its path where several have its name; hosts in no cluster are in ''. */
export interface TallyRow {
  readonly cluster: string;
  readonly rule: string;
  readonly verdict: string;
  count: number;
}

/** Counts findings by cluster, rule and verdict. Pure. */
function tallyOf({ hosts, findings }: Pick<Scan, 'hosts' | 'findings'>): readonly TallyRow[] {
  const labelOf = clusterLabels(hosts);
  const clusters = new Map(hosts.map((host) => [host.id, labelOf(host) ?? '']));
  const rows = new Map<string, TallyRow>();
  for (const { host, rule, verdict } of findings) {
    const cluster = clusters.get(host) ?? '';
    const key = JSON.stringify([cluster, rule, verdict]);
    const row = rows.get(key) ?? { cluster, rule, verdict, count: 0 };
    rows.set(key, row);
    row.count += 1;
  }
  return [...rows.values()];
}

/** Hosts by cluster. Pure. */
function placesOf({ hosts }: Pick<Scan, 'hosts'>): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const labelOf = clusterLabels(hosts);
  for (const host of hosts) {
    const cluster = labelOf(host) ?? '';
    places.set(cluster, (places.get(cluster) ?? 0) + 1);
  }
  return places;
}
