import { kindOf } from '../checks/index.ts';
import { hostFactMask, type Mask } from '../checks/mask.ts';
import { factsIn, leavesOfRule } from '../model/leaves.ts';
import type { SingleCheck } from '../model/check.ts';
import type { Rule } from '../model/rule.ts';

/** Everything the rule names that can go unread on its own: host facts, each value of a setting, the firewall and its parts. */
export function masksOf(rule: Rule): readonly Mask[] {
  const variants = (rule.variants ?? []).flatMap(({ when }) => when);
  const clauses = [...rule.appliesTo, ...variants, ...rule.notes.flatMap((note) => note.when ?? [])];
  const leaves = leavesOfRule(rule);
  const masks = [
    ...factsIn(clauses).map(hostFactMask),
    ...leaves.flatMap((leaf) => kindOf(leaf).maskParts?.(leaf) ?? []),
    ...(leaves.length > 1 ? leaves.map(maskOf) : []),
    checkMask(rule),
  ];
  return [...new Map(masks.map((mask) => [mask.name, mask])).values()];
}

/** Hides all that the rule's check reads, and what it hangs on. */
export function checkMask(rule: Rule): Mask {
  const all = leavesOfRule(rule).map(maskOf);
  const masks = [...new Map(all.map((mask) => [mask.name, mask])).values()];
  return {
    name: masks.map(({ name }) => name).join(' and '),
    apply: (facts) => masks.reduce((left, mask) => mask.apply(left), facts),
  };
}

function maskOf(check: SingleCheck): Mask {
  return kindOf(check).mask(check);
}
