import type { Operator, RuleValue } from '../model/rule.ts';
import { OPERATORS } from './operators.ts';

/** An operator as a rule file writes it: one of these keys. */
export interface OperatorFile {
  readonly equals?: RuleValue | undefined;
  readonly oneOf?: readonly RuleValue[] | undefined;
  readonly notOneOf?: readonly RuleValue[] | undefined;
  readonly matches?: string | undefined;
  readonly atLeast?: number | string | undefined;
  readonly atMost?: number | string | undefined;
  readonly between?: readonly [number | string, number | string] | undefined;
  readonly present?: true | undefined;
  readonly absent?: true | undefined;
}

/** Turns an operator that fits the schema into one. */
export function buildOperator(file: OperatorFile): Operator {
  const op = OPERATORS.find((name) => file[name] !== undefined);
  switch (op) {
    case 'equals':
      return { op, value: file.equals ?? '' };
    case 'oneOf':
    case 'notOneOf':
      return { op, values: file[op] ?? [] };
    case 'matches':
      return { op, pattern: file.matches ?? '' };
    case 'atLeast':
    case 'atMost':
      return { op, value: file[op] ?? 0 };
    case 'between': {
      const [low, high] = file.between ?? [0, 0];
      return { op, low, high };
    }
    case 'present':
    case 'absent':
      return { op };
    case undefined:
    default:
      throw new Error('an operator that fits the schema has a name');
  }
}

/** A value as esxcli takes it: booleans in capitals. */
export function settingText(value: RuleValue): string {
  return typeof value === 'boolean' ? String(value).toUpperCase() : String(value);
}
