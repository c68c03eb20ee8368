import { readHostFact, requireHostFact } from '../checks/values/host-facts.ts';
import { isForVersion } from '../model/framework.ts';
import { clusterGlob } from '../model/glob.ts';
import type { Host } from '../model/host.ts';
import type { Problem } from '../model/problem.ts';
import type { Condition } from '../model/check.ts';
import type { ClusterRule, Rule, RuleInFramework, RuleVariant } from '../model/rule.ts';
import type { TriState } from '../model/tri-state.ts';
import { conditionHolds } from './condition.ts';

interface ClusterMatcher {
  readonly matches: (host: Host) => TriState;
  readonly rule: Rule | null;
}

/** Globs are compiled once a rule, not once a host. */
const compiled = new WeakMap<readonly ClusterRule[], readonly ClusterMatcher[]>();

/** The rule as it holds for a host; null: it is not judged by it; undefined: that hangs on something that was not read. */
export function ruleFor(rule: Rule, host: Host): Rule | null | undefined {
  const part = frameworkFor(rule, host);
  if (part === null || part === undefined) return part;
  const own = ruleInCluster(part === 'none' ? rule : part.rule, host);
  return own === null || own === undefined ? own : variantOf(own, host);
}

/**
 * What a framework makes of the rule for a host; `none`: no framework was chosen; null: none that was is for the release of
 * the host; undefined: its version was not read, or is none.
 */
export function frameworkFor(rule: Rule, host: Host): RuleInFramework | 'none' | null | undefined {
  if (rule.frameworks === undefined) return 'none';
  for (const part of rule.frameworks) {
    const isFor = isForVersion(part, host.version);
    if (isFor !== false) return isFor === true ? part : undefined;
  }
  return null;
}

/** The same as far as its cluster decides, and the datacenter where the config names one. */
export function ruleInCluster(rule: Rule, host: Host): Rule | null | undefined {
  if (rule.clusters === undefined) return rule;
  if (clusterOf(host).kind === 'unread') return undefined;
  for (const { matches, rule: own } of partsOf(rule.clusters)) {
    const isMeant = matches(host);
    if (isMeant === undefined) return undefined;
    if (isMeant) return own;
  }
  return null;
}

/** The rule with the expectation that holds for the host; undefined where it hangs on a fact that was not read. */
function variantOf(rule: Rule, host: Host): Rule | undefined {
  for (const variant of rule.variants ?? []) {
    const holds = conditionHolds(variant.when, host);
    if (holds !== false) return holds === true ? variantRule(rule, variant) : undefined;
  }
  return rule;
}

/** One object a variant, so that two hosts of one variant have the same rule. */
const varied = new WeakMap<RuleVariant, WeakMap<Rule, Rule>>();

function variantRule(rule: Rule, variant: RuleVariant): Rule {
  const byRule = varied.get(variant) ?? new WeakMap<Rule, Rule>();
  varied.set(variant, byRule);
  const known = byRule.get(rule);
  if (known !== undefined) return known;
  const { check, remedy } = variant;
  const { variants: _variants, ...plain } = rule;
  const made = { ...plain, check, remedy };
  byRule.set(rule, made);
  return made;
}

/** The rule with each expectation that it has for any host. */
export function everyVariant(rule: Rule): readonly Rule[] {
  if (rule.frameworks !== undefined) return rule.frameworks.flatMap((part) => everyVariant(part.rule));
  return [rule, ...(rule.variants ?? []).map((variant) => variantRule(rule, variant))];
}

/** What leaves it open which expectation of a rule holds for a host. */
export function openConditionOf(rule: Rule, host: Host): Condition {
  const open = rule.variants?.find(({ when }) => conditionHolds(when, host) !== false);
  return open?.when ?? [];
}

/** Why the cluster of a host is not known. */
export function clusterProblem(host: Host): Problem {
  const cluster = clusterOf(host);
  if (cluster.kind === 'unread') return cluster.problem;
  return { code: 'not-reported', detail: 'the datacenter of the cluster was not told' };
}

function clusterOf(host: Host) {
  return readHostFact(requireHostFact('host.cluster'), host);
}

function partsOf(clusters: readonly ClusterRule[]): readonly ClusterMatcher[] {
  const known = compiled.get(clusters);
  if (known !== undefined) return known;
  const parts = clusters.map(({ cluster, rule }) => ({ matches: matcherFor(cluster), rule }));
  compiled.set(clusters, parts);
  return parts;
}

/** A host that stands alone is in no cluster. */
function matcherFor(glob: string | null): ClusterMatcher['matches'] {
  if (glob === null) return () => true;
  const matches = clusterGlob(glob);
  return (host) => host.cluster !== null && matches({ ...host, name: host.cluster });
}
