import { erratumOfFacts, isInDoubt } from '../model/erratum.ts';
import type { HostFacts } from '../model/facts.ts';
import type { Finding } from '../model/finding.ts';
import { unread } from '../model/reading.ts';
import type { Rule } from '../model/rule.ts';
import type { Scan } from '../model/scan.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { demandOf, namesOf } from '../rules/demand.ts';
import { byName } from './host-order.ts';
import { judgeFacts, type Judging } from './judge-facts.ts';
import { narrowFacts } from './narrow-facts.ts';

/**
 * Judges kept facts as a scan by the same rules would have judged them when they were read: what else was read shows
 * nowhere, and what was not read is unknown. Pure.
 */
export function judgeSnapshot(snapshot: Snapshot, judging: Judging): Scan {
  const { startedAt, finishedAt, targets } = snapshot;
  const demand = demandOf(judging.rules);
  const read = isInDoubt(snapshot.tool.version) ? snapshot.facts.map(withoutAbsence) : snapshot.facts;
  const facts = read.map((host) => narrowFacts(host, demand)).toSorted(byName);
  const judged = judgeFacts({ startedAt, finishedAt, targets, facts }, judging);
  const erratum = erratumOfFacts(snapshot.tool);
  const scan = erratum === null ? judged : { ...judged, remarks: [...(judged.remarks ?? []), erratum] };
  const lacking = factsLacking(snapshot, judging.rules);
  return lacking.size === 0 ? scan : { ...scan, findings: scan.findings.map((finding) => told(finding, lacking)) };
}

/** Releases before the mended one took a kernel setting whose reading had failed for one that the host does not have. */
function withoutAbsence(facts: HostFacts): HostFacts {
  const kernel = [...facts.kernel].map(
    ([name, reading]) => [name, reading.kind === 'absent' ? TAKEN_FOR_ABSENT : reading] as const,
  );
  return { ...facts, kernel: new Map(kernel) };
}

const TAKEN_FOR_ABSENT = unread({
  code: 'setting-not-reported',
  detail: 'the release that took the snapshot took what it could not read for absent',
});

/** Names of the facts that a rule needs and that the snapshot was not taken for, by rule id; rules that lack none are left out. */
export function factsLacking({ asked }: Snapshot, rules: readonly Rule[]): ReadonlyMap<string, readonly string[]> {
  const known = new Set(asked);
  const lacking = new Map<string, readonly string[]>();
  for (const rule of rules) {
    const names = namesOf(demandOf([rule])).filter((name) => !known.has(name));
    if (names.length > 0) lacking.set(rule.id, names);
  }
  return lacking;
}

/** Nobody refused to tell what nobody was asked. */
function told(finding: Finding, lacking: ReadonlyMap<string, readonly string[]>): Finding {
  const names = lacking.get(finding.rule);
  if (names === undefined || finding.verdict !== 'unknown' || finding.reason !== 'not-reported') return finding;
  return { ...finding, message: `The snapshot does not hold ${names.join(', ')}: it was not taken for this rule.` };
}
