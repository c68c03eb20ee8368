import { hostFact, readHostFact } from '../checks/values/host-facts.ts';
import { holds } from '../checks/values/operator.ts';
import type { Host } from '../model/host.ts';
import type { Problem } from '../model/problem.ts';
import { type Reading, unread } from '../model/reading.ts';
import type { Clause, Condition } from '../model/check.ts';
import { every, not, some, type TriState } from '../model/tri-state.ts';

/** Whether a condition holds of a host: false as soon as one clause says so, undefined when it hangs on an unread fact. */
export function conditionHolds(condition: Condition, host: Host): TriState {
  let undecided = false;
  for (const clause of condition) {
    const truth = clauseHolds(clause, host);
    if (truth === false) return false;
    undecided ||= truth === undefined;
  }
  return undecided ? undefined : true;
}

function clauseHolds(clause: Clause, host: Host): TriState {
  switch (clause.kind) {
    case 'fact':
      return holds(clause.operator, readingOf(clause.fact, host), hostFact(clause.fact)?.type ?? 'untyped');
    case 'all':
      return every(clause.conditions.map((condition) => conditionHolds(condition, host)));
    case 'any':
      return some(clause.conditions.map((condition) => conditionHolds(condition, host)));
    case 'not':
      return not(conditionHolds(clause.condition, host));
  }
}

/** The facts that leave a condition undecided. */
export function undecidedFacts(condition: Condition, host: Host): readonly string[] {
  const undecided = condition.filter((clause) => clauseHolds(clause, host) === undefined);
  return [...new Set(undecided.flatMap((clause) => factsWithin(clause, host)))];
}

function factsWithin(clause: Clause, host: Host): readonly string[] {
  if (clause.kind === 'fact') return [clause.fact];
  const conditions = clause.kind === 'not' ? [clause.condition] : clause.conditions;
  return conditions.flatMap((condition) => undecidedFacts(condition, host));
}

/** Why a condition is undecided. */
export function problemOf(condition: Condition, host: Host): Problem {
  for (const fact of undecidedFacts(condition, host)) {
    const reading = readingOf(fact, host);
    if (reading.kind === 'unread') return reading.problem;
  }
  return { code: 'unexpected-answer', detail: 'a fact could not be compared' };
}

/** A fact that this version does not know is unread, so that it never decides anything. */
function readingOf(name: string, host: Host): Reading<string> {
  const fact = hostFact(name);
  return fact === undefined ? unread({ code: 'not-reported', detail: `${name} is no fact` }) : readHostFact(fact, host);
}
