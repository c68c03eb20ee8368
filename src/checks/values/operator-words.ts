import type { Shown } from '../../model/finding.ts';
import type { Operator, RuleValue } from '../../model/check.ts';

/** The wanted value as a finding shows it: the value alone for `equals`, else the operator by name. */
export function shownWanted(operator: Operator): Shown {
  switch (operator.op) {
    case 'equals':
      return settingText(operator.value);
    case 'oneOf':
    case 'notOneOf':
      return { [operator.op]: operator.values.map(settingText) };
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
    case 'listedIn':
    case 'notListedIn':
      return { [operator.op]: operator.list };
  }
}

/** Patterns that ask for nothing but that there is a value. */
const ANY_VALUE: ReadonlySet<string> = new Set(['\\S', '\\S.', '.', '.+', '\\S+', String.raw`^\s*[^\s<]`]);

/** The wanted value in words, to follow "expected": a regular expression stays with the rule, which shows it. */
export function wordsForWanted(operator: Operator): string {
  switch (operator.op) {
    case 'equals':
      return settingText(operator.value);
    case 'oneOf':
      return `one of ${operator.values.map(settingText).join(', ')}`;
    case 'notOneOf':
      return `anything but ${operator.values.map(settingText).join(', ')}`;
    case 'matches':
      return ANY_VALUE.has(operator.pattern) ? 'any value' : 'a value of the form that the rule asks for';
    case 'atLeast':
      return `at least ${operator.value}`;
    case 'atMost':
      return `at most ${operator.value}`;
    case 'between':
      return `from ${operator.low} to ${operator.high}`;
    case 'present':
    case 'absent':
      return operator.op === 'present' ? 'any' : 'none';
    case 'listedIn':
      return `only what site.${operator.list} lists`;
    case 'notListedIn':
      return `nothing that site.${operator.list} lists`;
  }
}

/** A value as esxcli takes and writes it: booleans in capitals. */
export function settingText(value: RuleValue): string {
  return typeof value === 'boolean' ? String(value).toUpperCase() : String(value);
}

/** An operator in words, to follow what it is about. */
export function describeOperator(operator: Operator): string {
  switch (operator.op) {
    case 'equals':
      return `= ${operator.value}`;
    case 'oneOf':
      return `is one of ${operator.values.join(', ')}`;
    case 'notOneOf':
      return `is none of ${operator.values.join(', ')}`;
    case 'matches':
      return `matches /${operator.pattern}/`;
    case 'atLeast':
      return `>= ${operator.value}`;
    case 'atMost':
      return `<= ${operator.value}`;
    case 'between':
      return `is from ${operator.low} to ${operator.high}`;
    case 'listedIn':
      return `is in the site's list ${operator.list}`;
    case 'notListedIn':
      return `is not in the site's list ${operator.list}`;
    case 'present':
    case 'absent':
      break;
  }
  return `is ${operator.op}`;
}
