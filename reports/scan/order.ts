import { STATES, VERDICTS, type Finding } from '../../src/model/finding.ts';
import { SEVERITIES } from '../../src/model/rule.ts';
import type { Scan, ScannedHost } from '../../src/model/scan.ts';

/** A finding with the host it speaks of. */
export interface Judged {
  readonly finding: Finding;
  readonly host: ScannedHost;
}

/** Every finding with its host, worst first: verdict, severity, rule, state, then the scan's own order of hosts. */
export function worstFirst({ findings, hosts, rules }: Scan): Judged[] {
  const hostOf = new Map(hosts.map((host) => [host.id, host]));
  const rankOfRule = new Map(rules.map((rule, rank) => [rule.id, rank]));
  const rankOf = ({ verdict, severity, rule, state }: Finding): number[] => [
    VERDICTS.indexOf(verdict),
    SEVERITIES.indexOf(severity),
    rankOfRule.get(rule) ?? rules.length,
    state === null ? STATES.length : STATES.indexOf(state),
  ];
  return findings
    .map((finding) => {
      const host = hostOf.get(finding.host);
      if (host === undefined) throw new Error(`A finding speaks of host ${finding.host}, which the scan does not hold`);
      return { finding, host, rank: rankOf(finding) };
    })
    .sort((left, right) => compareRanks(left.rank, right.rank));
}

function compareRanks(left: readonly number[], right: readonly number[]): number {
  for (const [index, rank] of left.entries()) {
    const difference = rank - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
