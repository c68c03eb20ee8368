import type { Action } from '../../model/plan.ts';
import { read } from '../../model/reading.ts';
import type { Operator } from '../../model/check.ts';
import type { TriState } from '../../model/tri-state.ts';
import { holds } from './operator.ts';
import { optionValueType, valueTypeOf } from './value.ts';

/**
 * Kernel settings and advanced options are set to a value, and some are one thing by two ways (docs/internals/wire.md 4).
 * Whether the value that an action sets is as wanted; `type` is that of a kernel setting, null where it is not known.
 */
export function passesWithValue(operator: Operator, action: Action, type: string | null): TriState {
  if (action.kind === 'kernelSetting') return holds(operator, read(action.value), valueTypeOf(type));
  return action.kind === 'advancedOption'
    ? holds(operator, read(action.value), optionValueType(action.type))
    : undefined;
}

/** Types do not count here: the value is compared as the rule writes it. */
export function settingAction(name: string, value: string): Action {
  return { kind: 'kernelSetting', name, value };
}

/** What would have to be set for the one value that is wanted; null where several would do. */
export function wantedSetting(name: string, operator: Operator): Action | null {
  return operator.op === 'equals' ? settingAction(name, String(operator.value)) : null;
}

/** Why setting the value would not make a check of `reads` pass; null when it would. */
export function valueMismatch(
  { name: sets, value }: { readonly name: string; readonly value: string },
  reads: string,
  operator: Operator,
): string | null {
  if (sets !== reads) return `the remedy sets ${sets}, but the check reads ${reads}`;
  // Setting a value cannot bring a setting into being, or take it away.
  const settable = operator.op !== 'present' && operator.op !== 'absent';
  if (settable && holds(operator, read(value), 'untyped') === true) return null;
  return `the remedy would not satisfy the check: ${value} is not what it wants`;
}
