import { createHash } from 'node:crypto';
import { EsxcheckError } from '../model/errors.ts';
import type { Rule } from '../model/rule.ts';
import { suggestion } from './suggestion.ts';

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
