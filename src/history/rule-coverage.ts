import type { Finding, Verdict } from '../model/finding.ts';
import type { Scan } from '../model/scan.ts';

/** What the rules of the later of two scans judge. */
export interface RuleCoverage {
  /** Ids of the rules that judge a setting on a host of the later scan, by its id; null: the scan does not tell. */
  readonly rulesFor: (host: string, setting: string) => readonly string[] | null;
  /** Whether a rule fails on a host of the later scan, and was known not to fail before. */
  readonly failsNewly: (host: string, rule: string) => boolean;
}

/** A verdict that says nothing against a host, and is known. */
const WELL: ReadonlySet<Verdict> = new Set(['pass', 'warn', 'waived', 'not-applicable']);

type Verdicts = ReadonlyMap<string, ReadonlyMap<string, Verdict>>;

/**
 * Which settings the rules of a scan judge, host by host: a rule that is not for a host covers nothing there, and one that could
 * not be decided covers it, since that is told. `earlierId` leads from a host of the later scan to itself in the earlier one.
 */
export function ruleCoverage(before: Scan, after: Scan, earlierId: ReadonlyMap<string, string>): RuleCoverage {
  const [was, is] = [verdictsOf(before.findings), verdictsOf(after.findings)];
  const isTold = after.rules.every(({ kernelSettings }) => kernelSettings !== undefined);
  const bySetting = new Map<string, string[]>();
  for (const { id, kernelSettings = [] } of after.rules) {
    for (const setting of kernelSettings) bySetting.set(setting, [...(bySetting.get(setting) ?? []), id]);
  }
  const judges = (host: string, rule: string) => (is.get(host)?.get(rule) ?? 'not-applicable') !== 'not-applicable';
  return {
    rulesFor: (host, setting) => (isTold ? (bySetting.get(setting) ?? []).filter((rule) => judges(host, rule)) : null),
    failsNewly: (host, rule) => {
      const earlier = was.get(earlierId.get(host) ?? host)?.get(rule);
      return is.get(host)?.get(rule) === 'fail' && earlier !== undefined && WELL.has(earlier);
    },
  };
}

function verdictsOf(findings: readonly Finding[]): Verdicts {
  const byHost = new Map<string, Map<string, Verdict>>();
  for (const { host, rule, verdict } of findings) {
    const known = byHost.get(host);
    if (known === undefined) byHost.set(host, new Map([[rule, verdict]]));
    else known.set(rule, verdict);
  }
  return byHost;
}
