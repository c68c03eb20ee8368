import { holds } from '../evaluate/operator.ts';
import { read } from '../model/reading.ts';
import type { Rule } from '../model/rule.ts';
import type { Misfit } from '../yaml/misfit.ts';

/** What does not make sense in a rule although each part fits the schema. `id` is the one that its path gives it. */
export function senseOf(rule: Rule, id: string): readonly Misfit[] {
  return [...idSense(rule, id), ...remedySense(rule), ...exampleSense(rule)];
}

function idSense(rule: Rule, id: string): readonly Misfit[] {
  return rule.id === id ? [] : [misfit('id', `the id must be the path of the file: ${id} was expected`)];
}

function remedySense({ check, remedy, enforce }: Rule): readonly Misfit[] {
  if (remedy === null) return [];
  if (enforce === 'note') return [misfit('remedy', 'a rule that only notes has no remedy')];
  if (remedy.kind !== check.kind)
    return [misfit('remedy', `a ${check.kind} remedy was expected, as the check is of that kind`)];
  if (remedy.kind !== 'kernelSetting' || check.kind !== 'kernelSetting') return [];
  if (remedy.name !== check.name)
    return [misfit('remedy', `the remedy sets ${remedy.name}, but the check reads ${check.name}`)];
  const satisfied = settable(check.operator.op) && holds(check.operator, read(remedy.value), 'untyped') === true;
  return satisfied
    ? []
    : [misfit('remedy', `the remedy would not satisfy the check: ${remedy.value} is not what it wants`)];
}

/** Setting a value cannot bring a setting into being, or take it away. */
function settable(op: string): boolean {
  return op !== 'present' && op !== 'absent';
}

/** A rule that only notes warns where others fail. */
function exampleSense({ examples, enforce }: Rule): readonly Misfit[] {
  const wanted = ['pass', enforce === 'note' ? 'warn' : 'fail'];
  const shown = new Set(examples.map((example) => example.verdict));
  return wanted
    .filter((verdict) => !shown.has(verdict))
    .map((verdict) => misfit('examples', `an example with the verdict ${verdict} was expected`));
}

function misfit(key: string, text: string): Misfit {
  return { path: [], key, text };
}
