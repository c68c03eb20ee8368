import { createRequire } from 'node:module';
import type { RE2JS as Re2 } from 're2js';
import type { Reading } from '../../model/reading.ts';
import type { Operator, RuleValue } from '../../model/check.ts';
import { SITE_LIST_NAMES, type SiteListName } from '../../model/site-lists.ts';
import { every, not, some, type TriState } from '../../model/tri-state.ts';
import { orderOf, sameValue, type ValueType } from './value.ts';

/** What a check may ask of a value, by the key that a rule file writes. */
export const OPERATORS = [
  'equals',
  'oneOf',
  'notOneOf',
  'matches',
  'atLeast',
  'atMost',
  'between',
  'present',
  'absent',
] as const;

/** What may be asked only of values that a site has lists of. */
export const SITE_OPERATORS = ['listedIn', 'notListedIn'] as const;

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
  readonly listedIn?: SiteListName | undefined;
  readonly notListedIn?: SiteListName | undefined;
}

/** Turns an operator that fits the schema into one. */
export function buildOperator(file: OperatorFile): Operator {
  const op = [...OPERATORS, ...SITE_OPERATORS].find((name) => file[name] !== undefined);
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
    case 'listedIn':
    case 'notListedIn':
      return { op, list: listNamed(file[op]) };
    case undefined:
    default:
      throw new Error('an operator that fits the schema has a name');
  }
}

function listNamed(name: string | undefined): SiteListName {
  const list = SITE_LIST_NAMES.find((known) => known === name);
  if (list === undefined) throw new Error('an operator that fits the schema names a list');
  return list;
}

/** Whether what was read is as wanted; undefined when it was not read, or cannot be compared. */
export function holds(operator: Operator, reading: Reading<string>, type: ValueType): TriState {
  switch (reading.kind) {
    case 'unread':
      return undefined;
    case 'absent':
      return operator.op === 'absent' || operator.op === 'notOneOf';
    case 'read':
      return holdsOf(operator, reading.value, type);
  }
}

function holdsOf(operator: Operator, actual: string, type: ValueType): TriState {
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
    // Lists of a site are a person's, and no value alone tells.
    case 'listedIn':
    case 'notListedIn':
      return undefined;
  }
}

function isOneOf(actual: string, values: readonly RuleValue[], type: ValueType): TriState {
  return some(values.map((value) => sameValue(actual, value, type)));
}

function isAtLeast(order: number | undefined): TriState {
  return order === undefined ? undefined : order >= 0;
}

function isAtMost(order: number | undefined): TriState {
  return order === undefined ? undefined : order <= 0;
}

interface Pattern {
  test(text: string): boolean;
}

const compiled = new Map<string, Pattern>();

/**
 * A rule's regular expression: RE2 syntax, so matching is linear in the text; unanchored and case-insensitive.
 * Compiled once. Throws re2js's own error for an expression that RE2 does not know.
 */
export function compilePattern(source: string): Pattern {
  const known = compiled.get(source);
  if (known !== undefined) return known;
  const pattern = remembering(compileRe2(source));
  compiled.set(source, pattern);
  return pattern;
}

/** The library is loaded with the first expression: whoever lists rules, or asks for help, has none. */
function compileRe2(source: string): Pattern {
  const { RE2JS } = load('re2js') as { readonly RE2JS: typeof Re2 };
  return RE2JS.compile(source, RE2JS.CASE_INSENSITIVE);
}

const load = createRequire(import.meta.url);

const MOST_REMEMBERED = 1024;

/** An estate has a few models of servers and processors, and a linear-time match costs more than a look-up. */
function remembering(pattern: Pattern): Pattern {
  const known = new Map<string, boolean>();
  return {
    test: (text) => {
      const found = known.get(text);
      if (found !== undefined) return found;
      const matches = pattern.test(text);
      if (known.size < MOST_REMEMBERED) known.set(text, matches);
      return matches;
    },
  };
}
