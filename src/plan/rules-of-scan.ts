import { EsxcheckError } from '../model/errors.ts';
import type { Rule } from '../model/rule.ts';
import type { Scan } from '../model/scan.ts';

/**
 * The planned rules that the scan was judged by. Throws PLAN_RULES_CHANGED when one reads otherwise now, and
 * PLAN_RULES_MISSING when the scan knows none of them: an old verdict of another rule is no reason to write.
 */
export function rulesOfScan({ rules }: Scan, planned: readonly Rule[]): readonly Rule[] {
  const judged = new Map(rules.map((rule) => [rule.id, rule]));
  const known = planned.filter(({ id }) => judged.has(id));
  const changed = known.find(({ id, hash }) => judged.get(id)?.hash !== hash);
  const again = 'Scan again with the rules of today: esxcheck scan --target … --output scan.json';
  if (changed !== undefined) {
    const details = [profileHint(judged.get(changed.id)?.profile ?? null, changed.profile) ?? again];
    const sentence = `The rule ${changed.id} is not as it was when the scan was made.`;
    throw new EsxcheckError('PLAN_RULES_CHANGED', sentence, { details });
  }
  if (known.length > 0) return known;
  const names = planned.map(({ id }) => id).join(', ');
  throw new EsxcheckError('PLAN_RULES_MISSING', `The scan was not judged by ${names}.`, { details: [again] });
}

/** What to do when scan and plan go by different profiles; null when they go by the same. */
function profileHint(scanned: string | null, planned: string | null): string | null {
  if (scanned === planned) return null;
  return scanned === null
    ? `The scan was judged without a profile: leave --profile ${planned ?? ''} out`
    : `The scan was judged by the profile ${scanned}: add --profile ${scanned}`;
}
