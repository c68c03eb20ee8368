import type { Shown } from '../model/finding.ts';
import type { Operator, RuleValue } from '../model/rule.ts';

/** The wanted value as a finding shows it: the value alone for `equals`, else the operator by name. */
export function shownWanted(operator: Operator): Shown {
  switch (operator.op) {
    case 'equals':
      return text(operator.value);
    case 'oneOf':
    case 'notOneOf':
      return { [operator.op]: operator.values.map(text) };
    case 'matches':
      return { matches: operator.pattern };
    case 'atLeast':
    case 'atMost':
      return { [operator.op]: operator.value };
    case 'between':
      return { between: [operator.low, operator.high] };
    case 'present':
    case 'absent':
      return operator.op;
  }
}

/** The wanted value in words, to follow "wanted is". */
export function wordsForWanted(operator: Operator): string {
  switch (operator.op) {
    case 'equals':
      return text(operator.value);
    case 'oneOf':
      return `one of ${operator.values.map(text).join(', ')}`;
    case 'notOneOf':
      return `anything but ${operator.values.map(text).join(', ')}`;
    case 'matches':
      return `a text that matches ${operator.pattern}`;
    case 'atLeast':
      return `at least ${operator.value}`;
    case 'atMost':
      return `at most ${operator.value}`;
    case 'between':
      return `from ${operator.low} to ${operator.high}`;
    case 'present':
    case 'absent':
      return `that it is ${operator.op}`;
  }
}

/** Booleans are written as esxcli writes them. */
function text(value: RuleValue): string {
  return typeof value === 'boolean' ? String(value).toUpperCase() : String(value);
}
