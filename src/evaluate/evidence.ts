import type { Parameters } from '../checks/check-kind.ts';
import { kindOf } from '../checks/index.ts';
import { isOfSite as isSiteOperator } from '../checks/judgement/site-list-check.ts';
import type { HostFacts } from '../model/facts.ts';
import type { Evidence, Finding, Inapplicable } from '../model/finding.ts';
import { leavesOf, leavesOfRule } from '../model/leaves.ts';
import type { Rule, RuleInFramework } from '../model/rule.ts';
import { conditionHolds } from './condition.ts';
import { judge } from './judge-rule.ts';
import { ruleFor } from './rule-for.ts';

/** One object for all hosts that are judged alike: a scan would have one for each finding otherwise. */
const known = new WeakMap<RuleInFramework, WeakMap<Rule, Map<string, Evidence>>>();

/** What the finding of a rule by a framework proves. */
export function evidenceOf(
  part: RuleInFramework,
  facts: HostFacts,
  { verdict }: Finding,
  parameters: Parameters,
): Evidence {
  const rule = ruleFor(part.rule, facts.host) ?? part.rule;
  const inapplicable = verdict === 'not-applicable' ? whyNot(rule, facts, parameters) : null;
  const byRule = known.get(part) ?? new WeakMap<Rule, Map<string, Evidence>>();
  known.set(part, byRule);
  const byReason = byRule.get(rule) ?? new Map<string, Evidence>();
  byRule.set(rule, byReason);
  const open = verdict === 'pass' ? openIn(rule, facts, parameters) : null;
  const key = inapplicable ?? open ?? '';
  const before = byReason.get(key);
  if (before !== undefined) return before;
  const { framework, controls } = part;
  const made = {
    framework,
    controls,
    reads: readsOf(rule),
    ...(open === null ? {} : { open }),
    ...(inapplicable === null ? {} : { inapplicable }),
  };
  byReason.set(key, made);
  return made;
}

/** The same where no framework could be told for the host, or none that was chosen is for its release. */
export function outsideEvidence({ frameworks = [] }: Rule, isKnown: boolean): Evidence {
  const controls = isKnown ? [] : frameworks.flatMap((part) => part.controls);
  return { framework: null, controls, reads: [], ...(isKnown ? { inapplicable: 'release' } : {}) };
}

/**
 * The condition that a control names is `appliesIf`, and only what was read and speaks against it counts; a thing that the host
 * lacks is none of its words.
 */
function whyNot(rule: Rule, facts: HostFacts, parameters: Parameters): Inapplicable {
  if (conditionHolds(rule.appliesTo, facts.host) === false) return 'release';
  if (rule.appliesIf === undefined) return 'absent';
  return judge(facts, rule.appliesIf, parameters).verdict === 'fail' ? 'condition' : 'absent';
}

/** What a pass leaves open because the site has not said it; asked only of rules that compare with a list of it. */
function openIn(rule: Rule, facts: HostFacts, parameters: Parameters): string | null {
  const isOfSite = leavesOf(rule.check).some((leaf) => 'operator' in leaf && isSiteOperator(leaf.operator));
  return isOfSite ? judge(facts, rule.check, parameters).open : null;
}

function readsOf(rule: Rule): readonly string[] {
  const { variants: _variants, ...own } = rule;
  return [...new Set(leavesOfRule(own).map((leaf) => kindOf(leaf).source(leaf)))];
}
