import type { Host } from '../model/host.ts';
import type { Problem } from '../model/problem.ts';
import { type Reading, unread } from '../model/reading.ts';
import type { Condition } from '../model/rule.ts';
import type { Truth } from '../model/truth.ts';
import { hostFact, readHostFact } from './fact-names.ts';
import { holds } from './operator.ts';

type Clause = Condition[number];

/** Whether a condition holds of a host: false as soon as one fact says so, undefined when it hangs on an unread one. */
export function conditionHolds(condition: Condition, host: Host): Truth {
  let undecided = false;
  for (const clause of condition) {
    const truth = clauseHolds(clause, host);
    if (truth === false) return false;
    undecided ||= truth === undefined;
  }
  return undecided ? undefined : true;
}

/** The facts that leave a condition undecided. */
export function undecidedFacts(condition: Condition, host: Host): readonly string[] {
  return condition.filter((clause) => clauseHolds(clause, host) === undefined).map((clause) => clause.fact);
}

/** Why a condition is undecided. */
export function problemOf(condition: Condition, host: Host): Problem {
  for (const clause of condition) {
    const reading = readingOf(clause.fact, host);
    if (reading.kind === 'unread') return reading.problem;
  }
  return { code: 'unexpected-answer', detail: 'a fact could not be compared' };
}

function clauseHolds(clause: Clause, host: Host): Truth {
  return holds(clause.operator, readingOf(clause.fact, host), hostFact(clause.fact)?.type ?? 'untyped');
}

/** A fact that this version does not know is unread, so that it never decides anything. */
function readingOf(name: string, host: Host): Reading<string> {
  const fact = hostFact(name);
  return fact === undefined ? unread({ code: 'not-reported', detail: `${name} is no fact` }) : readHostFact(fact, host);
}
