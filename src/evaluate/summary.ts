import { type Finding, type State, STATES, type Verdict, VERDICTS } from '../model/finding.ts';
import type { Host } from '../model/host.ts';
import type { ProblemCode } from '../model/problem.ts';
import type { ScanSummary } from '../model/scan.ts';

const SILENT: ReadonlySet<ProblemCode> = new Set([
  'disconnected',
  'not-responding',
  'standby',
  'timeout',
  'connection-lost',
]);

/** Counts for the last line of a report; every verdict and state is named, also those that nothing had. */
export function summarise(hosts: readonly Host[], findings: readonly Finding[]): ScanSummary {
  return {
    hosts: hosts.length,
    unreachable: hosts.filter(isUnreachable).length,
    findings: countBy<Verdict>(
      VERDICTS,
      findings.map((finding) => finding.verdict),
    ),
    states: countBy<State>(
      STATES,
      findings.flatMap((finding) => finding.state ?? []),
    ),
  };
}

function isUnreachable({ connectionState, trouble }: Host): boolean {
  if (connectionState !== null && connectionState !== 'connected') return true;
  return trouble !== null && SILENT.has(trouble.code);
}

function countBy<Key extends string>(keys: readonly Key[], seen: readonly Key[]): Record<Key, number> {
  const counts = new Map<Key, number>(keys.map((key) => [key, 0]));
  for (const key of seen) counts.set(key, (counts.get(key) ?? 0) + 1);
  return Object.fromEntries(counts) as Record<Key, number>;
}
