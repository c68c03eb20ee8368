import type { Finding } from '../../model/finding.ts';
import { grouped } from '../../model/group-by.ts';
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

interface PlacedFinding {
  readonly host: ScannedHost;
  readonly position: number;
  readonly findings: readonly Finding[];
}

function runsOf(all: readonly PlacedFinding[], most: number): readonly (readonly PlacedFinding[])[] {
  const runs: PlacedFinding[][] = [];
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

/** Puts the parts together, hosts and their findings where they stood; null where a host is missing or there twice. Pure. */
export function joined(head: Scan, parts: Iterable<Pick<ScanPart, 'positions' | 'scan'>>): Scan | null {
  const placed: Pick<PlacedFinding, 'host' | 'findings'>[] = [];
  let count = 0;
  for (const { positions, scan } of parts) {
    if (positions.length !== scan.hosts.length) return null;
    const found = grouped(scan.findings, ({ host }) => host);
    for (const [index, position] of positions.entries()) {
      const host = scan.hosts[index];
      if (host === undefined || placed[position] !== undefined) return null;
      placed[position] = { host, findings: found.get(host.id) ?? [] };
      count += 1;
    }
  }
  if (count !== head.summary.hosts || placed.length !== count) return null;
  return { ...head, hosts: placed.map(({ host }) => host), findings: placed.flatMap(({ findings }) => findings) };
}
