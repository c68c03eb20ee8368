import type { Shown } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { read, type Reading } from '../../model/reading.ts';
import type { Operator } from '../../model/check.ts';
import { every, type TriState } from '../../model/tri-state.ts';
import { wordsForWanted } from '../values/operator-words.ts';
import { holds } from '../values/operator.ts';
import { booleanIn, type ValueType } from '../values/value.ts';
import type { Parameters } from '../check-kind.ts';
import { because, type Judgement, judgement, oneHorizon } from './judgement.ts';
import { clauseFor } from './problem-words.ts';
import { isOfSite, judgeListed, shownExpected, type SiteOperator } from './site-list-check.ts';

/** A value, or a list of values, with what is wanted of it. */
export interface ValueCase {
  /** What the value is of, to begin a sentence: `UserVars.DcuiTimeOut`. */
  readonly subject: string;
  readonly operator: Operator;
  /** Where the operator asks for a list of the site. */
  readonly parameters?: Parameters;
  readonly type: ValueType;
  readonly reading: Reading<string | readonly string[]>;
  /** How a boolean of it reads; true and false by default. */
  readonly booleanWords?: BooleanWords | undefined;
  /** A sentence for a host that does not have it. */
  readonly lacking: string;
  /** How reports show what was read; the value itself by default. */
  readonly observed?: Shown;
}

/**
 * Judges a value that holds at once and outlives a reboot. What a host does not have makes the rule not applicable, unless
 * its presence is what is asked. Of a list every entry must be as wanted, and there must be one.
 */
export function judgeValue(value: ValueCase): Judgement {
  const { reading, operator, lacking } = value;
  const expected = shownExpected(operator, value.parameters);
  if (reading.kind === 'unread') return unknown(value, reading.problem);
  if (isOfSite(operator)) return listed(value, operator);
  if (reading.kind === 'absent' && !asksPresence(operator)) {
    return judgement({ verdict: 'not-applicable', expected, message: lacking });
  }
  const truth = truthOf(value);
  if (truth === undefined) {
    return unknown(value, { code: 'unexpected-answer', detail: 'the value cannot be compared' });
  }
  const said = { observed: observedIn(value), expected, message: messageFor(value, truth) };
  return truth ? oneHorizon('pass', said) : oneHorizon('fail', { ...said, remediable: true });
}

/** Of a list of the site, what the host has is compared and nothing else. */
function listed(value: ValueCase, operator: SiteOperator): Judgement {
  const { subject, reading, parameters = new Map<string, string>(), lacking } = value;
  if (reading.kind === 'unread') return unknown(value, reading.problem);
  const found = reading.kind === 'read' ? reading.value : null;
  const said = { observed: observedIn(value), expected: shownExpected(operator, parameters) };
  return judgeListed({ subject, found, lacking, said }, operator, parameters);
}

function unknown({ subject, operator, parameters }: ValueCase, problem: Problem): Judgement {
  const message = `${subject} could not be read: ${clauseFor(problem)}.`;
  return oneHorizon('unknown', { expected: shownExpected(operator, parameters), message, ...because(problem) });
}

function asksPresence({ op }: Operator): boolean {
  return op === 'present' || op === 'absent';
}

function truthOf({ operator, reading, type }: ValueCase): TriState {
  if (reading.kind !== 'read') return holds(operator, reading, type);
  const { value } = reading;
  if (typeof value === 'string') return holds(operator, read(value), type);
  if (asksPresence(operator)) return (operator.op === 'present') === value.length > 0;
  // No entry is none of the unwanted, and none of the wanted either.
  if (value.length === 0) return operator.op === 'notOneOf';
  return every(value.map((entry) => holds(operator, read(entry), type)));
}

function observedIn({ observed, reading }: ValueCase): Shown {
  return observed ?? (reading.kind === 'read' ? reading.value : null);
}

function messageFor(value: ValueCase, truth: boolean): string {
  const { subject, reading, operator, lacking } = value;
  if (reading.kind !== 'read')
    return truth ? lacking : `${lacking.replace(/\.$/, '')}; expected ${wordsForWanted(operator)}.`;
  const found = `${subject} is ${words(value, reading.value)}`;
  return truth ? `${found}.` : `${found}; expected ${expectedWords(value)}.`;
}

function expectedWords({ operator, booleanWords }: ValueCase): string {
  if (booleanWords === undefined || operator.op !== 'equals') return wordsForWanted(operator);
  const truth = booleanIn(String(operator.value));
  return truth === undefined ? wordsForWanted(operator) : wordFor(truth, booleanWords);
}

/** How a boolean reads: for true, then for false. */
export type BooleanWords = readonly [string, string];

function wordFor(truth: boolean, [yes, no]: BooleanWords): string {
  return truth ? yes : no;
}

const MOST_ENTRIES = 10;
const LONGEST = 80;

function words({ type, booleanWords = ['true', 'false'] }: ValueCase, value: string | readonly string[]): string {
  if (typeof value !== 'string') {
    if (value.length === 0) return 'empty';
    const shown = value.slice(0, MOST_ENTRIES).map(cut).join(', ');
    return value.length > MOST_ENTRIES ? `${shown} and ${value.length - MOST_ENTRIES} more` : shown;
  }
  const truth = type === 'boolean' ? booleanIn(value) : undefined;
  return truth === undefined ? cut(value) : wordFor(truth, booleanWords);
}

function cut(text: string): string {
  if (text === '') return 'not set';
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
