import { labelsOfGroups } from '../model/host-group.ts';
import type { LabelDemand } from '../model/host-labels.ts';
import type { Rule } from '../model/rule.ts';

/** The labels of hosts that decide which rules hold for them: a config tells groups of hosts by them. */
export function labelsOfRules(rules: readonly Rule[]): LabelDemand {
  return labelsOfGroups(rules.flatMap(groupsOf));
}

function groupsOf({ clusters = [], frameworks = [] }: Rule) {
  const parts = [...clusters, ...frameworks.flatMap(({ rule }) => rule.clusters ?? [])];
  return parts.flatMap(({ where }) => (where === undefined ? [] : [where]));
}

/** What either asks for. */
export function joinedLabels(one: LabelDemand, other: Partial<LabelDemand> = {}): LabelDemand {
  return { tags: one.tags || other.tags === true, attributes: one.attributes || other.attributes === true };
}
