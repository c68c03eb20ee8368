import { type Verdict, VERDICTS } from '../model/finding.ts';
import type { Scan, ScannedHost } from '../model/scan.ts';
import { scanOf } from './kept-scan.ts';
import { matchHosts } from './match-hosts.ts';
import type { Database } from './store/database.ts';
import { listScans } from './store/store.ts';

/** How one host stood in one scan of the history. */
export interface HostVerdicts {
  /** When that scan started: ISO 8601, UTC. */
  readonly at: string;
  readonly counts: Readonly<Record<Verdict, number>>;
  /** Ids of the rules that it failed. */
  readonly failed: readonly string[];
}

/**
 * How a host stood in the newest scans that hold it, newest first; a scan that does not hold it, or in which it cannot be
 * told from another host, is left out. Throws what reading a kept scan throws.
 */
export function hostVerdictsIn(database: Database, host: ScannedHost, limit: number): readonly HostVerdicts[] {
  return listScans(database, { since: null, before: null, limit }).flatMap(({ id }) => {
    const past = scanOf(database, id);
    const [pair] = matchHosts(past.hosts, [host]).pairs;
    return pair === undefined ? [] : [verdictsOf(past, pair.before)];
  });
}

function verdictsOf({ startedAt, findings }: Scan, { id }: ScannedHost): HostVerdicts {
  const own = findings.filter((finding) => finding.host === id);
  const counts = VERDICTS.map((verdict) => [verdict, own.filter((finding) => finding.verdict === verdict).length]);
  return {
    at: startedAt,
    counts: Object.fromEntries(counts) as Record<Verdict, number>,
    failed: own.filter(({ verdict }) => verdict === 'fail').map(({ rule }) => rule),
  };
}
