import { coveringRulesets, evaluateHost, type Parameters } from '../evaluate/evaluate-host.ts';
import { withGracePeriod } from '../evaluate/grace-period.ts';
import { summarise } from '../evaluate/summary.ts';
import type { AttestationReport } from '../model/attestation.ts';
import type { ReleaseIdentity, TargetRelease } from '../model/catalog.ts';
import type { HostFacts } from '../model/facts.ts';
import type { Framework } from '../model/framework.ts';
import type { Rule } from '../model/rule.ts';
import type { RuleReport, Scan, ScannedHost } from '../model/scan.ts';
import type { EstateFacts } from '../model/snapshot.ts';
import { countedTwice } from './counted-twice.ts';

export interface Tool {
  readonly name: string;
  readonly version: string;
}

/** What facts are judged by. */
export interface Judging {
  readonly rules: readonly Rule[];
  /** Values that rules ask for by name, such as `vch-address`. */
  readonly parameters: Parameters;
  /** The frameworks that the rules answer to, if any was chosen. */
  readonly frameworks?: readonly Framework[];
  /** What people attested of their controls. */
  readonly attestations?: readonly AttestationReport[];
  /** The release of the planned patch, if one is planned. */
  readonly targetRelease?: TargetRelease | null;
  /** Days that people gave themselves to install the fix of an advisory; null: none. */
  readonly patchWithin?: number | null;
  /** The program that judges. */
  readonly tool: Tool;
}

/** Judges every host by every rule, hosts in the order given. Pure: the same facts make the same scan, whenever and wherever. */
export function judgeFacts(
  read: EstateFacts,
  { rules, parameters, tool, frameworks = [], attestations = [], ...judging }: Judging,
): Scan {
  const { startedAt, finishedAt, targets, facts } = read;
  const { targetRelease = null, patchWithin = null } = judging;
  const grace = patchWithin === null ? null : { days: patchWithin, readAt: startedAt };
  const hosts = facts.map((host) => scannedHost(host, rules));
  const remarks = countedTwice(hosts);
  const judged = facts.flatMap((host) => evaluateHost(host, rules, parameters, targetRelease));
  const findings = withGracePeriod(judged, grace);
  return {
    tool,
    startedAt,
    finishedAt,
    targets,
    targetRelease: targetRelease === null ? null : identityOf(targetRelease),
    rules: rules.map(ruleReport),
    summary: summarise(hosts, findings),
    hosts,
    findings,
    ...(remarks.length === 0 ? {} : { remarks }),
    ...(frameworks.length === 0 ? {} : { frameworks }),
    ...(attestations.length === 0 ? {} : { attestations }),
    since: null,
  };
}

/** What documents say of the target release. */
export function identityOf({ name, version, build, released, measured }: TargetRelease): ReleaseIdentity {
  return { name, version, build, released, measured };
}

/** A host as scans and listings hold it. */
export function scannedHost({ host, kernel, firewall }: HostFacts, rules: readonly Rule[]): ScannedHost {
  const covering = firewall?.kind === 'read' ? coveringRulesets(firewall.value, rules) : [];
  return { ...host, kernel, firewall, covering };
}

function ruleReport({
  id,
  title,
  severity,
  hash,
  references,
  profile,
  blocks,
  advisory,
  frameworks,
}: Rule): RuleReport {
  const controls = frameworks?.flatMap((part) => part.controls);
  return {
    id,
    title,
    severity,
    hash,
    references,
    profile,
    ...(blocks === undefined ? {} : { blocks }),
    ...(advisory === undefined ? {} : { advisory }),
    ...(controls === undefined ? {} : { controls: [...new Set(controls)] }),
  };
}

/** By lower-case name, by code point, so that two runs and two tools agree; the id settles equal names. */
export function byName({ host: one }: HostFacts, { host: other }: HostFacts): number {
  return compareText(one.name.toLowerCase(), other.name.toLowerCase()) || compareText(one.id, other.id);
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
