import { EVERYTHING } from '../../src/collect/scope.ts';
import type { Finding, Verdict } from '../../src/model/finding.ts';
import type { Rule } from '../../src/model/rule.ts';
import type { Scan } from '../../src/model/scan.ts';
import { loadPacks } from '../../src/rules/load.ts';
import { askedByName } from '../../src/rules/select.ts';
import { scanEstate, type ScanRequest } from '../../src/scan/scan-estate.ts';
import type { Connection } from '../../src/target/connections.ts';

let shipped: Promise<readonly Rule[]> | undefined;

/** One of each kind of rule that a plan is made from: what the tests of scans and plans judge by. */
const CORE = ['hpe/gen8-interrupt-remapping', 'cpu/xeon-5500-5600-remapping-off', 'vic/outbound-2377'];

/** Those of the rules that ship, named as by `--rule`; loaded once. */
export function shippedRules(): Promise<readonly Rule[]> {
  shipped ??= rulesOf(({ id }) => CORE.includes(id)).then((rules) => askedByName(rules, { packs: [], ids: CORE }));
  return shipped;
}

/** The rules of one pack that ships. */
export function packOf(name: string): Promise<readonly Rule[]> {
  return rulesOf(({ pack }) => pack === name);
}

/** Those rules that ship and are chosen. */
export async function rulesOf(chosen: (rule: Rule) => boolean): Promise<readonly Rule[]> {
  return (await loadPacks('rules')).filter(chosen);
}

/** Scans with the core rules, whatever else is asked for. */
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
