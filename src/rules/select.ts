import { EsxcheckError } from '../model/errors.ts';
import type { Rule } from '../model/rule.ts';
import { suggestion } from './suggestion.ts';

/** What to choose: whole packs and single rules together. Nothing chosen means everything. */
export interface Selection {
  readonly packs: readonly string[];
  readonly ids: readonly string[];
}

/** The chosen rules in their own order. Throws UNKNOWN_PACK or UNKNOWN_RULE and suggests the nearest. */
export function selectRules(rules: readonly Rule[], { packs, ids }: Selection): readonly Rule[] {
  const knownPacks = [...new Set(rules.map((rule) => rule.pack))];
  const knownIds = rules.map((rule) => rule.id);
  refuseUnknown('PACK', packs, knownPacks);
  refuseUnknown('RULE', ids, knownIds);
  if (packs.length === 0 && ids.length === 0) return rules;
  return rules.filter((rule) => packs.includes(rule.pack) || ids.includes(rule.id));
}

function refuseUnknown(kind: 'PACK' | 'RULE', asked: readonly string[], known: readonly string[]): void {
  const unknown = asked.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new EsxcheckError(
    `UNKNOWN_${kind}`,
    `There is no ${kind.toLowerCase()} "${unknown}": ${suggestion(unknown, known)}`,
  );
}
