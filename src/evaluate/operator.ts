import type { Reading } from '../model/reading.ts';
import type { Operator, RuleValue } from '../model/rule.ts';
import { not, some, type Truth } from '../model/truth.ts';
import { compilePattern } from './pattern.ts';
import { numberIn, sameValue, type ValueType } from './value.ts';

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
      return within(actual, operator.value, Infinity);
    case 'atMost':
      return within(actual, -Infinity, operator.value);
    case 'between':
      return within(actual, operator.low, operator.high);
    case 'present':
      return true;
    case 'absent':
      return false;
  }
}

function isOneOf(actual: string, values: readonly RuleValue[], type: ValueType): Truth {
  return some(values.map((value) => sameValue(actual, value, type)));
}

function within(actual: string, low: number, high: number): Truth {
  const number = numberIn(actual);
  return number === undefined ? undefined : low <= number && number <= high;
}
