import type { Finding } from '../model/finding.ts';
import type { Scan } from '../model/scan.ts';
import type { LastKnown } from '../model/waiver.ts';
import { matchHosts } from './match-hosts.ts';

/**
 * What an earlier scan knew of a finding of a later one, by the same hardware and the same rule; null where it knew no more.
 * A rule that reads otherwise today asked something else. Pure.
 */
export function lastKnownIn(before: Scan, after: Scan): (finding: Finding) => LastKnown | null {
  const earlier = new Map(matchHosts(before.hosts, after.hosts).pairs.map((pair) => [pair.after.id, pair.before.id]));
  const findings = new Map(before.findings.map((finding) => [keyOf(finding.host, finding.rule), finding]));
  const same = new Set(
    after.rules
      .filter(({ id, hash }) => before.rules.some((rule) => rule.id === id && rule.hash === hash))
      .map(({ id }) => id),
  );
  return ({ host, rule }) => {
    const known = same.has(rule) ? findings.get(keyOf(earlier.get(host) ?? '', rule)) : undefined;
    return known === undefined ? null : knownFrom(known, before.startedAt);
  };
}

function keyOf(host: string, rule: string): string {
  return JSON.stringify([host, rule]);
}

/** What was waived then is told as what it was without the waiver. */
function knownFrom({ verdict, message, waived }: Finding, at: string): LastKnown | null {
  const known = waived ?? { verdict, message };
  return known.verdict === 'unknown' ? null : { verdict: known.verdict, message: known.message, at };
}
