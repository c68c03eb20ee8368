import { coveringRulesets, evaluateHost, type Parameters } from '../evaluate/evaluate.ts';
import { summarise } from '../evaluate/summary.ts';
import type { ReleaseIdentity, TargetRelease } from '../model/catalog.ts';
import { type FactDemand, type HostFacts, NO_DEMAND } from '../model/facts.ts';
import type { Rule } from '../model/rule.ts';
import type { KernelListing, Scan, ScannedHost } from '../model/scan.ts';
import { demandOf } from '../rules/demand.ts';
import { gather, type GatherRequest } from './gather.ts';

export interface Tool {
  readonly name: string;
  readonly version: string;
}

export interface ScanRequest extends GatherRequest {
  readonly rules: readonly Rule[];
  /** Values that rules ask for by name, such as `vch-address`. */
  readonly parameters: Parameters;
  /** The release of the planned patch, if one is planned. */
  readonly targetRelease?: TargetRelease | null;
  readonly tool: Tool;
  readonly now: () => Date;
}

/** Reads what the rules need from all targets, judges every host by every rule, and returns all of it. */
export async function scanEstate(request: ScanRequest): Promise<Scan> {
  const startedAt = request.now().toISOString();
  const { targets, facts } = await gather(request, demandOf(request.rules));
  const sorted = facts.toSorted(byName);
  const hosts = sorted.map((host) => scannedHost(host, request.rules));
  const target = request.targetRelease ?? null;
  const findings = sorted.flatMap((host) => evaluateHost(host, request.rules, request.parameters, target));
  return {
    tool: request.tool,
    startedAt,
    finishedAt: request.now().toISOString(),
    targets,
    targetRelease: target === null ? null : identityOf(target),
    rules: request.rules.map(({ id, title, severity, hash, references, profile }) => ({
      id,
      title,
      severity,
      hash,
      references,
      profile,
    })),
    summary: summarise(hosts, findings),
    hosts,
    findings,
    since: null,
  };
}

/** What documents say of the target release. */
export function identityOf({ name, version, build, released, measured }: TargetRelease): ReleaseIdentity {
  return { name, version, build, released, measured };
}

function scannedHost({ host, kernel, firewall }: HostFacts, rules: readonly Rule[]): ScannedHost {
  const covering = firewall?.kind === 'read' ? coveringRulesets(firewall.value, rules) : [];
  return { ...host, kernel, firewall, covering };
}

/** By lower-case name, by code point, so that two runs and two tools agree; the id settles equal names. */
export function byName({ host: one }: HostFacts, { host: other }: HostFacts): number {
  return compareText(one.name.toLowerCase(), other.name.toLowerCase()) || compareText(one.id, other.id);
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

export interface KernelRequest extends GatherRequest {
  readonly setting: string;
  readonly tool: Tool;
  readonly now: () => Date;
}

/** Reads one kernel setting on all hosts in scope, without judging it. */
export async function listKernelSetting(request: KernelRequest): Promise<KernelListing> {
  const startedAt = request.now().toISOString();
  const demand: FactDemand = { ...NO_DEMAND, kernelSettings: new Set([request.setting]) };
  const { targets, facts } = await gather(request, demand);
  return {
    tool: request.tool,
    startedAt,
    finishedAt: request.now().toISOString(),
    setting: request.setting,
    targets,
    hosts: facts.toSorted(byName).map((host) => scannedHost(host, [])),
  };
}
