import { readHostFact, requireHostFact } from '../checks/values/host-facts.ts';
import { isForVersion } from '../model/framework.ts';
import type { Host } from '../model/host.ts';
import { groupMatcher, type HostGroup } from '../model/host-group.ts';
import { LABEL_PATHS } from '../model/host-labels.ts';
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

/** The same as far as its cluster decides, or what else the config tells groups of hosts by. */
export function ruleInCluster(rule: Rule, host: Host): Rule | null | undefined {
  if (rule.clusters === undefined) return rule;
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

/** Why it is not known which part of a config is for a host. */
export function clusterProblem(host: Host, rule: Rule): Problem {
  const open = (rule.clusters ?? []).find((part) => matcherFor(part)(host) !== false)?.where;
  const unread = open === undefined ? undefined : labelProblem(host, open);
  if (unread !== undefined) return unread;
  const cluster = clusterOf(host);
  if (cluster.kind === 'unread') return cluster.problem;
  return { code: 'not-reported', detail: 'the datacenter of the cluster was not told' };
}

/** Why labels that a group goes by are not known. */
function labelProblem(host: Host, { tags, attributes }: HostGroup): Problem | undefined {
  const asked = [
    ...(tags === undefined || host.tags ? [] : [LABEL_PATHS.tags]),
    ...(attributes === undefined || host.attributes ? [] : [LABEL_PATHS.attributes]),
  ];
  const [first] = asked;
  return first === undefined ? undefined : (host.unread?.[first] ?? { ...NOT_READ, path: first });
}

const NOT_READ: Problem = { code: 'not-reported', detail: 'the tags or attributes of the host were not read' };

function clusterOf(host: Host) {
  return readHostFact(requireHostFact('host.cluster'), host);
}

function partsOf(clusters: readonly ClusterRule[]): readonly ClusterMatcher[] {
  const known = compiled.get(clusters);
  if (known !== undefined) return known;
  const parts = clusters.map((part) => ({ matches: matcherFor(part), rule: part.rule }));
  compiled.set(clusters, parts);
  return parts;
}

/** A host whose cluster was not told may be in any; one that stands alone is in none. */
function matcherFor({ cluster, where }: Pick<ClusterRule, 'cluster' | 'where'>): ClusterMatcher['matches'] {
  if (where !== undefined) return groupMatcher(where);
  if (cluster === null) return () => true;
  const matches = groupMatcher({ clusters: [cluster] });
  return (host) => (clusterOf(host).kind === 'unread' ? undefined : matches(host));
}
