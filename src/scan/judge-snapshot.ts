import { erratumOfFacts, isInDoubt } from '../model/erratum.ts';
import type { FactDemand, HostFacts } from '../model/facts.ts';
import type { Finding } from '../model/finding.ts';
import type { Firewall } from '../model/firewall.ts';
import { NOT_ASKED, read, type Reading, unread } from '../model/reading.ts';
import type { Rule } from '../model/rule.ts';
import type { Scan } from '../model/scan.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { demandOf, namesOf } from '../rules/demand.ts';
import { byName, judgeFacts, type Judging } from './judge-facts.ts';
import { demandOfJudging } from './target-defaults.ts';

/**
 * Judges kept facts as a scan by the same rules would have judged them when they were read: what else was read shows
 * nowhere, and what was not read is unknown. Pure.
 */
export function judgeSnapshot(snapshot: Snapshot, judging: Judging): Scan {
  const { startedAt, finishedAt, targets } = snapshot;
  const demand = demandOfJudging(judging);
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

/** What would be known of the host had only this been asked: facts that were read for more than that say no more. */
function narrowFacts(facts: HostFacts, demand: FactDemand): HostFacts {
  return {
    host: facts.host,
    kernel: only(facts.kernel, demand.kernelSettings),
    firewall: demand.firewall ? narrowFirewall(facts.firewall, demand) : null,
    options: only(facts.options, demand.advancedOptions),
    services: demand.services ? facts.services : null,
    properties: only(facts.properties, demand.properties),
    vibs: demand.vibs ? facts.vibs : null,
    esxcli: only(facts.esxcli, demand.esxcli.keys()),
  };
}

/** In the order of the demand, as they would have been read. */
function only<Fact>(known: ReadonlyMap<string, Fact>, names: Iterable<string>): ReadonlyMap<string, Fact> {
  const kept = new Map<string, Fact>();
  for (const name of names) {
    const fact = known.get(name);
    if (fact !== undefined) kept.set(name, fact);
  }
  return kept;
}

function narrowFirewall(firewall: Reading<Firewall> | null, { firewallEnabled }: FactDemand): Reading<Firewall> | null {
  if (firewall?.kind !== 'read' || firewallEnabled) return firewall;
  return read({ ...firewall.value, enabled: NOT_ASKED });
}
