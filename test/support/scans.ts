import { DEFAULT_PACKS } from '../../src/cli/rule-choice.ts';
import { EVERYTHING } from '../../src/collect/scope.ts';
import type { Finding, Verdict } from '../../src/model/finding.ts';
import type { Rule } from '../../src/model/rule.ts';
import type { Scan } from '../../src/model/scan.ts';
import { loadPacks } from '../../src/rules/load.ts';
import { scanEstate, type ScanRequest } from '../../src/scan/scan-estate.ts';
import type { Connection } from '../../src/target/connections.ts';

let shipped: Promise<readonly Rule[]> | undefined;

/** The rules that are judged by where none is named, loaded once. */
export async function shippedRules(): Promise<readonly Rule[]> {
  shipped ??= loadPacks('rules');
  return (await shipped).filter(({ pack }) => DEFAULT_PACKS.includes(pack));
}

/** The rules of one pack that ships. */
export async function packOf(name: string): Promise<readonly Rule[]> {
  shipped ??= loadPacks('rules');
  return (await shipped).filter(({ pack }) => pack === name);
}

/** Scans with the shipped rules, whatever else is asked for. */
export async function scanOf(connections: readonly Connection[], request: Partial<ScanRequest> = {}): Promise<Scan> {
  return scanEstate({
    connections,
    scope: EVERYTHING,
    rules: await shippedRules(),
    parameters: new Map(),
    releaseName: () => null,
    tool: { name: 'esxcheck', version: '0' },
    now: () => new Date(0),
    ...request,
  });
}

export function findingsOf({ hosts, findings }: Scan, name: string): readonly Finding[] {
  const ids = new Set(hosts.filter((host) => host.name === name).map(({ id }) => id));
  return findings.filter(({ host }) => ids.has(host));
}

/** Verdicts of one host, `not-applicable` left out, by rule. */
export function verdictsOf(scan: Scan, name: string): Readonly<Record<string, Verdict>> {
  const applicable = findingsOf(scan, name).filter(({ verdict }) => verdict !== 'not-applicable');
  return Object.fromEntries(applicable.map(({ rule, verdict }) => [rule, verdict]));
}
