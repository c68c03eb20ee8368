import type { Parameters } from '../checks/check-kind.ts';
import { kindOf } from '../checks/index.ts';
import type { Judgement } from '../checks/judgement/judgement.ts';
import type { HostFacts } from '../model/facts.ts';
import type { Finding } from '../model/finding.ts';
import { leavesOf } from '../model/leaves.ts';
import type { Rule } from '../model/rule.ts';
import { judge, passes, undecidedHorizons } from './judge-rule.ts';

/**
 * The finding of a rule with `enforce: asked`: a fail counts where a person asked for the rule, or where it was read that
 * the host uses what the rule is about; where nobody did and it does not, it is a warn. Whether the host does must be read: what
 * hangs on an unread fact is unknown. Pure.
 */
export function withAsking(found: Finding, rule: Rule, facts: HostFacts, parameters: Parameters): Finding {
  if (found.verdict !== 'fail') return found;
  if (rule.asked === true || isGiven(rule, parameters)) return { ...found, asked: { by: 'name' } };
  const use = rule.usedIf === undefined ? null : judge(facts, rule.usedIf, parameters);
  const isUsed = use === null ? false : passes(use);
  if (use === null || isUsed === false) return unasked(found, rule);
  return isUsed === true ? used(found, use) : undecided(found, rule, use);
}

/** Whether a person gave one of the values that the rule takes. */
function isGiven(rule: Rule, parameters: Parameters): boolean {
  return parametersOf(rule).some((name) => (parameters.get(name) ?? '').trim() !== '');
}

function parametersOf({ check }: Rule): readonly string[] {
  return leavesOf(check).flatMap((leaf) => kindOf(leaf).parameters?.(leaf) ?? []);
}

function used(found: Finding, { message }: Judgement): Finding {
  const text = `It counts as a failure without being asked for, since the host shows use of it: ${message}`;
  return { ...found, notes: [...found.notes, { text, reference: null }], asked: { by: 'use' } };
}

/** With one horizon a warn has no state, as everywhere. */
function unasked(found: Finding, rule: Rule): Finding {
  const { verdict, state, message, remedy, horizons } = found;
  return {
    ...found,
    verdict: 'warn',
    state: horizons.nextBoot === null ? null : state,
    message: `${message} ${whyWarning(rule)}`,
    remedy: null,
    asked: { by: 'nobody', verdict, state, message, remedy },
  };
}

function whyWarning(rule: Rule): string {
  const flags = [`--pack ${rule.pack}`, `--rule ${rule.id}`, ...parametersOf(rule).map((name) => `--${name}`)];
  const why = rule.usedIf === undefined ? 'nobody asked for it' : 'nobody asked for it and the host shows no use of it';
  return `A warning only, as ${why}: ${flags.slice(0, -1).join(', ')} or ${flags.at(-1) ?? ''} makes it a failure.`;
}

function undecided(found: Finding, rule: Rule, use: Judgement): Finding {
  const { reason, cause } = use;
  return {
    ...found,
    verdict: 'unknown',
    state: 'unknown',
    horizons: undecidedHorizons(rule.check, null),
    message: `${found.message} Whether that counts hangs on whether the host shows use of it, which is not known. ${use.message}`,
    reason: reason ?? 'unexpected-answer',
    ...(cause === null ? {} : { cause }),
    remedy: null,
  };
}
