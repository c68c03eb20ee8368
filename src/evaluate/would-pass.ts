import type { Action } from '../model/plan.ts';
import { read } from '../model/reading.ts';
import type { Operator, SingleCheck } from '../model/rule.ts';
import type { Truth } from '../model/truth.ts';
import { optionValueType } from './advanced-option.ts';
import { holds } from './operator.ts';
import { valueTypeOf } from './value.ts';

/**
 * Whether a host on which the action was carried out would pass a check of the same thing, at its next boot where it has
 * one. `type` is that of a kernel setting, as esxcli names it; null where it is not known.
 */
export function wouldPass(check: SingleCheck, action: Action, type: string | null): Truth {
  if (action.kind === 'service') return check.kind === 'service' ? sameService(check, action) : undefined;
  if (action.kind === 'ruleset') return check.kind === 'firewallRuleset' ? sameSwitch(check, action) : undefined;
  if (action.kind === 'allowedHosts') return undefined;
  const operator = operatorOf(check);
  if (operator === null) return undefined;
  const valueType = action.kind === 'kernelSetting' ? valueTypeOf(type) : optionValueType(action.type);
  return holds(operator, read(action.value), valueType);
}

function operatorOf(check: SingleCheck): Operator | null {
  return check.kind === 'kernelSetting' || check.kind === 'advancedOption' ? check.operator : null;
}

type Of<Kind extends Action['kind']> = Extract<Action, { readonly kind: Kind }>;

function sameService(check: Extract<SingleCheck, { kind: 'service' }>, { running, policy }: Of<'service'>): Truth {
  const wrong = [differs(check.running, running), differs(check.policy, policy)];
  return !wrong.includes(true);
}

/** A half that the action leaves alone is none of its doing. */
function differs<T>(wanted: T | null, set: T | null): boolean {
  return wanted !== null && set !== null && wanted !== set;
}

function sameSwitch({ wish }: Extract<SingleCheck, { kind: 'firewallRuleset' }>, { enabled }: Of<'ruleset'>): Truth {
  return wish.kind === 'enabled' ? wish.enabled === enabled : undefined;
}
