import type { Parameters } from '../checks/check-kind.ts';
import { kindOf } from '../checks/index.ts';
import type { Judgement } from '../checks/judgement/judgement.ts';
import type { TargetRelease } from '../model/catalog.ts';
import type { HostFacts } from '../model/facts.ts';
import type { Horizons, Shown } from '../model/finding.ts';
import { isSingle, leavesOf } from '../model/leaves.ts';
import type { Check } from '../model/check.ts';
import type { TriState } from '../model/tri-state.ts';
import { judgeAll, judgeAny, judgeNot } from './combination.ts';

/** Judges a check of any kind, or of several joined. */
export function judge(facts: HostFacts, check: Check, parameters: Parameters): Judgement {
  if (isSingle(check)) return kindOf(check).judge(check, facts, parameters);
  const expected = expectedOf(check, parameters);
  const each = (part: Check): Judgement => judge(facts, part, parameters);
  if (check.kind === 'not') return { ...judgeNot(each(check.check)), expected };
  const join = check.kind === 'all' ? judgeAll : judgeAny;
  return { ...join(check.checks.map(each)), expected };
}

/** Whether a host surely passes; what it does not have is nothing that it passes. */
export function passes({ verdict }: Judgement): TriState {
  if (verdict === 'unknown') return undefined;
  return verdict === 'pass' || verdict === 'warn';
}

/** What the check wants, where it was not judged. */
export function expectedOf(check: Check, parameters: Parameters): Shown {
  if (isSingle(check)) return kindOf(check).expected(check, parameters);
  if (check.kind === 'not') return { not: expectedOf(check.check, parameters) };
  return { [check.kind]: check.checks.map((part) => expectedOf(part, parameters)) };
}

/** How an undecided check stands: unknown at each point in time that it has. */
export function undecidedHorizons(check: Check, target: TargetRelease | null): Horizons {
  const boots = leavesOf(check).some((leaf) => kindOf(leaf).twoHorizons !== undefined);
  return {
    now: 'unknown',
    nextBoot: boots ? 'unknown' : null,
    nextPatch: boots && target !== null ? 'unknown' : null,
  };
}

/** The judgement with what the planned patch would do to it; as it is for a check with one horizon, and without a target. */
export function judgedAhead(
  judged: Judgement,
  check: Check,
  facts: HostFacts,
  target: TargetRelease | null,
): Judgement {
  if (target === null || !isSingle(check) || judged.horizons.nextBoot === null) return judged;
  return kindOf(check).twoHorizons?.withNextPatch(judged, check, facts, target) ?? judged;
}
