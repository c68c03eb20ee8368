import { createHash } from 'node:crypto';
import { EsxcheckError } from '../model/errors.ts';
import { currentRuleId, isOfPack } from '../model/moved-rules.ts';
import { suggestion } from '../model/nearest.ts';
import type { Rule } from '../model/rule.ts';

/** Packs that hosts are judged by where neither pack nor rule is named (docs/internals/design.md 6). */
export const USUAL_PACKS: readonly string[] = ['cpu', 'hpe', 'vic'];

/** What they were before one of them got rules of another: a config that spells these out means the usual ones. */
const SPELLED_OUT: readonly string[] = ['hpe', 'vic'];

/** Packs that are planned where nothing is named: others are planned only by name. */
export const PLANNED_PACKS: readonly string[] = ['hpe'];

/** What to choose: whole packs and single rules together. Nothing chosen means everything. */
export interface Selection {
  readonly packs: readonly string[];
  readonly ids: readonly string[];
}

/** The chosen rules in their own order. Throws UNKNOWN_PACK or UNKNOWN_RULE and suggests the nearest. */
export function selectRules(rules: readonly Rule[], { packs, ids: named }: Selection): readonly Rule[] {
  const ids = named.map(currentRuleId);
  const knownPacks = [...new Set(rules.map((rule) => rule.pack))];
  const knownIds = rules.map((rule) => rule.id);
  refuseUnknown('PACK', packs, knownPacks);
  refuseUnknown('RULE', ids, knownIds);
  if (packs.length === 0 && ids.length === 0) return rules;
  return rules.filter((rule) => packs.some((pack) => isOfPack(rule, pack)) || ids.includes(rule.id));
}

/** The rules, with those that are named as asked for by a person: only then a fail of `enforce: asked` counts everywhere. */
export function askedByName(rules: readonly Rule[], { packs, ids }: Selection): readonly Rule[] {
  const named = ids.map(currentRuleId);
  return rules.map((rule) =>
    packs.some((pack) => isOfPack(rule, pack)) || named.includes(rule.id) ? asAsked(rule) : rule,
  );
}

/** The rule as one that a person asked for; one that needs no asking stays as it is. */
export function asAsked(rule: Rule): Rule {
  if (rule.enforce !== 'asked') return rule;
  const clusters = rule.clusters?.map((part) => ({ ...part, rule: part.rule === null ? null : asAsked(part.rule) }));
  return { ...rule, asked: true, ...(clusters === undefined ? {} : { clusters }) };
}

/** Whether packs that a config names are a choice: the usual ones, spelled out, say no more than no word, with others beside them or not. */
export function isChoice(packs: readonly string[]): boolean {
  return !SPELLED_OUT.every((pack) => packs.includes(pack));
}

/** Whether packs that a config names hold a rule; those that spell out the usual ones hold all of these. */
export function holdsRule(packs: readonly string[], rule: Pick<Rule, 'id' | 'pack'>): boolean {
  return packs.some((pack) => isOfPack(rule, pack)) || (!isChoice(packs) && USUAL_PACKS.includes(rule.pack));
}

function refuseUnknown(kind: 'PACK' | 'RULE', asked: readonly string[], known: readonly string[]): void {
  const unknown = asked.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new EsxcheckError(
    `UNKNOWN_${kind}`,
    `There is no ${kind.toLowerCase()} "${unknown}": ${suggestion(unknown, known)}`,
  );
}

/**
 * The rules with the expectation of a profile, where they have it; the others as they stand. Such a rule has a hash of its
 * own, since it judges otherwise. Throws UNKNOWN_PROFILE when no rule has the profile.
 */
export function withProfile(rules: readonly Rule[], profile: string): readonly Rule[] {
  const known = [...new Set(rules.flatMap((rule) => Object.keys(rule.profiles)))];
  if (known.includes(profile)) return rules.map((rule) => inProfile(rule, profile));
  const names = known.length === 0 ? 'no chosen rule has profiles' : suggestion(profile, known);
  throw new EsxcheckError('UNKNOWN_PROFILE', `There is no profile "${profile}" here: ${names}`);
}

/** One rule with the expectation of a profile; the rule itself where it lacks that. */
export function inProfile(rule: Rule, profile: string): Rule {
  const expectation = Object.hasOwn(rule.profiles, profile) ? rule.profiles[profile] : undefined;
  if (expectation === undefined) return rule;
  const clusters = rule.clusters?.map((part) => ({
    ...part,
    rule: part.rule === null ? null : inProfile(part.rule, profile),
  }));
  const hash = createHash('sha256').update(`${rule.hash} ${profile}`).digest('hex');
  // The variants of the rule are of its own expectation, not of the profile's.
  const { variants: _variants, ...rest } = rule;
  return { ...rest, ...expectation, profile, hash, ...(clusters === undefined ? {} : { clusters }) };
}
