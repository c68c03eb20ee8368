import type { Finding } from '../../model/finding.ts';
import type { Scan, ScannedHost } from '../../model/scan.ts';

/** Findings of one part; as a document they take about 100 MB. */
const MOST_FINDINGS = 200_000;

/**
 * Hosts of one target and what was found on them, as a scan of their own: JSON of many thousands of hosts would be a text
 * that is longer than Node.js can hold. Its summary, rules and remarks are those of the whole.
 */
export interface ScanPart {
  readonly target: string;
  /** Where its hosts stand in the whole. */
  readonly positions: readonly number[];
  readonly scan: Scan;
}

/** What belongs to no host. */
export function headOf(scan: Scan): Scan {
  return { ...scan, hosts: [], findings: [] };
}

/** Cuts a scan by target, and a target that is very large into several; a scan that is small and of one target is one part. Pure. */
export function partsOf(scan: Scan, most: number = MOST_FINDINGS): readonly ScanPart[] {
  const found = grouped(scan.findings, ({ host }) => host);
  const ofTargets = grouped(
    scan.hosts.map((host, position) => ({ host, position, findings: found.get(host.id) ?? [] })),
    ({ host }) => host.target,
  );
  return [...ofTargets].flatMap(([target, all]) =>
    runsOf(all, most).map((run) => ({
      target,
      positions: run.map(({ position }) => position),
      scan: {
        ...headOf(scan),
        since: null,
        hosts: run.map(({ host }) => host),
        findings: run.flatMap(({ findings }) => findings),
      },
    })),
  );
}

interface Placed {
  readonly host: ScannedHost;
  readonly position: number;
  readonly findings: readonly Finding[];
}

function runsOf(all: readonly Placed[], most: number): readonly (readonly Placed[])[] {
  const runs: Placed[][] = [];
  let room = 0;
  for (const placed of all) {
    if (room < placed.findings.length || runs.length === 0) {
      runs.push([]);
      room = most;
    }
    runs.at(-1)?.push(placed);
    room -= placed.findings.length;
  }
  return runs;
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** Puts the parts together, hosts and their findings where they stood; null where a host is missing or there twice. Pure. */
export function joined(head: Scan, parts: Iterable<Pick<ScanPart, 'positions' | 'scan'>>): Scan | null {
  const hosts: ScannedHost[] = [];
  const findings = new Map<string, readonly Finding[]>();
  let count = 0;
  for (const { positions, scan } of parts) {
    if (positions.length !== scan.hosts.length) return null;
    for (const [id, found] of grouped(scan.findings, ({ host }) => host)) findings.set(id, found);
    for (const [index, position] of positions.entries()) {
      const host = scan.hosts[index];
      if (host === undefined || hosts[position] !== undefined) return null;
      hosts[position] = host;
      count += 1;
    }
  }
  if (count !== head.summary.hosts || hosts.length !== count) return null;
  return { ...head, hosts, findings: hosts.flatMap(({ id }) => findings.get(id) ?? []) };
}
