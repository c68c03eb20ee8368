import type { Reading } from '../model/reading.ts';
import type { Operator, RuleValue } from '../model/rule.ts';
import { every, not, some, type Truth } from '../model/truth.ts';
import { compilePattern } from './pattern.ts';
import { orderOf, sameValue, type ValueType } from './value.ts';

/** Whether what was read is as wanted; undefined when it was not read, or cannot be compared. */
export function holds(operator: Operator, reading: Reading<string>, type: ValueType): Truth {
  switch (reading.kind) {
    case 'unread':
      return undefined;
    case 'absent':
      return operator.op === 'absent' || operator.op === 'notOneOf';
    case 'read':
      return holdsOf(operator, reading.value, type);
  }
}

function holdsOf(operator: Operator, actual: string, type: ValueType): Truth {
  switch (operator.op) {
    case 'equals':
      return sameValue(actual, operator.value, type);
    case 'oneOf':
      return isOneOf(actual, operator.values, type);
    case 'notOneOf':
      return not(isOneOf(actual, operator.values, type));
    case 'matches':
      return compilePattern(operator.pattern).test(actual);
    case 'atLeast':
      return isAtLeast(orderOf(actual, operator.value, type));
    case 'atMost':
      return isAtMost(orderOf(actual, operator.value, type));
    case 'between':
      return every([isAtLeast(orderOf(actual, operator.low, type)), isAtMost(orderOf(actual, operator.high, type))]);
    case 'present':
      return true;
    case 'absent':
      return false;
  }
}

function isOneOf(actual: string, values: readonly RuleValue[], type: ValueType): Truth {
  return some(values.map((value) => sameValue(actual, value, type)));
}

function isAtLeast(order: number | undefined): Truth {
  return order === undefined ? undefined : order >= 0;
}

function isAtMost(order: number | undefined): Truth {
  return order === undefined ? undefined : order <= 0;
}
