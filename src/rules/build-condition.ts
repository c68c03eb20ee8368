import type { Clause, Condition } from '../model/rule.ts';
import { buildOperator, type OperatorFile } from './build-operator.ts';
import type { ConditionFile } from './schema/condition-schema.ts';

/** Turns a condition that fits the schema into one: what stands under each key is of the form that the schema asks. */
export function buildCondition(file: ConditionFile): Condition {
  return Object.entries(file).flatMap(([key, value]) => (value === undefined ? [] : [buildClause(key, value)]));
}

function buildClause(key: string, value: unknown): Clause {
  switch (key) {
    case 'all':
    case 'any':
      return { kind: key, conditions: (value as readonly ConditionFile[]).map(buildCondition) };
    case 'not':
      return { kind: 'not', condition: buildCondition(value as ConditionFile) };
    default:
      return { kind: 'fact', fact: key, operator: buildOperator(value as OperatorFile) };
  }
}
