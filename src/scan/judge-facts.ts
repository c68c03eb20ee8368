import { coveringRulesets, evaluateHost, type Parameters } from '../evaluate/evaluate-host.ts';
import {
  noTarget,
  plannedFor,
  type PlannedRelease,
  type PlannedReleases,
  unclearTarget,
} from '../evaluate/planned-release.ts';
import { withGracePeriod } from '../evaluate/grace-period.ts';
import { summarise } from '../evaluate/summary.ts';
import { SUPPORT_DAYS_LEFT, withSupportDays } from '../evaluate/support-days.ts';
import type { AttestationReport } from '../model/attestation.ts';
import type { ClusterTarget, ImageReleases, ReleaseIdentity, TargetRelease } from '../model/catalog.ts';
import type { HostFacts } from '../model/facts.ts';
import type { Framework } from '../model/framework.ts';
import { kernelSettingsOf } from '../model/leaves.ts';
import type { Rule } from '../model/rule.ts';
import type { RuleReport, Scan, ScannedHost } from '../model/scan.ts';
import type { EstateFacts } from '../model/snapshot.ts';
import { demandOf } from '../rules/demand.ts';
import { countedTwice } from './counted-twice.ts';
import { withScanDefaults } from './target-defaults.ts';

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
  /** Other releases that are planned for some clusters. */
  readonly clusterTargets?: readonly ClusterTarget[];
  /** Finds the releases of images of clusters, which are planned where nobody named a release; null: nothing is planned then. */
  readonly imageRelease?: ImageReleases | null;
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
  const { startedAt, finishedAt, targets } = read;
  const facts = withDerived(read, rules);
  const { targetRelease = null, clusterTargets = [], imageRelease = null, patchWithin = null } = judging;
  const grace = patchWithin === null ? null : { days: patchWithin, readAt: startedAt };
  const planned = { targetRelease, clusterTargets, imageRelease };
  const plans = new Map(facts.map((host) => [host, plannedFor(host, planned)]));
  const hosts = [...plans].map(([host, plan]) => plannedHost(scannedHost(host, rules), plan, planned));
  const remarks = [...countedTwice(hosts), ...unclearImages(hosts)];
  const known = withDefaultsOf(facts, startedAt);
  const judged = [...plans].flatMap(([host, plan]) =>
    evaluateHost(host, rules, givenFor(plan, planned, parameters), known(plan.release ?? null)),
  );
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

/** What rules of the planned release find among what a person gave. */
function givenFor(
  { release, image }: PlannedRelease,
  { clusterTargets }: PlannedReleases,
  parameters: Parameters,
): Parameters {
  if (release === undefined) return unclearTarget(parameters, image);
  return release === null && clusterTargets.length > 0 ? noTarget(parameters) : parameters;
}

/** The facts with those that follow from them and from the day on which they were read. */
function withDerived({ facts, startedAt }: EstateFacts, rules: readonly Rule[]): readonly HostFacts[] {
  const isAsked = demandOf(rules).properties.has(SUPPORT_DAYS_LEFT);
  return isAsked ? facts.map((host) => withSupportDays(host, startedAt)) : facts;
}

/** What hosts of this reading show of each planned release, found out once for it. */
function withDefaultsOf(facts: readonly HostFacts[], startedAt: string) {
  const known = new Map<TargetRelease, TargetRelease>();
  return (release: TargetRelease | null): TargetRelease | null => {
    if (release === null) return null;
    const whole = known.get(release) ?? withScanDefaults(release, facts, startedAt);
    known.set(release, whole);
    return whole;
  };
}

function plannedHost(
  host: ScannedHost,
  { release = null, image }: PlannedRelease,
  { clusterTargets }: PlannedReleases,
): ScannedHost {
  if (clusterTargets.length === 0 && image === null) return host;
  return {
    ...host,
    targetRelease: release === null ? null : identityOf(release),
    ...(image === null ? {} : { plannedImage: image }),
  };
}

/** Of hosts whose image does not tell what it brings, each reason once. */
function unclearImages(hosts: readonly ScannedHost[]): readonly string[] {
  const unclear = hosts.flatMap(({ plannedImage }) => plannedImage?.problem ?? []);
  return [...new Set(unclear)].map((problem) => {
    const count = unclear.filter((each) => each === problem).length;
    return `Of ${count === 1 ? '1 host' : `${count} hosts`} it is not known what the planned patch does: ${problem}`;
  });
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

function ruleReport(rule: Rule): RuleReport {
  const { id, title, severity, hash, references, profile, blocks, advisory, frameworks } = rule;
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
    kernelSettings: kernelSettingsOf(rule),
  };
}

/** By lower-case name, by code point, so that two runs and two tools agree; the id settles equal names. */
export function byName({ host: one }: HostFacts, { host: other }: HostFacts): number {
  return compareText(one.name.toLowerCase(), other.name.toLowerCase()) || compareText(one.id, other.id);
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
